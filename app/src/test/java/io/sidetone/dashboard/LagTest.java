package io.sidetone.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LagTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Lag lag = new Lag(0);

    @Test
    void whoReadsALittleAllTheTimeLagsAllTheSameAndIsToldOnce() {
        assertThat(lag.observe(SECOND, SECOND)).isEqualTo(Lag.Change.NONE);
        assertThat(lag.observe(2 * SECOND, 3 * SECOND)).isEqualTo(Lag.Change.LAGGING);
        assertThat(lag.observe(9 * SECOND, 20 * SECOND)).isEqualTo(Lag.Change.NONE);
        assertThat(lag.observe(1, 21 * SECOND)).as("nearly is not all").isEqualTo(Lag.Change.NONE);
        assertThat(lag.observe(0, 22 * SECOND)).isEqualTo(Lag.Change.CAUGHT_UP);
        assertThat(lag.observe(0, 23 * SECOND)).isEqualTo(Lag.Change.NONE);
        assertThat(lag.observe(3 * SECOND, 26 * SECOND)).isEqualTo(Lag.Change.LAGGING);
    }

    @Test
    void aReplayOfOldEventsIsNoLagUntilItHasTakenAWhile() {
        assertThat(lag.observe(0, 100 * SECOND)).isEqualTo(Lag.Change.NONE);
        assertThat(lag.observe(300 * SECOND, 101 * SECOND)).isEqualTo(Lag.Change.NONE);
        assertThat(lag.observe(299 * SECOND, 102 * SECOND)).isEqualTo(Lag.Change.LAGGING);
    }

    @Test
    void whoHasLackedSomethingForLongButNothingOldDoesNotLag() {
        assertThat(lag.observe(2 * SECOND - 1, 60 * SECOND)).isEqualTo(Lag.Change.NONE);
    }
}
