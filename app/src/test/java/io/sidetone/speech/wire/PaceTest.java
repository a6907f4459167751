package io.sidetone.speech.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {

    @Test
    void oneSecondGoesAtOnceAndTheRestFasterThanSpoken() {
        Pace pace = new Pace(1.25, 5_000);
        assertThat(sentAt(pace, 5_000)).isEqualTo(1_000);
        assertThat(sentAt(pace, 5_015)).isZero(); // 18.75 ms of allowance, short of a frame
        assertThat(sentAt(pace, 5_016)).isEqualTo(20);
        int sent = 0;
        for (long ms = 5_020; ms <= 9_016; ms += 4) {
            sent += sentAt(pace, ms);
        }
        assertThat(sent).isEqualTo(5_000); // in the 4 s since
    }

    @Test
    void aPauseDoesNotEarnMoreThanTheBurst() {
        Pace pace = new Pace(1.25, 0);
        sentAt(pace, 0);
        assertThat(sentAt(pace, 60_000)).isEqualTo(1_000);
    }

    @Test
    void zeroMeansNoLimit() {
        Pace pace = new Pace(0, 0);
        for (int i = 0; i < 1_000; i++) {
            assertThat(pace.allows(250, 0)).isTrue();
        }
    }

    /** How many milliseconds of 20 ms frames go out at one moment. */
    private static int sentAt(Pace pace, long nowMs) {
        int sent = 0;
        while (pace.allows(20, nowMs)) {
            sent += 20;
        }
        return sent;
    }
}
