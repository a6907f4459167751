package io.sidetone.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** The frame path must leave nothing for the collector: a thousand calls of two legs make a hundred thousand frames a second. */
final class AllocationTest {

    private static final int FRAMES = 20_000;
    /** Half of what the smallest object for each frame would take. */
    private static final long SLACK_BYTES = 8L * FRAMES;

    @Test
    void g711OverArraysAndBuffersAllocatesNothing() {
        byte[] codes = new byte[160];
        byte[] linear16 = new byte[320];
        short[] samples = new short[160];
        ByteBuffer direct = ByteBuffer.allocateDirect(320);
        ByteBuffer heap = ByteBuffer.wrap(codes);
        assertThat(bytesFor(() -> {
                    MuLaw.decode(codes, 0, samples, 0, 160);
                    MuLaw.encode(samples, 0, codes, 0, 160);
                    ALaw.toLinear16(codes, 0, linear16, 0, 160);
                    ALaw.fromLinear16(linear16, 0, codes, 0, 160);
                    MuLaw.toLinear16(heap, 0, direct, 0, 160);
                    MuLaw.fromLinear16(direct, 0, heap, 0, 160);
                }))
                .isLessThan(SLACK_BYTES);
    }

    @Test
    void resamplingAllocatesNothing() {
        Resampler up = Resampler.of(8000, 16000);
        Resampler down = Resampler.of(16000, 8000);
        short[] narrow = Signals.whiteNoise(8000, 20, -20, 1);
        short[] wide = new short[up.maxOutput(160)];
        assertThat(bytesFor(() -> {
                    up.resample(narrow, 0, 160, wide, 0);
                    down.resample(wide, 0, 320, narrow, 0);
                }))
                .isLessThan(SLACK_BYTES);
    }

    @Test
    void voiceActivityAllocatesNothing() {
        VoiceActivity voice = VoiceActivity.of(8000, 20);
        byte[] codes = MuLaw.encode(SyntheticSpeech.of(8000, 20, -20, 120, 1));
        assertThat(bytesFor(() -> voice.acceptMuLaw(codes, 0))).isLessThan(SLACK_BYTES);
    }

    private static long bytesFor(Runnable frame) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < 100; i++) {
            frame.run();
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < FRAMES; i++) {
            frame.run();
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
