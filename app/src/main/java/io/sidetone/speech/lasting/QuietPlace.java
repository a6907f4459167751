package io.sidetone.speech.lasting;

import io.sidetone.codec.MuLaw;

/** Finds where speech can be cut with the least harm: in the middle of the quietest fifth of a second. */
final class QuietPlace {
    private static final int STEP_MS = 20;
    private static final int WINDOW_STEPS = 10;

    private QuietPlace() {}

    /**
     * The quietest place between two call times; the newest of several that are equal.
     *
     * @return call time; {@code toMs} if there is too little audio to choose
     */
    static long between(KeptAudio kept, long fromMs, long toMs) {
        int steps = (int) Math.max(0, (toMs - fromMs) / STEP_MS);
        long[] loudness = new long[steps];
        kept.forEach(fromMs, toMs, (audio, from, length, atMs) -> {
            for (int i = 0; i < length; i++) {
                int step = (int) ((atMs - fromMs + i / KeptAudio.BYTES_PER_MS) / STEP_MS);
                if (step >= 0 && step < steps) {
                    loudness[step] += Math.abs(MuLaw.decode(audio[from + i]));
                }
            }
        });
        return steps <= WINDOW_STEPS ? toMs : fromMs + (long) quietest(loudness) * STEP_MS;
    }

    /** The step in the middle of the quietest window. */
    private static int quietest(long[] loudness) {
        long sum = 0;
        long least = Long.MAX_VALUE;
        int end = 0;
        for (int i = 0; i < loudness.length; i++) {
            sum += loudness[i] - (i >= WINDOW_STEPS ? loudness[i - WINDOW_STEPS] : 0);
            if (i >= WINDOW_STEPS - 1 && sum <= least) {
                least = sum;
                end = i;
            }
        }
        return end - WINDOW_STEPS / 2;
    }
}
