package io.sidetone.speech.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Patience of 8 s, a ping every 4 s, open since 1,000. */
class WatchTest {
    private static final long OPENED = 1_000;

    private final Watch watch = new Watch(Duration.ofSeconds(8), Duration.ofSeconds(4), OPENED);
    private long nowMs = OPENED;
    private long heardAtMs = OPENED;
    private boolean waiting;
    private int pings;

    @Test
    void somethingThatWaitsMustGoOut() {
        waiting = true;
        assertThat(until(8_999, true)).isNull();
        assertThat(until(9_000, true)).contains("taken nothing");
        watch.wrote(nowMs);
        assertThat(until(16_999, true)).isNull();
        waiting = false;
        assertThat(until(60_000, true)).isNull();
    }

    @Test
    void audioAndTimeMustBothHavePassedWithoutAResult() {
        watch.sent(8_000); // at once, as when catching up
        assertThat(until(8_980, true)).isNull();
        watch.settleUp(nowMs);
        watch.sent(7_999);
        assertThat(until(60_000, true)).isNull();
        watch.sent(1);
        assertThat(until(60_020, true)).contains("no result");
    }

    @Test
    void aPingMustBeAnswered() {
        assertThat(until(12_980, false)).isNull();
        assertThat(pings).isEqualTo(1); // at 5,000
        assertThat(until(13_000, false)).contains("answer to a ping");
    }

    @Test
    void pingsFollowEachOtherWhileTheyAreAnswered() {
        assertThat(until(21_000, true)).isNull();
        assertThat(pings).isEqualTo(5);
    }

    @Test
    void timeInWhichOurOwnLoopWasHeldUpDoesNotCount() {
        waiting = true;
        watch.sent(9_000);
        assertThat(until(6_000, false)).isNull();
        nowMs += 30_000;
        assertThat(look()).isNull();
        assertThat(until(38_980, false)).isNull();
        assertThat(until(39_000, false)).contains("taken nothing");
        assertThat(pings).isEqualTo(1);
    }

    /** Ticks until then, and says what is wrong at the end. */
    private @Nullable String until(long ms, boolean heard) {
        String problem = null;
        while (nowMs < ms) {
            nowMs = Math.min(ms, nowMs + 20);
            problem = look();
            if (heard) {
                heardAtMs = nowMs;
            }
        }
        return problem;
    }

    private @Nullable String look() {
        if (watch.asks(nowMs, heardAtMs)) {
            pings++;
        }
        return watch.problem(nowMs, waiting, heardAtMs);
    }
}
