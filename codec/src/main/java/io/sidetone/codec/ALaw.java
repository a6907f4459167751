package io.sidetone.codec;

import java.nio.ByteBuffer;

/**
 * G.711 A-law, the code of telephone lines outside North America and Japan: 8,000 codes a second and
 * channel, one byte for each sample. Table driven; safe for any number of threads.
 *
 * <p>Codes are as they go over the line, with the even bits turned over (G.711, table 1a, note 2).
 *
 * <p><b>Which code a sample gets.</b> ITU-T G.711 (11/88), tables 1a and 1b, lists decision values up
 * to 4096, eight 16-bit steps to the unit. A sample that is exactly a decision value goes where the
 * ITU's own software (G.191, module G711) puts it: an interval holds its lower end and not its upper
 * one, above zero and below. So 0 to 15 become 0xD5 and &minus;16 to &minus;1 become 0x55.
 *
 * <p>A-law has no zero: its quietest samples are 8 and &minus;8. Every code survives a round trip.
 */
public final class ALaw {

    /** The smallest positive step (it decodes to 8), what a silent line sends. */
    public static final byte SILENCE = (byte) 0xD5;

    private static final int SHIFT = 4;
    private static final int EVEN_BITS = 0x55;

    private static final Companding LAW = new Companding(decoded(), Companding.table(SHIFT, ALaw::code), SHIFT);

    private ALaw() {}

    /**
     * Decodes one code.
     *
     * @param code its low eight bits count, so a signed {@code byte} may be handed in as it is
     * @return the sample, &minus;32,256 to 32,256
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
            int plain = code ^ EVEN_BITS;
            int segment = (plain >> 4) & 7;
            int steps = ((plain & 15) << 1) + 1;
            int magnitude = segment == 0 ? steps : (steps + 32) << (segment - 1);
            table[code] = (short) ((plain < 0x80 ? -magnitude : magnitude) << (SHIFT - 1));
        }
        return table;
    }

    private static int code(int sample) {
        int sign = sample < 0 ? 0 : 0x80;
        int steps = (sample < 0 ? ~sample : sample) >> SHIFT;
        int segment = Math.max(0, 28 - Integer.numberOfLeadingZeros(steps));
        int step = segment == 0 ? steps : (steps >> (segment - 1)) & 15;
        return (sign | (segment << 4) | step) ^ EVEN_BITS;
    }
}
