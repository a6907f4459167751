package io.sidetone.speech;

import io.netty.buffer.ByteBuf;
import io.sidetone.codec.MuLaw;

/** Writes a leg's audio in the format its vendor was promised, straight into the outgoing message. */
public enum WireEncoder {
    /** The bytes as they are. */
    AS_IS {
        @Override
        public void encode(ByteBuf audio, int index, int length, ByteBuf out) {
            out.writeBytes(audio, index, length);
        }
    },
    /** Mu-law to linear16, little-endian: two bytes for each. */
    MULAW_TO_LINEAR16 {
        @Override
        public void encode(ByteBuf audio, int index, int length, ByteBuf out) {
            for (int i = index; i < index + length; i++) {
                out.writeShortLE(MuLaw.decode(audio.getByte(i)));
            }
        }
    };

    /**
     * Appends a part of {@code audio} to {@code out}.
     *
     * @param audio its indices stay as they are
     * @param index absolute, of the first byte
     * @param length in bytes, whole samples
     * @param out must have room for the result
     */
    public abstract void encode(ByteBuf audio, int index, int length, ByteBuf out);

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
}
