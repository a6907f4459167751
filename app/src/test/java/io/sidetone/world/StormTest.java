package io.sidetone.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Neither an outage nor a limit on streams becomes a storm of handshakes, and no call loses a word by them. */
class StormTest {
    private static final int AT_ONCE = 20; // speech.attempts-at-once
    private static final int PER_SECOND = 20; // speech.attempts-per-second
    private static final int STREAMS = 15;
    private static final Spoken SPOKEN = Spoken.once("compressor", 39_000);
    private static final Storm.Plan PLAN = new Storm.Plan(30, SPOKEN, 11_000, 10_000, 8_000, STREAMS);

    @Test
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    void anOutageOfEverythingIsNoStormAndNoWordIsLost(@TempDir Path data) throws IOException {
        try (World world = Storm.world(data, Map.of())) {
            Storm storm = Storm.rage(world, PLAN);

            long probes = PLAN.outageMs() / 1_000 + 1;
            assertThat((long) storm.handshakesInOutage())
                    .as("handshakes in the outage: those at once, then one a second")
                    .isBetween(2L, AT_ONCE + probes);
            assertThat(storm.mostPerFiveSecondsAfter())
                    .as("handshakes in any five seconds after it")
                    .isBetween(STREAMS, 5 * PER_SECOND + PER_SECOND);
            assertThat(storm.streaming()).as("legs that stream again").isEqualTo(STREAMS);
            assertThat(storm.requestsAfter()).as("pieces of the others").isGreaterThanOrEqualTo(60 - STREAMS);
            SoftAssertions all = new SoftAssertions();
            for (TroubledCall call : storm.calls()) {
                all.assertThatCode(call::hasEveryWordOnce).as(call.name()).doesNotThrowAnyException();
            }
            all.assertAll();
        }
    }
}
