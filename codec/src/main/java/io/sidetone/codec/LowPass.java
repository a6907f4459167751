package io.sidetone.codec;

/** The resampler's filter: a sinc under a Kaiser window, cut into its phases. */
final class LowPass {

    /** Samples of the lower rate on each side of the middle. */
    private static final int REACH = 40;
    /** Share of the lower rate: the middle of the slope, 3.75 kHz at 8 kHz. */
    private static final double CUTOFF = 0.469;
    /** Kaiser's rule for 80 dB; the slope is then about 0.0625 of the lower rate wide. */
    private static final double BETA = 0.1102 * (80 - 8.7);

    private LowPass() {}

    /**
     * The filter for one pair of rates.
     *
     * @param up how many outputs each input gives; 1 if {@code down} is not
     * @param down how many inputs each output takes; 1 if {@code up} is not
     * @return for each of the {@code up} outputs the taps over the inputs, oldest first; each adds up to 1,
     *     so that a steady level stays as it is
     */
    static float[][] phases(int up, int down) {
        double[] prototype = prototype(REACH * up * down, up * down);
        float[][] phases = new float[up][];
        for (int phase = 0; phase < up; phase++) {
            phases[phase] = phase(prototype, phase, up);
        }
        return phases;
    }

    private static float[] phase(double[] prototype, int phase, int up) {
        int taps = (prototype.length - 1) / up + 1;
        double[] oldestFirst = new double[taps];
        double sum = 0;
        for (int i = 0; i < taps; i++) {
            int k = phase + (taps - 1 - i) * up;
            oldestFirst[i] = k < prototype.length ? prototype[k] : 0;
            sum += oldestFirst[i];
        }
        float[] normal = new float[taps];
        for (int i = 0; i < taps; i++) {
            normal[i] = (float) (oldestFirst[i] / sum);
        }
        return normal;
    }

    private static double[] prototype(int half, int ratio) {
        double[] taps = new double[2 * half + 1];
        for (int i = 0; i < taps.length; i++) {
            double offset = i - half;
            double edge = offset / half;
            taps[i] = sinc(2 * CUTOFF * offset / ratio) * bessel(BETA * Math.sqrt(1 - edge * edge));
        }
        return taps;
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }

    /** The modified Bessel function of the first kind and order zero, by its series. */
    private static double bessel(double x) {
        double sum = 1;
        double term = 1;
        for (int k = 1; term > 1e-12 * sum; k++) {
            term *= (x / (2 * k)) * (x / (2 * k));
            sum += term;
        }
        return sum;
    }
}
