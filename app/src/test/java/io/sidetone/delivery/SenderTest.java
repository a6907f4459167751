package io.sidetone.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Dns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One attempt over real sockets, with receivers that do what receivers should not. */
@Timeout(30)
class SenderTest {
    private static final byte[] BODY = "{\"type\":\"webhook.ping\",\"text\":\"Grüße\"}".getBytes(UTF_8);

    private static Answer post(URI url, Dns dns) {
        Target usual = Fixture.target("nlu", url);
        Target target = new Target(
                "nlu", url, usual.secrets(), Set.of(), Set.of(), RetrySchedule.DEFAULT, Duration.ofSeconds(1));
        Surroundings real = new Surroundings(
                InstantSource.system(),
                System::nanoTime,
                (delay, thread, task) -> () -> {},
                new Random(1),
                dns,
                Proxy.NO_PROXY,
                new SimpleMeterRegistry(),
                "1.2.3",
                DeliveryLimits.DEFAULT);
        try (Sender sender = new Sender(target, real)) {
            CompletableFuture<Answer> answer = new CompletableFuture<>();
            sender.post(new Attempt("s_1", "msg_1", 3, BODY), answer::complete);
            return answer.join();
        }
    }

    private static Answer post(URI url) {
        return post(url, Dns.SYSTEM);
    }

    private static Answer answerOf(Receiver.Manner manner) throws IOException {
        try (Receiver receiver = new Receiver(manner)) {
            return post(receiver.url());
        }
    }

    /** A server of bare bytes: it reads the request's head and then does as told, for every connection. */
    private interface Bare {
        void answer(Socket socket, OutputStream out) throws IOException;
    }

