package io.sidetone.speech.lasting;

/**
 * How far a leg's audio is ahead of the clock: it comes in bursts after the phone's network stood still, or faster than
 * it was spoken. A vendor is not to blame for what has only just come. Confined to the leg's loop.
 */
final class Arrivals {
    private long aheadMs;
    private long atMs; // loop clock

    /** So much audio came. */
    void came(long audioMs, long nowMs) {
        aheadMs = aheadMs(nowMs) + audioMs;
        atMs = nowMs;
    }

    /** Audio of late that the clock has not caught up with yet, in milliseconds. */
    long aheadMs(long nowMs) {
        return Math.max(0, aheadMs - (nowMs - atMs));
    }
}
