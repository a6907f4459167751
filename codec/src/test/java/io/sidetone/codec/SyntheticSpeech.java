package io.sidetone.codec;

import java.util.Random;

/**
 * Something speech-like without a recording: glottal pulses of wandering pitch through three wandering
 * formants, about four syllables a second, now and then a hiss or a short closure. Begins with a vowel at
 * the very first sample.
 */
final class SyntheticSpeech {

    private static final double[][] VOWELS_HZ = {
        {730, 1090, 2440}, {270, 2290, 3010}, {530, 1840, 2480}, {570, 840, 2410}, {300, 870, 2240}, {660, 1720, 2410}
    };

    private final int rateHz;
    private final Random random;
    private final double[] out;
    private int at;

    private SyntheticSpeech(int rateHz, int ms, long seed) {
        this.rateHz = rateHz;
        this.random = new Random(seed);
        this.out = new double[Signals.samples(rateHz, ms)];
    }

    /** Talks without a pause for breath; {@code pitchHz} is the middle of its melody. */
    static short[] of(int rateHz, int ms, double db, double pitchHz, long seed) {
        SyntheticSpeech speech = new SyntheticSpeech(rateHz, ms, seed);
        while (speech.at < speech.out.length) {
            speech.syllable(pitchHz);
        }
        return Signals.rounded(Signals.atLevel(speech.out, db));
    }

    private void syllable(double pitchHz) {
        double[] from = VOWELS_HZ[random.nextInt(VOWELS_HZ.length)];
        double[] to = VOWELS_HZ[random.nextInt(VOWELS_HZ.length)];
        vowel(from, to, pitchHz * (0.85 + 0.3 * random.nextDouble()), 120 + random.nextInt(120));
        if (random.nextInt(3) == 0) {
            hiss(50 + random.nextInt(60));
        } else {
            at += Signals.samples(rateHz, 20 + random.nextInt(50));
        }
    }

    private void vowel(double[] fromHz, double[] toHz, double pitchHz, int ms) {
        int length = Signals.samples(rateHz, ms);
        double[] memory = new double[6];
        double phase = 1;
        double glottis = 0;
        for (int i = 0; i < length && at < out.length; i++, at++) {
            double progress = (double) i / length;
            phase += pitchHz * (1.1 - 0.2 * progress) / rateHz;
            double pulse = 0;
            if (phase >= 1) {
                phase -= 1;
                pulse = 1 + 0.1 * random.nextGaussian();
                // Two voices never give the same period twice.
                phase += 0.01 * random.nextGaussian();
            }
            glottis = 0.9 * glottis + pulse + 0.01 * random.nextGaussian();
            double sample = glottis;
            for (int f = 0; f < 3; f++) {
                double hz = fromHz[f] + (toHz[f] - fromHz[f]) * progress;
                sample = resonate(sample, hz, 60 + 40 * f, memory, 2 * f);
            }
            double attack = Math.min(1, i / (0.01 * rateHz));
            double release = Math.min(1, (length - i) / (0.04 * rateHz));
            out[at] = sample * attack * release;
        }
    }

    private double resonate(double in, double hz, double widthHz, double[] memory, int slot) {
        double radius = Math.exp(-Math.PI * widthHz / rateHz);
        double b = 2 * radius * Math.cos(2 * Math.PI * hz / rateHz);
        double c = -radius * radius;
        double sample = (1 - b - c) * in + b * memory[slot] + c * memory[slot + 1];
        memory[slot + 1] = memory[slot];
        memory[slot] = sample;
        return sample;
    }

    private void hiss(int ms) {
        double previous = 0;
        for (int i = Signals.samples(rateHz, ms); i > 0 && at < out.length; i--, at++) {
            double white = random.nextGaussian();
            out[at] = 0.03 * (white - previous);
            previous = white;
        }
    }
}
