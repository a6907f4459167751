package io.sidetone.call;

/**
 * Tells a stream's frames that were spoken while the call was paused from all others. Stream's loop only.
 *
 * <p>From the pause on nothing passes, however old it is: better a syllable too few than a digit too many.
 * After it, frames that were held up on their way are still those of the pause, and are known by their
 * media time: a frame belongs to the pause if it would have come before its end, had it come as promptly as
 * the promptest one since the pause began.
 */
final class PauseFilter {
    /** Held-up frames are looked for so long after a pause; timestamps that stand still must not keep it on for ever. */
    static final long STRAGGLERS_MS = 10_000;

    private static final long NEVER = Long.MIN_VALUE;

    private boolean on;
    private long resumedAtMs = NEVER; // call time, while stragglers may come
    private long delayMs; // from a frame's end to its arrival: of the newest frame, or the least since the pause

    PauseFilter(boolean on) {
        this.on = on;
    }

    boolean isOn() {
        return on;
    }

    void pause() {
        on = true;
        resumedAtMs = NEVER;
    }

    /** @param nowMs call time of the present */
    void resume(long nowMs) {
        on = false;
        resumedAtMs = nowMs;
    }

    /**
     * Whether a frame is to be dropped.
     *
     * @param callTimeMs call time of its first sample
     * @param arrivalMs call time of its arrival
     */
    boolean holdsBack(long callTimeMs, long durationMs, long arrivalMs) {
        long itsDelayMs = arrivalMs - callTimeMs - durationMs;
        if (!on && resumedAtMs == NEVER) {
            delayMs = itsDelayMs;
            return false;
        }
        delayMs = Math.min(delayMs, itsDelayMs);
        if (!on && arrivalMs - resumedAtMs > STRAGGLERS_MS) {
            resumedAtMs = NEVER;
        }
        return on || callTimeMs + durationMs + delayMs < resumedAtMs;
    }
}
