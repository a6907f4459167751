package io.sidetone.sim.deepgram;

/** Where sound counts as loud: a tenth of what a telephone voice peaks at, well over line noise. */
final class Loudness {
    /** Linear samples, out of 32767. */
    static final int LEVEL = 1_000;
    /** Samples judged together. */
    static final int STEP = 80;

    private Loudness() {}

    static int peak(History history, long from, long to) {
        int peak = 0;
        for (long at = from; at < to; at++) {
            peak = Math.max(peak, Math.abs(history.at(at)));
        }
        return peak;
    }

    static boolean isLoud(int peak) {
        return peak >= LEVEL;
    }
}
