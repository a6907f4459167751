package io.sidetone.codec;

import java.nio.ByteBuffer;

/**
 * G.711 mu-law, the code of North American and Japanese telephone lines: 8,000 codes a second and
 * channel, one byte for each sample. Table driven; safe for any number of threads.
 *
 * <p><b>Which code a sample gets.</b> ITU-T G.711 (11/88), tables 2a and 2b, lists decision values up
 * to 8159, four 16-bit steps to the unit, and gives a code to the samples between two of them. It
 * leaves open what becomes of a sample that is exactly a decision value. We follow the ITU's own
 * software (G.191, module G711), which takes the one's complement of a negative sample before it drops
 * the low bits: an interval holds its lower end and not its upper one, above zero and below. So 0 to 3
 * become 0xFF and &minus;4 to &minus;1 become 0x7F. The widespread encoder that negates instead (Sun's,
 * and Python's audioop after it) differs at 508 negative samples, the four at each decision value.
 * Samples beyond the last decision value (&plusmn;32,636) get the outermost code.
 *
 * <p><b>Two zeros.</b> 0xFF and 0x7F both decode to 0, so those two do not survive a round trip as
 * bytes; every other code does.
 */
public final class MuLaw {

    /** Positive zero, what a silent line sends. */
    public static final byte SILENCE = (byte) 0xFF;

    private static final int SHIFT = 2;
    /** In units of 14 bits: makes every segment start at a power of two. */
    private static final int BIAS = 33;

    private static final int LARGEST = 0x1FFF - BIAS;

    private static final Companding LAW = new Companding(decoded(), Companding.table(SHIFT, MuLaw::code), SHIFT);

    private MuLaw() {}

    /**
     * Decodes one code.
     *
     * @param code its low eight bits count, so a signed {@code byte} may be handed in as it is
     * @return the sample, &minus;32,124 to 32,124
     */
    public static short decode(int code) {
        return LAW.decode(code);
    }

    /**
     * Encodes one sample.
     *
     * @param sample a 16-bit sample; values beyond that range saturate
     */
    public static byte encode(int sample) {
        return LAW.encode(sample);
    }

    /**
     * Decodes {@code count} codes. Allocates nothing.
     *
     * @throws IndexOutOfBoundsException if a range does not fit its array; nothing was written then
     */
    public static void decode(byte[] src, int srcPos, short[] dst, int dstPos, int count) {
        LAW.decode(src, srcPos, dst, dstPos, count);
    }

    /**
     * Encodes {@code count} samples. Allocates nothing.
     *
     * @throws IndexOutOfBoundsException if a range does not fit its array; nothing was written then
     */
    public static void encode(short[] src, int srcPos, byte[] dst, int dstPos, int count) {
        LAW.encode(src, srcPos, dst, dstPos, count);
    }

    /**
     * Decodes {@code count} codes to linear16: two bytes for each, low byte first. Allocates nothing.
     * The two ranges must not overlap.
     *
     * @throws IndexOutOfBoundsException if a range does not fit its array; nothing was written then
     */
    public static void toLinear16(byte[] src, int srcPos, byte[] dst, int dstPos, int count) {
        LAW.toLinear16(src, srcPos, dst, dstPos, count);
    }

    /**
     * Encodes {@code count} samples of linear16: {@code 2 * count} bytes in, {@code count} bytes out.
     * Allocates nothing.
     *
     * @throws IndexOutOfBoundsException if a range does not fit its array; nothing was written then
     */
    public static void fromLinear16(byte[] src, int srcPos, byte[] dst, int dstPos, int count) {
        LAW.fromLinear16(src, srcPos, dst, dstPos, count);
    }

    /**
     * Decodes at absolute indexes; positions stay where they are. Heap and direct buffers, and low
     * byte first whatever their {@link ByteBuffer#order() order}. Allocates nothing.
     *
     * @throws IndexOutOfBoundsException if a range does not end before its buffer's limit
     */
    public static void toLinear16(ByteBuffer src, int srcIndex, ByteBuffer dst, int dstIndex, int count) {
        LAW.toLinear16(src, srcIndex, dst, dstIndex, count);
    }

    /**
     * Encodes {@code count} samples at absolute indexes; see {@link #toLinear16(ByteBuffer, int,
     * ByteBuffer, int, int)}.
     *
     * @throws IndexOutOfBoundsException if a range does not end before its buffer's limit
     */
    public static void fromLinear16(ByteBuffer src, int srcIndex, ByteBuffer dst, int dstIndex, int count) {
        LAW.fromLinear16(src, srcIndex, dst, dstIndex, count);
    }

    /**
     * Decodes all that remains in {@code src} and moves both positions. Allocates nothing.
     *
     * @throws IndexOutOfBoundsException if {@code dst} has no room for all of it; nothing has moved then
     */
    public static void toLinear16(ByteBuffer src, ByteBuffer dst) {
        LAW.toLinear16(src, dst);
    }

    /**
     * Encodes all that remains in {@code src} and moves both positions. Allocates nothing.
     *
     * @throws IllegalArgumentException if an odd number of bytes remains
     * @throws IndexOutOfBoundsException if {@code dst} has no room for all of it; nothing has moved then
     */
    public static void fromLinear16(ByteBuffer src, ByteBuffer dst) {
        LAW.fromLinear16(src, dst);
    }

    /** Decodes to a new array. */
    public static short[] decode(byte[] codes) {
        return LAW.decode(codes);
    }

    /** Encodes to a new array. */
    public static byte[] encode(short[] samples) {
        return LAW.encode(samples);
    }

    /** Decodes to a new array of linear16, low byte first. */
    public static byte[] toLinear16(byte[] codes) {
        return LAW.toLinear16(codes);
    }

    /**
     * Encodes linear16 to a new array.
     *
     * @throws IllegalArgumentException if the number of bytes is odd
     */
    public static byte[] fromLinear16(byte[] linear16) {
        return LAW.fromLinear16(linear16);
    }

    private static short[] decoded() {
        short[] table = new short[256];
        for (int code = 0; code < table.length; code++) {
            int inverted = ~code;
            int segment = (inverted >> 4) & 7;
            int magnitude = ((((inverted & 15) << 1) + BIAS) << segment) - BIAS;
            table[code] = (short) ((code < 0x80 ? -magnitude : magnitude) << SHIFT);
        }
        return table;
    }

    private static int code(int sample) {
        int sign = sample < 0 ? 0 : 0x80;
        int biased = Math.min((sample < 0 ? ~sample : sample) >> SHIFT, LARGEST) + BIAS;
        int segment = 26 - Integer.numberOfLeadingZeros(biased);
        int step = (biased >> (segment + 1)) & 15;
        return sign | (0x7F - (segment << 4) - step);
    }
}
