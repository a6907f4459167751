package io.sidetone.sim.deepgram;

/**
 * Holds audio against wall time: a bucket that fills at the allowed pace and is emptied by audio.
 * Its size is the allowance, so time without audio cannot be saved up.
 */
final class PaceWatch {
    private final double pace;
    private final long allowanceNanos;
    private long bucketNanos;
    private long lastNanos;
    private boolean started;
    private boolean tooFast;

    PaceWatch(Strictness strictness) {
        this.pace = strictness.pace();
        this.allowanceNanos = strictness.paceAllowance().toNanos();
        this.bucketNanos = allowanceNanos;
    }

    double pace() {
        return pace;
    }

    /** Returns whether a stretch that is too fast begins here. */
    boolean hear(long audioNanos, long nanos) {
        if (started) {
            bucketNanos = Math.min(allowanceNanos, bucketNanos + (long) (pace * (nanos - lastNanos)));
        }
        started = true;
        lastNanos = nanos;
        bucketNanos -= audioNanos;
        boolean wasTooFast = tooFast;
        tooFast = bucketNanos < 0;
        bucketNanos = Math.max(bucketNanos, -allowanceNanos);
        return tooFast && !wasTooFast;
    }
}
