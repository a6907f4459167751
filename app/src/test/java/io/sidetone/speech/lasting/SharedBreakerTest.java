package io.sidetone.speech.lasting;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sidetone.speech.AudioFormat;
import io.sidetone.speech.SpeechLeg;
import io.sidetone.speech.SpeechOptions;
import io.sidetone.speech.SpeechSession;
import io.sidetone.speech.TestLoop;
import io.sidetone.speech.Ticks;
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

    @AfterEach
    void end() {
        time.close();
    }

    @Test
    void aProbeWhoseLegEndsMakesRoomForTheNext() {
        SpeechSession first = leg("s_1");
        first.connect();
        while (vendor.connections.size() < Breaker.FAILURES_TO_OPEN) {
            vendor.latest().breaks(LastingWorld.DOWN);
            until(vendor.connections.size() + 1);
        }
        vendor.latest().breaks(LastingWorld.DOWN); // now it is open
        until(Breaker.FAILURES_TO_OPEN + 1);
        first.cancel(); // as the probe is under way
        leg("s_2").connect();
        until(Breaker.FAILURES_TO_OPEN + 2);

        assertThat(vendor.connections).hasSize(Breaker.FAILURES_TO_OPEN + 2);
        assertThat(vendor.latest().wanted).isTrue();
    }

    private void until(int connections) {
        for (int i = 0; i < 60 && vendor.connections.size() < connections; i++) {
            time.advance(1_000);
        }
    }

    private SpeechSession leg(String callId) {
        return speech.open(
                new SpeechLeg(callId, "inbound", "caller", SpeechOptions.DEFAULTS, time.loop()),
                AudioFormat.MULAW_8K,
                event -> {});
    }
}
