package io.sidetone.codec;

import java.util.Random;

/** Sounds for tests, as 16-bit samples. Levels are RMS in dB below full scale, 32,768. */
final class Signals {

    private Signals() {}

    /** The amplitude that gives a sine this level. */
    static double amplitude(double db) {
        return 32768 * Math.sqrt(2) * Math.pow(10, db / 20);
    }

    /** Tones of equal strength, together at {@code db}. */
    static short[] tones(int rateHz, int ms, double db, double... hz) {
        double each = amplitude(db) / Math.sqrt(hz.length);
        double[] sum = new double[samples(rateHz, ms)];
        for (double frequency : hz) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += each * Math.sin(2 * Math.PI * frequency * i / rateHz);
            }
        }
        return rounded(sum);
    }

    static short[] whiteNoise(int rateHz, int ms, double db, long seed) {
        Random random = new Random(seed);
        double[] noise = new double[samples(rateHz, ms)];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = random.nextGaussian();
        }
        return rounded(atLevel(noise, db));
    }

    /** Falls by about 3 dB with each octave: Kellet's sum of one-pole filters. */
    static short[] pinkNoise(int rateHz, int ms, double db, long seed) {
        Random random = new Random(seed);
        double[] noise = new double[samples(rateHz, ms)];
        double slow = 0;
        double middle = 0;
        double fast = 0;
        for (int i = 0; i < noise.length; i++) {
            double white = random.nextGaussian();
            slow = 0.99765 * slow + white * 0.0990460;
            middle = 0.96300 * middle + white * 0.2965164;
            fast = 0.57000 * fast + white * 1.0526913;
            noise[i] = slow + middle + fast + white * 0.1848;
        }
        return rounded(atLevel(noise, db));
    }

    /** Falls by 6 dB with each octave, as rumble in a car does. */
    static short[] brownNoise(int rateHz, int ms, double db, long seed) {
        Random random = new Random(seed);
        double[] noise = new double[samples(rateHz, ms)];
        double sum = 0;
        for (int i = 0; i < noise.length; i++) {
            sum = 0.99 * sum + random.nextGaussian();
            noise[i] = sum;
        }
        return rounded(atLevel(noise, db));
    }

    static short[] silence(int rateHz, int ms) {
        return new short[samples(rateHz, ms)];
    }

    static short[] joined(short[]... parts) {
        int length = 0;
        for (short[] part : parts) {
            length += part.length;
        }
        short[] whole = new short[length];
        int at = 0;
        for (short[] part : parts) {
            System.arraycopy(part, 0, whole, at, part.length);
            at += part.length;
        }
        return whole;
    }

    /** Both at once; the result is as long as {@code bed}. */
    static short[] mixed(short[] bed, short[] over) {
        short[] sum = bed.clone();
        for (int i = 0; i < Math.min(bed.length, over.length); i++) {
            sum[i] = clamp(bed[i] + over[i]);
        }
        return sum;
    }

    static double levelDb(short[] samples, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (double) samples[i] * samples[i];
        }
        return 10 * Math.log10(Math.max(1e-12, sum / (to - from) / (32768.0 * 32768.0)));
    }

    static double[] atLevel(double[] signal, double db) {
        double sum = 0;
        for (double sample : signal) {
            sum += sample * sample;
        }
        double gain = 32768 * Math.pow(10, db / 20) / Math.sqrt(sum / signal.length);
        for (int i = 0; i < signal.length; i++) {
            signal[i] *= gain;
        }
        return signal;
    }

    static short[] rounded(double[] signal) {
        short[] samples = new short[signal.length];
        for (int i = 0; i < signal.length; i++) {
            samples[i] = clamp(Math.round(signal[i]));
        }
        return samples;
    }

    static int samples(int rateHz, int ms) {
        return (int) ((long) rateHz * ms / 1000);
    }

    private static short clamp(long sample) {
        return (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, sample));
    }
}
