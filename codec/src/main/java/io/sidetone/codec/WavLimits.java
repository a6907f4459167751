package io.sidetone.codec;

/**
 * How much to take from a WAV file, and how much to forgive.
 *
 * @param maxDataBytes the longest audio to read, in bytes, 0 to 2,147,418,112; a longer one is refused before it is read
 * @param lenient take what is there when the audio is cut short or its length was never filled in, as
 *     recorders that crashed leave it; otherwise both are errors
 */
public record WavLimits(int maxDataBytes, boolean lenient) {

    /** A little less than the longest array there is. */
    private static final int CEILING = 0x7FFF_0000;

    /** Strict, and up to 256 MiB: four and a half hours of 8 kHz linear16. */
    public static final WavLimits STRICT = new WavLimits(256 << 20, false);

    /** As {@link #STRICT}, but takes what is there. */
    public static final WavLimits LENIENT = new WavLimits(256 << 20, true);

    public WavLimits {
        if (maxDataBytes < 0 || maxDataBytes > CEILING) {
            throw new IllegalArgumentException("maxDataBytes is " + maxDataBytes + "; expected 0 to " + CEILING);
        }
    }
}
