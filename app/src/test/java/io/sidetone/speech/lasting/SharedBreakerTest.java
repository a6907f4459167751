package io.sidetone.speech.lasting;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sidetone.speech.AudioFormat;
import io.sidetone.speech.SpeechLeg;
import io.sidetone.speech.SpeechOptions;
import io.sidetone.speech.SpeechSession;
import io.sidetone.speech.TestLoop;
import io.sidetone.speech.Ticks;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several legs and one vendor in trouble. */
class SharedBreakerTest {
    private final TestLoop time = new TestLoop();
    private final FakeVendor vendor = new FakeVendor("fake");
    private final LastingSpeech speech = new LastingSpeech(
            List.of(vendor.withRepair()),
            LastingRules.DEFAULTS,
            new AudioBudget(1 << 20),
            null,
            new Ticks(),
            new Random(3),
            new SimpleMeterRegistry());

    private final List<SpeechSession> sessions = new ArrayList<>();

    @AfterEach
    void end() {
        time.close();
    }

    @Test
    void aProbeWhoseLegEndsMakesRoomForTheNext() {
        for (int i = 0; i < Breaker.LEGS_TO_OPEN; i++) {
            leg("s_" + i).connect();
            vendor.latest().breaks(LastingWorld.DOWN);
        }
        until(Breaker.LEGS_TO_OPEN + 1); // it is open, and one of them probes
        sessions.forEach(SpeechSession::cancel);
        leg("s_next").connect();
        until(Breaker.LEGS_TO_OPEN + 2);

        assertThat(vendor.connections).hasSize(Breaker.LEGS_TO_OPEN + 2);
        assertThat(vendor.latest().wanted).isTrue();
    }

    private void until(int connections) {
        for (int i = 0; i < 60 && vendor.connections.size() < connections; i++) {
            time.advance(1_000);
        }
    }

    private SpeechSession leg(String callId) {
        SpeechLeg leg = new SpeechLeg(callId, "inbound", "caller", SpeechOptions.DEFAULTS, time.loop());
        SpeechSession session = speech.open(leg, AudioFormat.MULAW_8K, event -> {});
        sessions.add(session);
        return session;
    }
}
