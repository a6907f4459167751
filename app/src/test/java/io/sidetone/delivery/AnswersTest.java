package io.sidetone.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sidetone.redaction.Redactor;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import okhttp3.Dns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a target's options and answers mean, over real sockets. */
@Timeout(30)
class AnswersTest {
    private InstantSource clock = InstantSource.system();

    private static Target target(URI url, boolean conflictIsDelivered) {
        return new Target(
                "nlu",
                url,
                Fixture.target("nlu", url).secrets(),
                Filter.ofTypes(Set.of()),
                Set.of(),
                RetrySchedule.DEFAULT,
                Duration.ofSeconds(5),
                4,
                List.of(),
                conflictIsDelivered,
                Redactor.OFF);
    }

    private Sender sender(Target target, Dns dns) {
        return new Sender(
                target,
                new Surroundings(
                        clock,
                        System::nanoTime,
                        (delay, thread, task) -> () -> {},
                        new Random(1),
                        dns,
                        Proxy.NO_PROXY,
                        new SimpleMeterRegistry(),
                        "1.2.3",
                        DeliveryLimits.DEFAULT));
    }

    private static Answer post(Sender sender) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        sender.post(new Attempt("s_1", "msg_1", 1, "{}".getBytes(UTF_8)), answer::complete);
        return answer.join();
    }

    private Answer answerOf(Receiver.Manner manner, boolean conflictIsDelivered) throws Exception {
        try (Receiver receiver = new Receiver(manner);
                Sender sender = sender(target(receiver.url(), conflictIsDelivered), Dns.SYSTEM)) {
            return post(sender);
        }
    }

    @ParameterizedTest
    @CsvSource({"503, ABORTED", "422, ABORTED", "302, ABORTED", "200, DELIVERED", "410, GONE"})
    void whoAbortsAMessageNeverWantsItAgain(int status, AnswerClass meaning) throws Exception {
        Answer answer = answerOf(
                (exchange, got) -> {
                    exchange.getResponseHeaders().add("webhook-delivery", "abort-message");
                    exchange.sendResponseHeaders(status, -1);
                },
                false);

        assertThat(answer.meaning()).isEqualTo(meaning);
    }

    @Test
    void aConflictIsADeliveryOnlyWhereTheSettingsSaySo() throws Exception {
        assertThat(answerOf(Receiver.status(409), true).meaning()).isEqualTo(AnswerClass.DELIVERED);
        assertThat(answerOf(Receiver.status(409), false).meaning()).isEqualTo(AnswerClass.FAILURE);
    }

    @Test
    void theBeginningOfARefusalIsKeptCutBetweenCharacters() throws Exception {
        String said = "x".repeat(1_023) + "é" + "y".repeat(3_000); // the limit falls into the é
        Answer answer = answerOf((exchange, got) -> Receiver.text(exchange, 422, said), false);

        assertThat(new String(requireNonNull(answer.body()), UTF_8)).isEqualTo("x".repeat(1_023));
        Answer small = answerOf((exchange, got) -> Receiver.text(exchange, 500, "out of memory"), false);
        assertThat(new String(requireNonNull(small.body()), UTF_8)).isEqualTo("out of memory");
    }

    @Test
    void aNameThatMeansAnotherAddressNextTimeIsLookedAtAgain() throws Exception {
        Queue<InetAddress> meanings =
                new ArrayDeque<>(List.of(InetAddress.getLoopbackAddress(), InetAddress.getByName("169.254.169.254")));
        Dns rebinding = host -> List.of(meanings.remove());
        try (Receiver receiver = new Receiver((exchange, got) -> {
            exchange.getResponseHeaders().add("connection", "close");
            exchange.sendResponseHeaders(204, -1);
        })) {
            URI url = URI.create("http://nlu.example.com:" + receiver.url().getPort() + "/");
            try (Sender sender = sender(target(url, false), rebinding)) {
                assertThat(post(sender).meaning()).isEqualTo(AnswerClass.DELIVERED);
                Answer second = post(sender);

                assertThat(second.meaning()).isEqualTo(AnswerClass.TARGET_FAULT);
                assertThat(second.detail()).contains("169.254.169.254");
            }
            assertThat(receiver.await(1)).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "169.254.43518", "[::ffff:a9fe:a9fe]"})
    void theMetadataAddressIsNotReachedHoweverItIsWritten(String host) {
        URI url = URI.create("http://" + host + "/latest/meta-data");
        Target disguised;
        try {
            disguised = target(url, false);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining("webhook nlu"); // no URL at all: refused at the start
            return;
        }
        try (Sender sender = sender(disguised, Dns.SYSTEM)) {
            assertThat(post(sender).meaning()).isEqualTo(AnswerClass.TARGET_FAULT);
        }
    }

    @Test
    void timestampsFollowTheWallClockWhicheverWayItStepsAndLatenciesDoNot() throws Exception {
        Instant[] now = {Instant.parse("2026-01-02T03:04:05Z")};
        clock = () -> now[0];
        try (Receiver receiver = new Receiver((exchange, got) -> {
                    now[0] = now[0].minus(Duration.ofHours(1));
                    exchange.sendResponseHeaders(204, -1);
                });
                Sender sender = sender(target(receiver.url(), false), Dns.SYSTEM)) {
            Answer first = post(sender);
            post(sender);

            assertThat(receiver.await(2))
                    .extracting(got -> got.header("webhook-timestamp"))
                    .containsExactly("1767323045", "1767319445");
            assertThat(first.latencyNanos()).isPositive();
        }
    }
}
