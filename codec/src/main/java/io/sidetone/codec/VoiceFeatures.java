package io.sidetone.codec;

import java.util.Arrays;

/**
 * What the voice detector looks at: the last 40 ms, brought down to 4 kHz with hum taken out.
 *
 * <p>4 kHz keeps the pitch and the two lower formants, which is where voices differ from noise and
 * from tones, and costs a quarter of the work.
 */
final class VoiceFeatures {

    private static final int RATE_HZ = 4_000;
    /** What periodicity and prediction are measured over: 20 ms. */
    private static final int SPAN = RATE_HZ / 50;

    private static final int SHORTEST_PITCH = RATE_HZ / 400;
    private static final int LONGEST_PITCH = RATE_HZ / 70;
    private static final int HISTORY = SPAN + LONGEST_PITCH;
    /** Two sines, as in dial tones and DTMF, are predictable from the four samples before. */
    private static final int ORDER = 4;
    /** Second-order Butterworth high-pass at 150 Hz: 19 dB down at 50 Hz, 16 dB at 60 Hz. */
    private static final double[] HIGH_PASS = highPass(150);

    private static final double GAIN = HIGH_PASS[0];
    private static final double FEEDBACK = HIGH_PASS[1];
    private static final double OLDER_FEEDBACK = HIGH_PASS[2];

    private static final double FULL_SCALE = 32768.0 * 32768.0;
    /** One step of a 16-bit sample; keeps logarithms and quotients finite in digital silence. */
    private static final double TINY = 1.0;

    private final int decimation;
    private final int hop;
    private final double[] history = new double[HISTORY];
    private final double[] moments = new double[(ORDER + 1) * (ORDER + 1)];
    private double lastIn;
    private double lastButOneIn;
    private double lastOut;
    private double lastButOneOut;
    private double levelDb;

    VoiceFeatures(int rateHz, int frameMs) {
        this.decimation = rateHz / RATE_HZ;
        this.hop = RATE_HZ / 1000 * frameMs;
    }

    void take(short[] frame, int position) {
        double[] samples = history;
        System.arraycopy(samples, hop, samples, 0, HISTORY - hop);
        double in1 = lastIn; // the filter's state, held here while the loop runs
        double in2 = lastButOneIn;
        double out1 = lastOut;
        double out2 = lastButOneOut;
        double energy = 0;
        int from = position;
        for (int i = HISTORY - hop; i < HISTORY; i++) {
            int sum = 0;
            for (int end = from + decimation; from < end; from++) {
                sum += frame[from];
            }
            double in = (double) sum / decimation;
            double out = GAIN * (in - 2 * in1 + in2) - FEEDBACK * out1 - OLDER_FEEDBACK * out2;
            in2 = in1;
            in1 = in;
            out2 = out1;
            out1 = out;
            samples[i] = out;
            energy += out * out;
        }
        lastIn = in1;
        lastButOneIn = in2;
        lastOut = out1;
        lastButOneOut = out2;
        levelDb = 10 * Math.log10((energy / hop + TINY) / FULL_SCALE);
    }

    /** RMS of the last frame between 150 Hz and 2 kHz, in dB below full scale. */
    double levelDb() {
        return levelDb;
    }

    /** How alike the last 20 ms are to what stood one pitch period earlier, at the best pitch: up to 1. */
    double periodicity() {
        double best = 0;
        double energy = energy(HISTORY - SPAN);
        double earlier = energy(HISTORY - SPAN - SHORTEST_PITCH + 1);
        for (int lag = SHORTEST_PITCH; lag <= LONGEST_PITCH; lag++) {
            double in = history[HISTORY - SPAN - lag];
            double out = history[HISTORY - lag];
            earlier += in * in - out * out;
            double alike = product(lag) / Math.sqrt((energy + TINY) * (earlier + TINY));
            best = Math.max(best, alike);
        }
        return best;
    }

    /**
     * How well four samples foretell the next over the last 20 ms, in dB: about 10 to 20 for vowels, 30
     * and more for one or two steady tones. The covariance method, as that one needs no window and so
     * sees a tone as what it is.
     */
    double predictionGainDb() {
        int from = HISTORY - SPAN + ORDER;
        for (int i = 0; i <= ORDER; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int n = from; n < HISTORY; n++) {
                    sum += history[n - i] * history[n - j];
                }
                moments[i * (ORDER + 1) + j] = sum;
            }
        }
        double total = moments[0];
        return 10 * Math.log10((total + TINY) / (residual() + TINY));
    }

    void reset() {
        Arrays.fill(history, 0);
        lastIn = 0;
        lastButOneIn = 0;
        lastOut = 0;
        lastButOneOut = 0;
        levelDb = 0;
    }

    /**
     * What remains of moment 0,0 once the others are eliminated, the last one first: the pivots of a
     * Cholesky decomposition read backwards.
     */
    private double residual() {
        int width = ORDER + 1;
        for (int pivot = ORDER; pivot > 0; pivot--) {
            double divisor = moments[pivot * width + pivot];
            if (divisor < TINY) {
                continue;
            }
            for (int i = 0; i < pivot; i++) {
                double factor = moments[pivot * width + i] / divisor;
                for (int j = 0; j <= i; j++) {
                    moments[i * width + j] -= factor * moments[pivot * width + j];
                }
            }
        }
        return Math.max(0, moments[0]);
    }

    private double product(int lag) {
        double sum = 0;
        for (int n = HISTORY - SPAN; n < HISTORY; n++) {
            sum += history[n] * history[n - lag];
        }
        return sum;
    }

    private double energy(int from) {
        double sum = 0;
        for (int n = from; n < from + SPAN; n++) {
            sum += history[n] * history[n];
        }
        return sum;
    }

    private static double[] highPass(double hz) {
        double k = Math.tan(Math.PI * hz / RATE_HZ);
        double norm = 1 / (1 + Math.sqrt(2) * k + k * k);
        return new double[] {norm, 2 * (k * k - 1) * norm, (1 - Math.sqrt(2) * k + k * k) * norm};
    }
}
