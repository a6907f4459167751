package io.sidetone.codec;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A frame of 20 ms through mu-law's tables, and through voice activity: noise, and something like a vowel. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecJmh {
    private static final int FRAME = 160;
    private static final double PITCH_HZ = 120;
    private static final int HARMONICS = 12;

    private final byte[] noise = new byte[FRAME];
    private final byte[] vowel = MuLaw.encode(vowel());
    private final byte[] linear16 = new byte[2 * FRAME];
    private final VoiceActivity ofNoise = VoiceActivity.of(8_000, 20);
    private final VoiceActivity ofVowel = VoiceActivity.of(8_000, 20);

    public CodecJmh() {
        new Random(1).nextBytes(noise);
    }

    private static short[] vowel() {
        short[] samples = new short[FRAME];
        for (int i = 0; i < FRAME; i++) {
            double sum = 0;
            for (int h = 1; h <= HARMONICS; h++) {
                sum += Math.sin(2 * Math.PI * PITCH_HZ * h * i / 8_000) / h;
            }
            samples[i] = (short) (6_000 * sum);
        }
        return samples;
    }

    @Benchmark
    public byte[] muLawToLinear16() {
        MuLaw.toLinear16(noise, 0, linear16, 0, FRAME);
        return linear16;
    }

    @Benchmark
    public byte[] linear16ToMuLaw() {
        MuLaw.fromLinear16(linear16, 0, noise, 0, FRAME);
        return noise;
    }

    @Benchmark
    public boolean voiceActivityOfNoise() {
        return ofNoise.acceptMuLaw(noise, 0);
    }

    @Benchmark
    public boolean voiceActivityOfAVowel() {
        return ofVowel.acceptMuLaw(vowel, 0);
    }
}