    private static Answer answerOfBare(AtomicInteger connections, Bare bare) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread serving = new Thread(() -> serve(server, connections, bare));
            serving.start();
            return post(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/final?key=hidden"));
        }
    }

    private static void serve(ServerSocket server, AtomicInteger connections, Bare bare) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                connections.incrementAndGet();
                InputStream in = socket.getInputStream();
                assertThat(in.read(new byte[8_192])).isPositive();
                bare.answer(socket, socket.getOutputStream());
            } catch (IOException e) {
                // the sender has gone, as it should
            }
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(UTF_8));
        out.flush();
    }

    @Test
    void aReceiverWithTheReferenceLibraryVerifiesWhatWasSent() throws Exception {
        try (Receiver receiver = new Receiver(Receiver.status(200))) {
            Answer answer = post(receiver.url());

            Receiver.Got got = receiver.await(1).get(0);
            assertThat(answer.meaning()).isEqualTo(AnswerClass.DELIVERED);
            assertThat(got.body()).isEqualTo(BODY);
            assertThat(got.header("content-type")).isEqualTo("application/json; charset=utf-8");
            assertThat(got.header("user-agent")).isEqualTo("sidetone/1.2.3");
            assertThat(got.header("x-webhook-attempt")).isEqualTo("3");
            assertThat(got.header("content-length")).isEqualTo(Integer.toString(BODY.length));
            new Webhook(Fixture.SECRET)
                    .verify(
                            new String(got.body(), UTF_8),
                            Map.of(
                                    "webhook-id", List.of(got.header("webhook-id")),
                                    "webhook-timestamp", List.of(got.header("webhook-timestamp")),
                                    "webhook-signature", List.of(got.header("webhook-signature"))));
        }
    }

    @Test
    void theJsonOfASuccessIsKept() throws Exception {
        Answer answer = answerOf((exchange, got) -> Receiver.text(exchange, 200, "{\"intent\":\"repair\"}"));

        assertThat(answer.body()).asString(UTF_8).isEqualTo("{\"intent\":\"repair\"}");
    }

    @Test
    void whatIsNoJsonOrTooLongIsNotKept() throws Exception {
        String longest = "\"" + "x".repeat((16 << 10) - 2) + "\"";

        assertThat(answerOf((exchange, got) -> Receiver.text(exchange, 200, longest))
                        .body())
                .hasSize(16 << 10);
        assertThat(answerOf((exchange, got) -> Receiver.text(exchange, 200, longest + " "))
                        .body())
                .isNull();
        assertThat(answerOf((exchange, got) -> Receiver.text(exchange, 200, "OK"))
                        .body())
                .isNull();
        assertThat(answerOf((exchange, got) -> Receiver.text(exchange, 200, "{\"a\":1} {"))
                        .body())
                .isNull();
    }

    @Test
    void anEndlessAnswerIsCutOffAndCountsByItsStatus() throws Exception {
        AtomicInteger chunks = new AtomicInteger();
        Answer answer = answerOf((exchange, got) -> {
            exchange.sendResponseHeaders(200, 0);
            while (true) {
                exchange.getResponseBody().write(new byte[16 << 10]);
                chunks.incrementAndGet();
            }
        });

        assertThat(answer.meaning()).isEqualTo(AnswerClass.DELIVERED);
        assertThat(answer.body()).isNull();
        assertThat(chunks.get() * 16 / 1024)
                .as("MiB taken by us and the sockets' buffers")
                .isLessThan(32);
    }

    @Test
    void anAnswerThatBreaksOffAfterASuccessIsASuccess() throws Exception {
        Answer answer = answerOfBare(
                new AtomicInteger(), (socket, out) -> write(out, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"));

        assertThat(answer.meaning()).isEqualTo(AnswerClass.DELIVERED);
        assertThat(answer.body()).isNull();
    }

    @Test
    void aReceiverThatStaysSilentTimesOut() throws Exception {
        Answer answer = answerOfBare(
                new AtomicInteger(), (socket, out) -> socket.getInputStream().read());

        assertThat(answer.meaning()).isEqualTo(AnswerClass.TIMEOUT);
        assertThat(answer.status()).isZero();
        assertThat(answer.detail()).startsWith("webhook nlu (http://127.0.0.1:").contains("timeout");
    }

    @Test
    void aResetIsAFailureAndTriedOnceOnly() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        Answer answer = answerOfBare(connections, (socket, out) -> socket.setSoLinger(true, 0));

        assertThat(answer.meaning()).isEqualTo(AnswerClass.FAILURE);
        assertThat(answer.detail()).doesNotContain("hidden");
        assertThat(connections).hasValue(1);
    }

    @Test
    void nobodyThereIsAFailure() throws Exception {
        int port;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
        }

        Answer answer = post(URI.create("http://127.0.0.1:" + port + "/final?key=hidden"));

        assertThat(answer.meaning()).isEqualTo(AnswerClass.FAILURE);
        assertThat(answer.detail()).contains("webhook nlu").doesNotContain("hidden");
    }

    @Test
    void aRedirectIsNotFollowedAndSaysWhereTo() throws Exception {
        try (Receiver other = new Receiver(Receiver.status(200));
                Receiver receiver = new Receiver(
                        Receiver.status(307, "Location", other.url().toString()))) {
            Answer answer = post(receiver.url());

            assertThat(answer.meaning()).isEqualTo(AnswerClass.TARGET_FAULT);
            assertThat(answer.detail())
                    .contains("redirecting to " + Target.withoutSecrets(other.url()))
                    .doesNotContain("hidden");
            assertThat(other.got()).isEmpty();
        }
    }

    @Test
    void aCallToRetryAtOnceIsNotObeyedSilently() throws Exception {
        try (Receiver receiver = new Receiver(Receiver.status(503, "Retry-After", "0"))) {
            Answer answer = post(receiver.url());

            assertThat(answer.meaning()).isEqualTo(AnswerClass.OVERLOAD);
            assertThat(answer.retryAfter()).isEqualTo(Duration.ZERO);
            assertThat(receiver.got()).hasSize(1);
        }
    }

    @Test
    void aNameThatMeansTheMetadataAddressIsNotConnectedTo() throws Exception {
        InetAddress metadata = InetAddress.getByName("169.254.169.254");

        Answer answer = post(URI.create("http://nlu.example.com/final?key=hidden"), host -> List.of(metadata));

        assertThat(answer.meaning()).isEqualTo(AnswerClass.TARGET_FAULT);
        assertThat(answer.detail())
                .contains("nlu.example.com means 169.254.169.254")
                .contains("webhook nlu")
                .doesNotContain("hidden");
    }

    @Test
    void aLiteralMetadataAddressIsNotConnectedToThoughNoNameIsAsked() {
        Answer answer = post(URI.create("http://169.254.169.254/latest"), host -> {
            throw new AssertionError("asked for " + host);
        });

        assertThat(answer.meaning()).isEqualTo(AnswerClass.TARGET_FAULT);
        assertThat(answer.detail()).contains("169.254.169.254: a link-local, metadata");
    }

    @Test
    void aNameIsConnectedToTheAddressThatWasChecked() throws Exception {
        try (Receiver receiver = new Receiver(Receiver.status(200))) {
            URI named = URI.create("http://nlu.example.com:" + receiver.url().getPort() + "/final");

            Answer answer = post(named, host -> List.of(InetAddress.getLoopbackAddress()));

            assertThat(answer.meaning()).isEqualTo(AnswerClass.DELIVERED);
            assertThat(receiver.got().get(0).header("host")).startsWith("nlu.example.com:");
        }
    }
}
