package io.sidetone.dashboard;

/**
 * Whether what a viewer has is old. Unlike {@link Pace}, which asks whether it reads, this asks what it lacks: who reads
 * a little all the time may never stop and be minutes late all the same. Writer thread only.
 */
final class Lag {
    /** What is to be told. */
    enum Change {
        NONE,
        LAGGING,
        CAUGHT_UP
    }

    private boolean told;
    private long levelNanos; // when it last had everything

    Lag(long nowNanos) {
        levelNanos = nowNanos;
    }

    /**
     * Notes how old the oldest event is that the viewer lacks; 0 if it has all. A replay brings old events to somebody
     * who is not slow, so it must also have lacked something for a while.
     */
    Change observe(long behindNanos, long nowNanos) {
        if (behindNanos == 0) {
            levelNanos = nowNanos;
            Change change = told ? Change.CAUGHT_UP : Change.NONE;
            told = false;
            return change;
        }
        long limit = FeedLimits.LAGGING.toNanos();
        if (told || behindNanos < limit || nowNanos - levelNanos < limit) {
            return Change.NONE;
        }
        told = true;
        return Change.LAGGING;
    }
}
