package io.sidetone.codec;

import java.nio.ByteBuffer;

/**
 * One companding law as two tables, and the loops over them.
 *
 * <p>The encoder's table is indexed by the sample shifted right. That drops nothing: every decision
 * value of G.711 is a multiple of the dropped part, and a shift rounds down, which is the rule both
 * laws use for a sample that lies exactly on a decision value (see {@link MuLaw}).
 */
final class Companding {

    private static final int SAMPLES = 1 << 16;

    private final short[] decoded;
    private final byte[] encoded;
    private final int shift;

    /**
     * @param decoded 256 samples by code
     * @param encoded 65,536 &gt;&gt; shift codes, from the lowest sample up
     * @param shift how many low bits of a sample cannot change its code
     */
    Companding(short[] decoded, byte[] encoded, int shift) {
        this.decoded = decoded;
        this.encoded = encoded;
        this.shift = shift;
    }

    /** Which code a law gives to one sample; used to fill a table, once. */
    interface Law {
        int code(int sample);
    }

    static byte[] table(int shift, Law law) {
        byte[] table = new byte[SAMPLES >> shift];
        for (int i = 0; i < table.length; i++) {
            table[i] = (byte) law.code((i << shift) + Short.MIN_VALUE);
        }
        return table;
    }

    short decode(int code) {
        return decoded[code & 0xFF];
    }

    byte encode(int sample) {
        int clamped = Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, sample));
        return encoded[(clamped - Short.MIN_VALUE) >> shift];
    }

    void decode(byte[] src, int srcPos, short[] dst, int dstPos, int count) {
        checkRange("codes", srcPos, count, src.length, "src");
        checkRange("samples", dstPos, count, dst.length, "dst");
        short[] table = decoded;
        for (int i = 0; i < count; i++) {
            dst[dstPos + i] = table[src[srcPos + i] & 0xFF];
        }
    }

    void encode(short[] src, int srcPos, byte[] dst, int dstPos, int count) {
        checkRange("samples", srcPos, count, src.length, "src");
        checkRange("codes", dstPos, count, dst.length, "dst");
        byte[] table = encoded;
        int right = shift;
        for (int i = 0; i < count; i++) {
            dst[dstPos + i] = table[(src[srcPos + i] - Short.MIN_VALUE) >> right];
        }
    }

    void toLinear16(byte[] src, int srcPos, byte[] dst, int dstPos, int count) {
        checkRange("codes", srcPos, count, src.length, "src");
        checkRange("linear16 bytes", dstPos, 2L * count, dst.length, "dst");
        short[] table = decoded;
        int to = dstPos;
        for (int i = 0; i < count; i++) {
            int sample = table[src[srcPos + i] & 0xFF];
            dst[to++] = (byte) sample;
            dst[to++] = (byte) (sample >> 8);
        }
    }

    void fromLinear16(byte[] src, int srcPos, byte[] dst, int dstPos, int count) {
        checkRange("linear16 bytes", srcPos, 2L * count, src.length, "src");
        checkRange("codes", dstPos, count, dst.length, "dst");
        byte[] table = encoded;
        int right = shift;
        int from = srcPos;
        for (int i = 0; i < count; i++) {
            int sample = (src[from] & 0xFF) | (src[from + 1] << 8);
            from += 2;
            dst[dstPos + i] = table[(sample - Short.MIN_VALUE) >> right];
        }
    }

    void toLinear16(ByteBuffer src, int srcIndex, ByteBuffer dst, int dstIndex, int count) {
        checkRange("codes", srcIndex, count, src.limit(), "src");
        checkRange("linear16 bytes", dstIndex, 2L * count, dst.limit(), "dst");
        if (src.hasArray() && dst.hasArray()) {
            toLinear16(src.array(), src.arrayOffset() + srcIndex, dst.array(), dst.arrayOffset() + dstIndex, count);
            return;
        }
        // Byte by byte, so that the caller's byte order is neither asked nor changed.
        short[] table = decoded;
        int to = dstIndex;
        for (int i = 0; i < count; i++) {
            int sample = table[src.get(srcIndex + i) & 0xFF];
            dst.put(to++, (byte) sample);
            dst.put(to++, (byte) (sample >> 8));
        }
    }

    void fromLinear16(ByteBuffer src, int srcIndex, ByteBuffer dst, int dstIndex, int count) {
        checkRange("linear16 bytes", srcIndex, 2L * count, src.limit(), "src");
        checkRange("codes", dstIndex, count, dst.limit(), "dst");
        if (src.hasArray() && dst.hasArray()) {
            fromLinear16(src.array(), src.arrayOffset() + srcIndex, dst.array(), dst.arrayOffset() + dstIndex, count);
            return;
        }
        byte[] table = encoded;
        int right = shift;
        int from = srcIndex;
        for (int i = 0; i < count; i++) {
            int sample = (src.get(from) & 0xFF) | (src.get(from + 1) << 8);
            from += 2;
            dst.put(dstIndex + i, table[(sample - Short.MIN_VALUE) >> right]);
        }
    }

    void toLinear16(ByteBuffer src, ByteBuffer dst) {
        int count = src.remaining();
        toLinear16(src, src.position(), dst, dst.position(), count);
        src.position(src.position() + count);
        dst.position(dst.position() + 2 * count);
    }

    void fromLinear16(ByteBuffer src, ByteBuffer dst) {
        int count = wholeSamples(src.remaining());
        fromLinear16(src, src.position(), dst, dst.position(), count);
        src.position(src.position() + 2 * count);
        dst.position(dst.position() + count);
    }

    short[] decode(byte[] codes) {
        short[] samples = new short[codes.length];
        decode(codes, 0, samples, 0, codes.length);
        return samples;
    }

    byte[] encode(short[] samples) {
        byte[] codes = new byte[samples.length];
        encode(samples, 0, codes, 0, samples.length);
        return codes;
    }

    byte[] toLinear16(byte[] codes) {
        byte[] linear16 = new byte[Math.multiplyExact(2, codes.length)];
        toLinear16(codes, 0, linear16, 0, codes.length);
        return linear16;
    }

    byte[] fromLinear16(byte[] linear16) {
        byte[] codes = new byte[wholeSamples(linear16.length)];
        fromLinear16(linear16, 0, codes, 0, codes.length);
        return codes;
    }

    private static int wholeSamples(int bytes) {
        if ((bytes & 1) != 0) {
            throw new IllegalArgumentException(
                    "linear16 has " + bytes + " bytes; expected an even number, two for each sample");
        }
        return bytes / 2;
    }

    /** Before the first write, so that a wrong range never leaves half a result. */
    private static void checkRange(String what, int position, long count, int length, String name) {
        if (position < 0 || count < 0 || position + count > length) {
            throw new IndexOutOfBoundsException(
                    count + " " + what + " from " + position + " do not fit " + name + " of " + length);
        }
    }
}
