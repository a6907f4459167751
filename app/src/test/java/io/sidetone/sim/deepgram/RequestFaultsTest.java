package io.sidetone.sim.deepgram;

import static io.sidetone.sim.deepgram.Speech.samples;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidetone.codec.Wav;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pre-recorded requests that do not get what they should. */
class RequestFaultsTest {
    private static final Track COUNT = Speech.track("count", "|500 One two three four. |800 Five six.", 1);
    private static final byte[] WAV = Wav.ofSamples(8_000, samples(COUNT)).toBytes();
    private static final String TEXT = "One two three four. Five six.";

    private final CopyOnWriteArrayList<RecordedRequest> logged = new CopyOnWriteArrayList<>();
    private DeepgramEmulator emulator;

    @BeforeEach
    void start() throws IOException {
        emulator = DeepgramEmulator.start(EmulatorOptions.of(Speech.library(COUNT), InstantSource.fixed(Instant.EPOCH))
                .withLog(new EmulatorLog() {
                    @Override
                    public void requested(RecordedRequest request) {
                        logged.add(request);
                    }
                }));
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void refusesByStatusWithRetryAfter() {
        emulator.requestFaults(Faults.none().with(new Fault.Refuse(503, Duration.ofSeconds(7)), Scope.next(1)));

        HttpResponse<String> refused = post("");

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("retry-after")).hasValue("7");
        assertThat(TestPost.transcript(post(""))).isEqualTo(TEXT);
        assertThat(logged).extracting(request -> request.status().orElse(0)).containsExactly(503, 200);
    }

    @Test
    void scopesMeanRequestsHere() {
        emulator.requestFaults(Faults.none()
                .with(new Fault.Refuse(500), Scope.extra("leg", "l2"))
                .with(new Fault.Refuse(502), Scope.reconnects()));

        assertThat(post("&extra=leg:l1").statusCode()).isEqualTo(200);
        assertThat(post("&extra=leg:l2").statusCode()).isEqualTo(500);
        assertThat(post("&extra=leg:l1").statusCode()).isEqualTo(502);
    }

    @Test
    void answersLate() {
        emulator.requestFaults(Faults.of(new Fault.LateAnswer(Duration.ofMillis(1))));

        assertThat(TestPost.transcript(post(""))).isEqualTo(TEXT);
    }

    @Test
    void holdsALateAnswerBackUntilItsTime() {
        emulator.requestFaults(Faults.none().with(new Fault.LateAnswer(Duration.ofHours(1)), Scope.next(1)));
        var late = TestPost.later(emulator, TestPost.QUERY + "&extra=leg:late", WAV);
        until("late");

        assertThat(TestPost.transcript(post(""))).isEqualTo(TEXT);
        assertThat(late).isNotDone();
        assertThat(emulator.requests().get(0).status()).isEmpty();
    }

    @Test
    void neverAnswersAndCountsTheRequestUntilTheClientGoes() throws IOException {
        emulator.requestFaults(Faults.none()
                .with(new Fault.NoAnswer(), Scope.extra("leg", "unlucky"))
                .with(new Fault.ConcurrencyLimit(1), Scope.all()));
        RecordedRequest unlucky;
        try (Socket waiting = TestPost.onASocket(emulator, TestPost.QUERY + "&extra=leg:unlucky", WAV)) {
            unlucky = until("unlucky");

            assertThat(post("").statusCode()).isEqualTo(429);
            assertThat(waiting.isConnected()).isTrue();
            assertThat(unlucky.status()).isEmpty();
            assertThat(emulator.openRequests()).isEqualTo(1);
        }
        unlucky.done().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
        assertThat(unlucky.status()).isEmpty();
        assertThat(unlucky.ended()).isPresent();
        assertThat(post("").statusCode()).isEqualTo(200);
        assertThat(emulator.openRequests()).isZero();
    }

    @Test
    void breaksOffInTheMiddleOfTheAnswer() {
        emulator.requestFaults(Faults.none().with(new Fault.BrokenAnswer(), Scope.next(1)));

        assertThatThrownBy(() -> post(""))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IOException.class);
        assertThat(TestPost.transcript(post(""))).isEqualTo(TEXT);
    }

    @Test
    void answersGarbage() {
        emulator.requestFaults(Faults.of(new Fault.GarbageAnswer()));

        HttpResponse<String> answer = post("");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(TestClient.parse(answer.body()).path("type").asText()).isEqualTo("not JSON");
    }

    @Test
    void jitterAndOtherCasingReachPiecesToo() {
        emulator.requestFaults(Faults.of(new Fault.JitteredTimes(Duration.ofMillis(80)), Fault.Quirk.OTHER_BORDERS));

        HttpResponse<String> answer = post("");

        assertThat(TestPost.transcript(answer)).isEqualTo("one two three four five six");
        double two = TestPost.heard(answer).at("/words/1/start").asDouble();
        assertThat(two).isBetween(0.82, 0.98).isNotEqualTo(0.9);
    }

    @Test
    void faultsOfStreamsAndOfRequestsDoNotMeetTheOthers() {
        emulator.requestFaults(Faults.of(new Fault.Refuse(503)));
        TestClient.connect(emulator, TestClient.QUERY).finish();

        emulator.requestFaults(Faults.none());
        emulator.faults(Faults.of(new Fault.Refuse(503)));
        assertThat(post("").statusCode()).isEqualTo(200);

        assertThatThrownBy(() -> emulator.requestFaults(Faults.of(new Fault.Freeze(Moment.atOpen()))))
                .hasMessageContaining("cannot befall a pre-recorded request");
        assertThatThrownBy(() -> emulator.faults(Faults.of(new Fault.NoAnswer())))
                .hasMessageContaining("cannot befall a stream");
    }

    private HttpResponse<String> post(String more) {
        return TestPost.later(emulator, TestPost.QUERY + more, WAV).join();
    }

    /** Waits for a request to have come: the emulator's own loop tells. */
    private RecordedRequest until(String leg) {
        while (true) {
            for (RecordedRequest request : emulator.requests()) {
                if (leg.equals(request.extras().get("leg")) && emulator.openRequests() > 0) {
                    return request;
                }
            }
            Thread.onSpinWait();
        }
    }
}
