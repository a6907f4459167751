package io.sidetone.codec;

import java.util.Arrays;

/**
 * Turns a stream of 16-bit samples at 8, 16 or 48 kHz into one at another of these rates.
 *
 * <p>A polyphase windowed sinc (Kaiser, 80 dB) made for the lower of the two rates: flat to 3.4 kHz
 * and silent from 4 kHz where that is 8 kHz, twice both where it is 16 kHz. What the stream is cut
 * into makes no difference: the output is the same to the bit. Samples that would pass 16 bits
 * saturate.
 *
 * <p>Filtering takes time: the output lags by {@link #latencySamples()}, 5 ms at a lower rate of
 * 8 kHz and 2.5 ms at 16 kHz. {@link #flush} gives the rest when the stream is over.
 *
 * <p>Allocates when made, never after. For one stream and one thread at a time.
 */
public final class Resampler {

    private static final int BLOCK = 512;

    private final int up;
    private final int down;
    private final int reach;
    private final float[][] phases;
    private final short[] window;
    /** How many inputs still to come before the next one that gives output; below {@link #down}. */
    private int toNext;

    private Resampler(int up, int down, float[][] phases) {
        this.up = up;
        this.down = down;
        this.reach = phases[0].length - 1;
        this.phases = phases;
        this.window = new short[reach + BLOCK];
    }

    /**
     * A resampler at the start of its stream.
     *
     * @param fromHz 8,000, 16,000 or 48,000
     * @param toHz another of these
     * @throws IllegalArgumentException for any other rate, or twice the same
     */
    public static Resampler of(int fromHz, int toHz) {
        requireRate("fromHz", fromHz);
        requireRate("toHz", toHz);
        if (fromHz == toHz) {
            throw new IllegalArgumentException("fromHz and toHz are both " + toHz + "; expected two different rates");
        }
        int up = Math.max(1, toHz / fromHz);
        int down = Math.max(1, fromHz / toHz);
        return new Resampler(up, down, LowPass.phases(up, down));
    }

    /**
     * A whole recording at once, in step with the original: the lag is cut off and the end is complete.
     *
     * @return a new array of {@code samples.length * toHz / fromHz} samples, rounded up
     */
    public static short[] whole(short[] samples, int fromHz, int toHz) {
        Resampler resampler = of(fromHz, toHz);
        short[] out = new short[resampler.maxOutput(samples.length) + resampler.maxFlush()];
        int written = resampler.resample(samples, 0, samples.length, out, 0);
        written += resampler.flush(out, written);
        int lag = resampler.latencySamples();
        int length = (int) (((long) samples.length * toHz + fromHz - 1) / fromHz);
        return Arrays.copyOfRange(out, lag, lag + length);
    }

    /** How far the output lags behind, in samples of the output; exact for every frequency. */
    public int latencySamples() {
        return reach * up / (2 * down);
    }

    /** The most that {@code inputSamples} can give, whatever came before. */
    public int maxOutput(int inputSamples) {
        return Math.multiplyExact((inputSamples + down - 1) / down, up);
    }

    /** The most that {@link #flush} can give. */
    public int maxFlush() {
        return maxOutput(reach / 2);
    }

    /**
     * Takes {@code count} samples and writes what they give. Allocates nothing.
     *
     * @param dst with room for {@link #maxOutput maxOutput(count)} samples from {@code dstPos}
     * @return how many samples were written
     * @throws IndexOutOfBoundsException if a range does not fit its array; nothing was taken then
     */
    public int resample(short[] src, int srcPos, int count, short[] dst, int dstPos) {
        requireRoom("src", src.length, srcPos, count);
        requireRoom("dst", dst.length, dstPos, maxOutput(count));
        int to = dstPos;
        for (int done = 0; done < count; done += BLOCK) {
            int block = Math.min(BLOCK, count - done);
            System.arraycopy(src, srcPos + done, window, reach, block);
            to = take(block, dst, to);
        }
        return to - dstPos;
    }

    /**
     * Ends the stream: writes what is still on its way and starts afresh. Allocates nothing.
     *
     * @param dst with room for {@link #maxFlush} samples from {@code dstPos}
     * @return how many samples were written
     */
    public int flush(short[] dst, int dstPos) {
        requireRoom("dst", dst.length, dstPos, maxFlush());
        int to = dstPos;
        for (int left = reach / 2; left > 0; left -= BLOCK) {
            int block = Math.min(BLOCK, left);
            Arrays.fill(window, reach, reach + block, (short) 0);
            to = take(block, dst, to);
        }
        reset();
        return to - dstPos;
    }

    /** Forgets the stream so far, for the next one. */
    public void reset() {
        Arrays.fill(window, 0, reach, (short) 0);
        toNext = 0;
    }

    /** Filters the block that was just put behind the last {@link #reach} samples. */
    private int take(int block, short[] dst, int dstPos) {
        int to = dstPos;
        int at = toNext;
        for (; at < block; at += down) {
            for (float[] phase : phases) {
                dst[to++] = filter(phase, at);
            }
        }
        toNext = at - block;
        System.arraycopy(window, block, window, 0, reach);
        return to;
    }

    private short filter(float[] taps, int from) {
        short[] samples = window;
        float sum = 0;
        for (int i = 0; i < taps.length; i++) {
            sum += taps[i] * samples[from + i];
        }
        return (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(sum)));
    }

    private static void requireRate(String name, int rateHz) {
        if (rateHz != 8_000 && rateHz != 16_000 && rateHz != 48_000) {
            throw new IllegalArgumentException(name + " is " + rateHz + "; expected 8000, 16000 or 48000");
        }
    }

    private static void requireRoom(String name, int length, int position, int count) {
        if (position < 0 || count < 0 || count > length - position) {
            throw new IndexOutOfBoundsException(
                    count + " samples from " + position + " do not fit " + name + " of " + length);
        }
    }
}
