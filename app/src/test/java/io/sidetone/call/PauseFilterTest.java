package io.sidetone.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PauseFilterTest {
    private final PauseFilter pause = new PauseFilter(false);

    @Test
    void everythingPassesWhileThereIsNoPause() {
        assertThat(holdsBack(0, 20)).isFalse();
        assertThat(holdsBack(20, 5_000)).as("late").isFalse();
        assertThat(holdsBack(9_000, 5_020)).as("early").isFalse();
    }

    @Test
    void nothingPassesDuringAPauseHoweverOldItIs() {
        pause.pause();

        assertThat(holdsBack(0, 5_000)).isTrue();
        assertThat(holdsBack(9_000, 5_020)).isTrue();
    }

    @Test
    void whatWasHeldUpOnItsWayIsStillOfThePause() {
        holdsBack(980, 1_000);
        pause.pause();
        assertThat(holdsBack(1_000, 1_020)).isTrue();
        pause.resume(3_000); // and only now comes all the rest, at once

        assertThat(holdsBack(1_020, 3_200)).isTrue();
        assertThat(holdsBack(2_960, 3_200)).isTrue();
        assertThat(holdsBack(2_980, 3_200)).as("its end is the pause's end").isFalse();
        assertThat(holdsBack(3_000, 3_200)).isFalse();
    }

    @Test
    void aStreamWhoseClockRunsSlowLosesNothingAfterAPause() {
        holdsBack(0, 300); // always 280 ms behind the axis
        pause.pause();
        assertThat(holdsBack(20, 320)).isTrue();
        pause.resume(330);

        assertThat(holdsBack(40, 340)).isFalse();
    }

    @Test
    void aStreamThatRunsAheadOfTimeLosesNothingAfterAPause() {
        holdsBack(0, 2);
        pause.pause();
        assertThat(holdsBack(20, 4)).isTrue();
        pause.resume(5);

        assertThat(holdsBack(40, 6)).isFalse();
        assertThat(holdsBack(60, 8)).isFalse();
    }

    @Test
    void aStreamThatOpensDuringAPauseKnowsWhatIsOld() {
        PauseFilter late = new PauseFilter(true);
        late.resume(3_000);

        assertThat(late.holdsBack(1_000, 20, 3_100)).isTrue();
        assertThat(late.holdsBack(3_080, 20, 3_100)).isFalse();
    }

    @Test
    void timestampsThatStandStillDoNotKeepThePauseOnForEver() {
        holdsBack(0, 20);
        pause.pause();
        pause.resume(1_000);

        assertThat(holdsBack(0, 1_000 + PauseFilter.STRAGGLERS_MS)).isTrue();
        assertThat(holdsBack(0, 1_001 + PauseFilter.STRAGGLERS_MS)).isFalse();
    }

    private boolean holdsBack(long callTimeMs, long arrivalMs) {
        return pause.holdsBack(callTimeMs, 20, arrivalMs);
    }
}
