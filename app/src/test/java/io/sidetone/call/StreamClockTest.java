package io.sidetone.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class StreamClockTest {
    private static final long FRAME_MS = 20;

    @Test
    void aFrameBelongsWhereItWasSpoken() {
        StreamClock clock = new StreamClock(0);

        assertThat(clock.callTimeMs(0, FRAME_MS, 25)).isEqualTo(5); // it was over 20 ms after it began
        assertThat(clock.callTimeMs(20, FRAME_MS, 45)).isEqualTo(25);
    }

    @Test
    void theQuickestFrameOfTheFirstSecondSetsTheOffset() {
        StreamClock clock = new StreamClock(0);
        clock.callTimeMs(0, FRAME_MS, 420); // a slow first frame
        clock.callTimeMs(20, FRAME_MS, 430);

        assertThat(clock.callTimeMs(400, FRAME_MS, 460)).isEqualTo(440);
        assertThat(clock.offsetMs()).isEqualTo(40);
    }

    @Test
    void jitterDoesNotAddUp() {
        StreamClock clock = new StreamClock(1_000);
        Random random = new Random(42);
        long last = 0;
        for (long at = 0; at < 60_000; at += FRAME_MS) {
            long arrival = 1_000 + at + FRAME_MS + random.nextInt(60);
            last = clock.callTimeMs(at, FRAME_MS, arrival);
        }

        assertThat(last).isBetween(1_000 + 59_980L, 1_000 + 59_980L + 10);
    }

    @Test
    void aBurstAfterAStallKeepsTheTimesItsFramesCarry() {
        StreamClock clock = new StreamClock(0);
        for (long at = 0; at < 2_000; at += FRAME_MS) {
            clock.callTimeMs(at, FRAME_MS, at + FRAME_MS);
        }
        for (long at = 2_000; at < 4_000; at += FRAME_MS) { // all at once, two seconds late
            assertThat(clock.callTimeMs(at, FRAME_MS, 4_020)).isEqualTo(at);
        }
        assertThat(clock.callTimeMs(4_000, FRAME_MS, 4_020)).isEqualTo(4_000);
    }

    @Test
    void aStreamThatStartsLaterIsPutWhereItStarted() {
        StreamClock clock = new StreamClock(30_000);

        assertThat(clock.callTimeMs(0, FRAME_MS, 30_020)).isEqualTo(30_000);
        assertThat(clock.callTimeMs(500, FRAME_MS, 30_520)).isEqualTo(30_500);
    }

    @Test
    void aSenderFasterThanTimeStaysOnItsOwnTimestamps() {
        StreamClock clock = new StreamClock(100);
        for (long at = 0; at < 60_000; at += FRAME_MS) {
            assertThat(clock.callTimeMs(at, FRAME_MS, 100 + at / 50)).isEqualTo(100 + at);
        }
    }

    @Test
    void theOffsetStandsAfterTheFirstFiveSeconds() {
        StreamClock clock = new StreamClock(0);
        clock.callTimeMs(0, FRAME_MS, 520);
        clock.callTimeMs(5_000, FRAME_MS, 5_519); // the last that counts
        long settled = clock.offsetMs();
        clock.callTimeMs(5_020, FRAME_MS, 5_520); // a millisecond too late to count

        assertThat(settled).isEqualTo(499);
        assertThat(clock.offsetMs()).isEqualTo(499);
    }

    @Test
    void beforeTheFirstFrameTheStreamsStartIsAllThereIs() {
        assertThat(new StreamClock(77).offsetMs()).isEqualTo(77);
    }

    @Test
    void aStreamThatCarriesALegOnDoesNotReachBackIntoItsAudio() {
        StreamClock clock = new StreamClock(100);
        clock.notBefore(5_000);

        assertThat(clock.callTimeMs(0, FRAME_MS, 120)).isEqualTo(5_000);
        assertThat(clock.callTimeMs(20, FRAME_MS, 140)).isEqualTo(5_020);
        clock.notBefore(300);
        assertThat(clock.callTimeMs(40, FRAME_MS, 160))
                .as("nothing is moved back")
                .isEqualTo(5_040);
    }
}
