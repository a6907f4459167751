package io.sidetone.sim.deepgram;

/**
 * Holds audio against wall time: a bucket that fills at the allowed pace and is emptied by audio.
 * Its size is the allowance, so time without audio cannot be saved up.
 */
final class PaceWatch {
    private final double pace;
    private final double allowanceSeconds;
    private double bucketSeconds;
    private long lastNanos;
    private boolean started;
    private boolean tooFast;

    PaceWatch(Strictness strictness) {
        this.pace = strictness.pace();
        this.allowanceSeconds = strictness.paceAllowance().toNanos() / 1e9;
        this.bucketSeconds = allowanceSeconds;
    }

    /** Returns whether a stretch that is too fast begins here. */
    boolean hear(double audioSeconds, long nanos) {
        if (started) {
            bucketSeconds = Math.min(allowanceSeconds, bucketSeconds + pace * (nanos - lastNanos) / 1e9);
        }
        started = true;
        lastNanos = nanos;
        bucketSeconds -= audioSeconds;
        boolean wasTooFast = tooFast;
        tooFast = bucketSeconds < 0;
        bucketSeconds = Math.max(bucketSeconds, -allowanceSeconds);
        return tooFast && !wasTooFast;
    }
}
