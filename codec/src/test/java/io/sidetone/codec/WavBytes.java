package io.sidetone.codec;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Puts a WAV file together by hand, wrong numbers and all. */
final class WavBytes {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    static WavBytes riff(long size) {
        return new WavBytes().ascii("RIFF").int32(size).ascii("WAVE");
    }

    static WavBytes mono16() {
        return riff(1000).fmt(1, 1, 8000, 2, 16);
    }

    WavBytes ascii(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    WavBytes int16(int value) {
        out.write(value);
        out.write(value >> 8);
        return this;
    }

    WavBytes int32(long value) {
        return int16((int) value).int16((int) (value >> 16));
    }

    WavBytes bytes(int... values) {
        for (int value : values) {
            out.write(value);
        }
        return this;
    }

    WavBytes fmt(int tag, int channels, long rateHz, int blockAlign, int bits) {
        ascii("fmt ").int32(16).int16(tag).int16(channels).int32(rateHz);
        return int32(rateHz * blockAlign).int16(blockAlign).int16(bits);
    }

    /** WAVE_FORMAT_EXTENSIBLE around {@code innerTag}. */
    WavBytes extensible(int innerTag, int channels, long rateHz, int bits, int validBits) {
        int blockAlign = channels * bits / 8;
        ascii("fmt ").int32(40).int16(0xFFFE).int16(channels).int32(rateHz);
        int32(rateHz * blockAlign).int16(blockAlign).int16(bits);
        int16(22).int16(validBits).int32(3).int16(innerTag);
        return bytes(0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71);
    }

    WavBytes chunk(String id, long claimed, int... content) {
        return ascii(id).int32(claimed).bytes(content);
    }

    byte[] toBytes() {
        return out.toByteArray();
    }
}
