package io.sidetone.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What a fmt chunk says, once it has been believed. */
record WavFormat(Wav.Encoding encoding, int sampleRateHz, int channels) {

    static final int PLAIN_BYTES = 16;
    /** With the extension: valid bits, speaker positions and the format's GUID. */
    static final int EXTENSIBLE_BYTES = 40;

    private static final int EXTENSIBLE_TAG = 0xFFFE;
    private static final int EXTENSION_BYTES = 22;
    /** Bytes 2 to 15 of a GUID that stands for a plain format tag; the tag is in bytes 0 and 1. */
    private static final long GUID_HIGH = 0x0010_0000_0000L;

    private static final long GUID_LOW = 0x719B_3800_AA00_0080L;

    int frameBytes() {
        return channels * encoding.bytesPerSample();
    }

    /**
     * @param chunk the first bytes of the fmt chunk, 16 to 40
     * @param source for messages
     */
    static WavFormat parse(byte[] chunk, String source) throws BadWavException {
        ByteBuffer fmt = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
        int tag = fmt.getShort(0) & 0xFFFF;
        int channels = fmt.getShort(2) & 0xFFFF;
        int rateHz = fmt.getInt(4);
        int blockAlign = fmt.getShort(12) & 0xFFFF;
        int bits = fmt.getShort(14) & 0xFFFF;
        if (tag == EXTENSIBLE_TAG) {
            tag = innerTag(fmt, bits, source);
        }
        Wav.Encoding encoding = encoding(tag, bits, source);
        if (channels < 1 || channels > Wav.MAX_CHANNELS) {
            throw new BadWavException(source + " has " + channels + " channels; expected 1 to " + Wav.MAX_CHANNELS);
        }
        if (rateHz < Wav.MIN_RATE_HZ || rateHz > Wav.MAX_RATE_HZ) {
            throw new BadWavException(source + " has a sample rate of " + Integer.toUnsignedLong(rateHz)
                    + " Hz; expected " + Wav.MIN_RATE_HZ + " to " + Wav.MAX_RATE_HZ);
        }
        WavFormat format = new WavFormat(encoding, rateHz, channels);
        if (blockAlign != format.frameBytes()) {
            throw new BadWavException(source + " has a block align of " + blockAlign + " bytes; expected "
                    + format.frameBytes() + " for " + channels + " channels of " + bits + " bits");
        }
        return format;
    }

    private static int innerTag(ByteBuffer fmt, int bits, String source) throws BadWavException {
        if (fmt.capacity() < EXTENSIBLE_BYTES) {
            throw new BadWavException(source + " has an extensible fmt chunk of " + fmt.capacity()
                    + " bytes; expected at least " + EXTENSIBLE_BYTES);
        }
        int extension = fmt.getShort(16) & 0xFFFF;
        if (extension < EXTENSION_BYTES) {
            throw new BadWavException(
                    source + " has a fmt extension of " + extension + " bytes; expected at least " + EXTENSION_BYTES);
        }
        int validBits = fmt.getShort(18) & 0xFFFF;
        if (validBits != bits && validBits != 0) {
            throw new BadWavException(source + " uses " + validBits + " of " + bits
                    + " bits in each sample; expected all of them. Convert it: sox in.wav -e signed -b 16 out.wav");
        }
        if (fmt.getLong(24) >>> 16 != GUID_HIGH || fmt.getLong(32) != GUID_LOW) {
            throw new BadWavException(source + " has an extensible format of its maker's own; expected PCM, A-law or"
                    + " mu-law. Convert it: sox in.wav -e signed -b 16 out.wav");
        }
        return fmt.getShort(24) & 0xFFFF;
    }

    private static Wav.Encoding encoding(int tag, int bits, String source) throws BadWavException {
        for (Wav.Encoding encoding : Wav.Encoding.values()) {
            if (encoding.tag == tag && 8 * encoding.bytesPerSample() == bits) {
                return encoding;
            }
        }
        throw new BadWavException(source + " has format " + tag + " with " + bits + " bits; expected 1 (PCM) with 16,"
                + " 6 (A-law) with 8 or 7 (mu-law) with 8. Convert it: sox in.wav -e signed -b 16 out.wav");
    }
}
