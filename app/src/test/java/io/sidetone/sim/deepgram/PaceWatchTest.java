package io.sidetone.sim.deepgram;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceWatchTest {
    private static final long SECOND = 1_000_000_000L;

    private final PaceWatch pace = new PaceWatch(Strictness.VENDOR);
    private long now = 42 * SECOND;

    @Test
    void realTimeIsNeverTooFast() {
        for (int i = 0; i < 6_000; i++) {
            assertThat(heard(0.02, 20)).isFalse();
        }
    }

    @Test
    void aBacklogMayDrainAtAQuarterMoreThanRealTime() {
        assertThat(heard(1.0, 0)).isFalse();
        for (int i = 0; i < 1_000; i++) {
            assertThat(heard(0.125, 100)).isFalse();
        }
    }

    @Test
    void fasterThanThatIsToldOncePerStretch() {
        int told = 0;
        for (int i = 0; i < 100; i++) {
            told += heard(0.2, 100) ? 1 : 0;
        }
        assertThat(told).isEqualTo(1);

        now += 10 * SECOND;
        for (int i = 0; i < 100; i++) {
            told += heard(0.2, 100) ? 1 : 0;
        }
        assertThat(told).isEqualTo(2);
    }

    @Test
    void theAllowanceIsAllThatMayComeAtOnce() {
        assertThat(heard(1.5, 0)).isFalse();
        assertThat(heard(0.02, 0)).isTrue();
    }

    @Test
    void silenceOnTheLineSavesNothingUp() {
        assertThat(heard(0.02, 0)).isFalse();

        assertThat(heard(1.6, 60_000)).isTrue();
    }

    @Test
    void whatTheServerDidNotReadIsExcusedOnce() {
        pace.excuse(8 * SECOND);

        assertThat(heard(10.0 + 1.5, 0)).isFalse();
        assertThat(heard(0.02, 0)).isTrue();
    }

    private boolean heard(double audioSeconds, long afterMs) {
        now += afterMs * SECOND / 1000;
        return pace.hear(Math.round(audioSeconds * SECOND), now);
    }
}
