package io.sidetone.sim.deepgram;

/** A polynomial over the last {@link #SAMPLES} samples that moves on by one sample in constant time. */
final class WindowHash {
    /** 40 ms at 8 kHz. */
    static final int SAMPLES = 320;

    private static final long BASE = 0x9E37_79B9_7F4A_7C15L; // odd, so that no power of it is zero
    private static final long BASE_TO_THE_SAMPLES = power();

    private WindowHash() {}

    static long add(long hash, short sample) {
        return hash * BASE + (sample + 0x8001);
    }

    /** Takes the sample out that entered {@link #SAMPLES} samples before the newest. */
    static long remove(long hash, short oldest) {
        return hash - (oldest + 0x8001) * BASE_TO_THE_SAMPLES;
    }

    private static long power() {
        long power = 1;
        for (int i = 0; i < SAMPLES; i++) {
            power *= BASE;
        }
        return power;
    }
}
