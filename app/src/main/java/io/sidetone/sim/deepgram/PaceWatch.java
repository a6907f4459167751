package io.sidetone.sim.deepgram;

import java.time.Duration;

/**
 * Holds audio against wall time: a bucket that fills at the allowed pace and is emptied by audio.
 * Its size is the allowance, so time without audio cannot be saved up.
 */
public final class PaceWatch {
    private final double pace;
    private final long allowanceNanos;
    private long bucketNanos;
    private long lastNanos;
    private boolean started;
    private boolean tooFast;

    PaceWatch(Strictness strictness) {
        this(strictness.pace(), strictness.paceAllowance());
    }

    /**
     * Starts with the allowance whole.
     *
     * @param pace audio may come this many times as fast as real time
     * @param allowance audio that may come at once, on top of the pace
     */
    public PaceWatch(double pace, Duration allowance) {
        this.pace = pace;
        this.allowanceNanos = allowance.toNanos();
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
    public boolean hear(long audioNanos, long nanos) {
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
