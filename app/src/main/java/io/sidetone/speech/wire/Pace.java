package io.sidetone.speech.wire;

/**
 * How fast audio may go out: {@value #BURST_MS} ms at once, and then a multiple of real time. Live
 * audio never notices; audio that waited catches up no faster than the vendor bears.
 */
public final class Pace {
    static final double BURST_MS = 1_000;

    private final double rate; // 0 = no limit
    private double allowanceMs = BURST_MS;
    private long atMs;

    public Pace(double rate, long nowMs) {
        this.rate = rate;
        this.atMs = nowMs;
    }

    /** Spends {@code audioMs} of the allowance and returns true, or returns false if there is not enough. */
    public boolean allows(double audioMs, long nowMs) {
        allowanceMs = Math.min(BURST_MS, allowanceMs + (nowMs - atMs) * rate);
        atMs = nowMs;
        if (rate == 0) {
            return true;
        }
        if (allowanceMs < audioMs) {
            return false;
        }
        allowanceMs -= audioMs;
        return true;
    }
}
