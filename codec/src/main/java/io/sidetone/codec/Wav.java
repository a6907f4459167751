package io.sidetone.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A whole WAV file in memory: 16-bit PCM, mu-law or A-law, with any number of channels up to 64.
 *
 * <p>Reads plain and {@code WAVE_FORMAT_EXTENSIBLE} headers, skips chunks it has no use for, and
 * ignores whatever follows the audio. Writes plain headers. Immutable as long as nobody writes to
 * {@link #data()}; for use from any thread then.
 */
public final class Wav {

    /** How a sample is written. */
    public enum Encoding {
        /** Signed 16-bit, low byte first: what this project calls linear16. */
        PCM16(1, 2),
        /** G.711 A-law. */
        ALAW(6, 1),
        /** G.711 mu-law. */
        MULAW(7, 1);

        final int tag;
        final int bytesPerSample;

        Encoding(int tag, int bytesPerSample) {
            this.tag = tag;
            this.bytesPerSample = bytesPerSample;
        }

        /** Bytes each sample of one channel takes. */
        public int bytesPerSample() {
            return bytesPerSample;
        }
    }

    static final int MIN_RATE_HZ = 1_000;
    static final int MAX_RATE_HZ = 768_000;
    static final int MAX_CHANNELS = 64;

    private final Encoding encoding;
    private final int sampleRateHz;
    private final int channels;
    private final byte[] data;

    private Wav(Encoding encoding, int sampleRateHz, int channels, byte[] data) {
        this.encoding = encoding;
        this.sampleRateHz = sampleRateHz;
        this.channels = channels;
        this.data = data;
    }

    /**
     * Puts a header before audio. The array is kept, not copied.
     *
     * @param sampleRateHz 1,000 to 768,000
     * @param channels 1 to 64
     * @param data samples as {@code encoding} has them, channels taking turns
     * @throws IllegalArgumentException if a value is out of range or {@code data} does not hold whole
     *     frames
     */
    public static Wav of(Encoding encoding, int sampleRateHz, int channels, byte[] data) {
        requireRange("sampleRateHz", sampleRateHz, MIN_RATE_HZ, MAX_RATE_HZ);
        requireRange("channels", channels, 1, MAX_CHANNELS);
        int frame = channels * encoding.bytesPerSample;
        if (data.length % frame != 0) {
            throw new IllegalArgumentException(
                    "data has " + data.length + " bytes; expected a multiple of " + frame + ", one frame");
        }
        return new Wav(encoding, sampleRateHz, channels, data);
    }

    /** One channel of 16-bit PCM. The samples are copied. */
    public static Wav ofSamples(int sampleRateHz, short[] samples) {
        byte[] data = new byte[Math.multiplyExact(2, samples.length)];
        for (int i = 0; i < samples.length; i++) {
            data[2 * i] = (byte) samples[i];
            data[2 * i + 1] = (byte) (samples[i] >> 8);
        }
        return of(Encoding.PCM16, sampleRateHz, 1, data);
    }

    /**
     * Reads a file, strictly; see {@link WavLimits#STRICT}.
     *
     * @throws BadWavException if it is not a WAV file we read
     */
    public static Wav read(Path file) throws IOException {
        return read(file, WavLimits.STRICT);
    }

    /**
     * Reads a file.
     *
     * @throws BadWavException if it is not a WAV file we read; the message names the file
     */
    public static Wav read(Path file, WavLimits limits) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new WavReader(in, file.toString(), limits).read();
        }
    }

    /**
     * Reads from where {@code in} stands to the end of the audio; does not close it. Never holds more
     * than twice what the stream really gives plus 16 KiB, whatever the header claims.
     *
     * @throws BadWavException if it is not a WAV file we read
     */
    public static Wav read(InputStream in, WavLimits limits) throws IOException {
        return new WavReader(in, "WAV stream", limits).read();
    }

    public Encoding encoding() {
        return encoding;
    }

    /** Frames each second. */
    public int sampleRateHz() {
        return sampleRateHz;
    }

    public int channels() {
        return channels;
    }

    /** The audio as it stands in the file, channels taking turns. Not a copy: do not write to it. */
    public byte[] data() {
        return data;
    }

    /** Samples of each channel. */
    public int frames() {
        return data.length / (channels * encoding.bytesPerSample);
    }

    public Duration duration() {
        return Duration.ofNanos(frames() * 1_000_000_000L / sampleRateHz);
    }

    /**
     * The samples of a one-channel file, decoded, as a new array.
     *
     * @throws IllegalStateException if there are more channels; ask for {@link #channel(int)} then
     */
    public short[] samples() {
        if (channels != 1) {
            throw new IllegalStateException(
                    "this WAV has " + channels + " channels; ask for channel(0) to channel(" + (channels - 1) + ")");
        }
        return channel(0);
    }

    /**
     * The samples of one channel, decoded, as a new array.
     *
     * @param index from 0, in a stereo file the left one
     */
    public short[] channel(int index) {
        if (index < 0 || index >= channels) {
            throw new IndexOutOfBoundsException("channel " + index + " of " + channels);
        }
        short[] samples = new short[frames()];
        int step = channels * encoding.bytesPerSample;
        int from = index * encoding.bytesPerSample;
        for (int i = 0; i < samples.length; i++) {
            samples[i] = sampleAt(from);
            from += step;
        }
        return samples;
    }

    private short sampleAt(int position) {
        return switch (encoding) {
            case PCM16 -> (short) ((data[position] & 0xFF) | (data[position + 1] << 8));
            case ALAW -> ALaw.decode(data[position]);
            case MULAW -> MuLaw.decode(data[position]);
        };
    }

    /** Writes the file, replacing one that is there. */
    public void write(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            write(out);
        }
    }

    /** Writes header and audio; neither flushes nor closes. */
    public void write(OutputStream out) throws IOException {
        out.write(WavHeader.of(this));
        out.write(data);
        if ((data.length & 1) != 0) {
            out.write(0);
        }
    }

    /** The whole file as a new array. */
    public byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(data.length + WavHeader.MAX_BYTES);
        try {
            write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return out.toByteArray();
    }

    @Override
    public String toString() {
        return "Wav[" + encoding + ", " + sampleRateHz + " Hz, " + channels + " channels, "
                + duration().toMillis() + " ms]";
    }

    private static void requireRange(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " is " + value + "; expected " + min + " to " + max);
        }
    }
}
