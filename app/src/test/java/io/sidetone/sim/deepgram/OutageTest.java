package io.sidetone.sim.deepgram;

import static io.sidetone.sim.deepgram.Speech.linear16;
import static io.sidetone.sim.deepgram.Speech.samples;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidetone.codec.Wav;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The vendor as a whole, away and back again. */
class OutageTest {
    private static final Track COUNT = Speech.track("count", "|500 One two three four. |800 Five six.", 1);
    private static final byte[] WAV = Wav.ofSamples(8_000, samples(COUNT)).toBytes();

    private DeepgramEmulator emulator;

    @BeforeEach
    void start() throws IOException {
        emulator =
                DeepgramEmulator.start(EmulatorOptions.of(Speech.library(COUNT), InstantSource.fixed(Instant.EPOCH)));
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void refusesHandshakesAndRequestsAlikeUntilItIsOver() {
        emulator.outage(Outage.refusing(503, Duration.ofSeconds(3)));

        assertThat(TestClient.refusedWith(emulator, TestClient.QUERY)).isEqualTo(503);
        HttpResponse<String> refused = post();
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("retry-after")).hasValue("3");

        emulator.outage(Outage.none());
        assertThat(post().statusCode()).isEqualTo(200);
        TestClient.connect(emulator, TestClient.QUERY).finish();
        assertThat(emulator.attempts()).extracting(Attempt::status).containsExactly(503, 101);
        assertThat(emulator.requests())
                .extracting(request -> request.status().orElse(0))
                .containsExactly(503, 200);
    }

    @Test
    void takesConnectionsAndNeverAnswers() throws IOException {
        emulator.outage(Outage.silent());
        String handshake = "GET /v1/listen?" + TestClient.QUERY
                + " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Token secret\r\n\r\n";
        try (Socket stream = new Socket(InetAddress.getLoopbackAddress(), emulator.port());
                Socket piece = TestPost.onASocket(emulator, TestPost.QUERY, WAV)) {
            stream.getOutputStream().write(handshake.getBytes(StandardCharsets.US_ASCII));
            while (emulator.attempts().isEmpty() || emulator.requests().isEmpty()) {
                Thread.onSpinWait();
            }
            emulator.outage(Outage.none());

            assertThat(post().statusCode()).isEqualTo(200); // later on the same loop: what was silent stays so
            for (Socket socket : List.of(stream, piece)) {
                socket.setSoTimeout(1);
                assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            }
        }
        assertThat(emulator.attempts()).extracting(Attempt::status).containsExactly(0);
        assertThat(emulator.streams()).isEmpty();
    }

    @Test
    void hangsUpWithoutAWord() {
        emulator.outage(Outage.hangingUp());

        assertThatThrownBy(() -> TestClient.connect(emulator, TestClient.QUERY))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IOException.class);
        assertThatThrownBy(this::post).hasCauseInstanceOf(IOException.class);
        assertThat(emulator.attempts()).extracting(Attempt::status).contains(0);
    }

    @Test
    void leavesOpenStreamsAloneUnlessItIsToBreakThem() {
        TestClient client = TestClient.connect(emulator, TestClient.QUERY);

        emulator.outage(Outage.silent());
        client.audio(linear16(samples(COUNT))).finish();

        assertThat(client.finalText()).isEqualTo("One two three four. Five six.");
    }

    @Test
    void breaksEveryOpenStreamIfItIsToldTo() {
        TestClient first = TestClient.connect(emulator, TestClient.QUERY);
        TestClient second = TestClient.connect(emulator, TestClient.QUERY);

        emulator.outage(Outage.refusing(503).breaking(new Fault.Close(1012, "", Moment.atOpen())));

        assertThat(first.awaitClose()).isEqualTo(1012);
        assertThat(second.awaitClose()).isEqualTo(1012);
        assertThat(TestClient.refusedWith(emulator, TestClient.QUERY)).isEqualTo(503);
    }

    @Test
    void reachesRequestsThatAreInWork() throws IOException {
        emulator.requestFaults(Faults.of(new Fault.LateAnswer(Duration.ofMillis(1_500))));
        var answer = TestPost.later(emulator, TestPost.QUERY, WAV);
        while (emulator.openRequests() == 0) {
            Thread.onSpinWait();
        }

        emulator.outage(Outage.refusing(500));

        assertThat(answer.join().statusCode()).isEqualTo(500);
    }

    @Test
    void countsEveryHandshakeWithItsTime() {
        emulator.faults(Faults.none().with(new Fault.Refuse(429), Scope.every(2)));
        TestClient.connect(emulator, TestClient.QUERY).finish();
        int refused = TestClient.refusedWith(emulator, TestClient.QUERY + "&extra=leg:l1");
        int unknown = TestClient.refusedWith(emulator, "model=nova-9");

        List<Attempt> attempts = emulator.attempts();

        assertThat(attempts).extracting(Attempt::status).containsExactly(101, refused, unknown);
        assertThat(attempts).extracting(Attempt::nanos).isSorted();
        assertThat(attempts.get(1).parameters().extras()).containsEntry("leg", "l1");
        assertThat(attempts.get(0).requestId())
                .isEqualTo(emulator.streams().get(0).requestId());
    }

    @Test
    void findsTheBusiestStretch() {
        Parameters none = new Parameters(java.util.Map.of());
        List<Attempt> attempts = IntStream.of(0, 900, 1_000, 1_100, 1_899, 1_901, 5_000)
                .mapToObj(ms -> new Attempt(Instant.EPOCH, ms * 1_000_000L, "", none, 101))
                .toList();

        assertThat(Attempt.mostWithin(attempts, Duration.ofSeconds(1))).isEqualTo(4);
        assertThat(Attempt.mostWithin(attempts, Duration.ofMillis(50))).isEqualTo(2);
        assertThat(Attempt.mostWithin(List.of(), Duration.ofSeconds(1))).isZero();
    }

    private HttpResponse<String> post() {
        return TestPost.later(emulator, TestPost.QUERY, WAV).join();
    }
}
