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

    /** The server did not read for a while: what the client sent meanwhile may come at once, on top of the rest. */
    void excuse(long nanosNotRead) {
        bucketNanos += (long) (pace * nanosNotRead);
    }

    /** Returns whether a stretch that is too fast begins here. */
    boolean hear(long audioNanos, long nanos) {
        if (started) {
            long earned = (long) (pace * (nanos - lastNanos));
            bucketNanos = Math.max(bucketNanos, Math.min(allowanceNanos, bucketNanos + earned));
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
