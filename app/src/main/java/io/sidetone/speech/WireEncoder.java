package io.sidetone.speech;

import io.netty.buffer.ByteBuf;
import io.sidetone.codec.MuLaw;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Writes a leg's audio in the format its vendor was promised, straight into the outgoing message and under that
 * message's mask: eight bytes at a time, each touched once.
 */
public enum WireEncoder {
    /** The bytes as they are. */
    AS_IS(1) {
        @Override
        int encodeWords(byte[] audio, int from, int length, ByteBuf out, long mask) {
            int at = from;
            for (int last = from + length - Long.BYTES; at <= last; at += Long.BYTES) {
                out.writeLongLE((long) LONGS.get(audio, at) ^ mask);
            }
            return at - from;
        }

        @Override
        int encodeOne(byte[] audio, int at) {
            return audio[at];
        }
    },
    /** Mu-law to linear16, little-endian: two bytes for each. */
    MULAW_TO_LINEAR16(2) {
        @Override
        int encodeWords(byte[] audio, int from, int length, ByteBuf out, long mask) {
            short[] samples = SAMPLES;
            int at = from;
            for (int last = from + length - 4; at <= last; at += 4) {
                long word = (samples[audio[at] & 0xFF] & 0xFFFFL)
                        | ((samples[audio[at + 1] & 0xFF] & 0xFFFFL) << 16)
                        | ((samples[audio[at + 2] & 0xFF] & 0xFFFFL) << 32)
                        | ((long) samples[audio[at + 3] & 0xFF] << 48);
                out.writeLongLE(word ^ mask);
            }
            return at - from;
        }

        @Override
        int encodeOne(byte[] audio, int at) {
            return SAMPLES[audio[at] & 0xFF];
        }
    };

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final short[] SAMPLES = samples();

    private final int widening;

    WireEncoder(int widening) {
        this.widening = widening;
    }

    /** Bytes on the wire of so many bytes of the leg's. */
    public int wireBytes(int length) {
        return length * widening;
    }

    /**
     * Appends a part of {@code audio} to {@code out}.
     *
     * @param from index of the first byte
     * @param length in bytes, whole samples
     * @param out must have room for the result
     * @param mask is laid over the result from its beginning on, its highest byte first (RFC 6455 section 5.3); 0 for none
     */
    public void encode(byte[] audio, int from, int length, ByteBuf out, int mask) {
        int turned = Integer.reverseBytes(mask); // as the words are
        long wide = ((turned & 0xFFFF_FFFFL) << 32) | (turned & 0xFFFF_FFFFL);
        int done = encodeWords(audio, from, length, out, wide);
        int position = 0; // in the mask; words leave it where it was
        for (int at = from + done; at < from + length; at++) {
            int value = encodeOne(audio, at);
            for (int i = 0; i < widening; i++) {
                out.writeByte((value >> (8 * i)) ^ (int) (wide >> (8 * position)));
                position++;
            }
        }
    }

    /** @return how many bytes of the leg's were encoded, as far as they make whole words */
    abstract int encodeWords(byte[] audio, int from, int length, ByteBuf out, long mask);

    /** What one byte of the leg's becomes, lowest byte first. */
    abstract int encodeOne(byte[] audio, int at);

    /**
     * The encoder that makes {@code wire} of {@code leg}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static WireEncoder between(AudioFormat leg, AudioFormat wire) {
        if (leg == wire) {
            return AS_IS;
        }
        if (leg == AudioFormat.MULAW_8K && wire == AudioFormat.LINEAR16_8K) {
            return MULAW_TO_LINEAR16;
        }
        throw new IllegalArgumentException(
                "no encoder from " + leg + " to " + wire + " (expected: the same format, or MULAW_8K to LINEAR16_8K)");
    }

    private static short[] samples() {
        short[] samples = new short[256];
        for (int code = 0; code < samples.length; code++) {
            samples[code] = MuLaw.decode(code);
        }
        return samples;
    }
}
