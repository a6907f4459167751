package io.sidetone.speech.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.sidetone.speech.AudioFormat;
import io.sidetone.speech.WireEncoder;
import java.util.Arrays;

/**
 * The audio of one outgoing message, without a hole in it, which knows when it was spoken. It is kept as the leg sent it,
 * and gets the wire's format as it leaves: what waits is small, and what leaves was touched a moment ago.
 */
public final class Chunk {
    private static final byte MU_LAW_SILENCE = (byte) 0xFF;
    private static final int FIN_BINARY = 0x82;
    private static final int MASKED = 0x80;
    private static final int SHORT_LENGTH = 126;
    private static final int LONG_LENGTH = 127;
    private static final int LONGEST_HEADER = 14;

    private final AudioFormat format;
    private final WireEncoder encoder;
    private final byte[] audio;
    private int bytes;
    private int wholeBytes; // at most all of audio
    private long callTimeMs;

    /**
     * @param format the leg's
     * @param wire what it becomes
     * @param ms room
     */
    public Chunk(AudioFormat format, AudioFormat wire, int ms) {
        this(format, WireEncoder.between(format, wire), new byte[ms * format.bytesPerMs()]);
    }

    private Chunk(AudioFormat format, WireEncoder encoder, byte[] audio) {
        this.format = format;
        this.encoder = encoder;
        this.audio = audio;
    }

    /** Begins anew, empty, with room for {@code ms}. */
    Chunk at(long startMs, int ms) {
        bytes = 0;
        wholeBytes = ms * format.bytesPerMs();
        callTimeMs = startMs;
        return this;
    }

    public long callTimeMs() {
        return callTimeMs;
    }

    public int samples() {
        return bytes / format.bytesPerSample();
    }

    public long endMs() {
        return callTimeMs + bytes / format.bytesPerMs();
    }

    public double lengthMs() {
        return (double) bytes / format.bytesPerMs();
    }

    int roomBytes() {
        return wholeBytes - bytes;
    }

    /** Takes as much of {@code slice} as there is room for: whole samples. */
    void add(ByteBuf slice, int index, int length) {
        slice.getBytes(index, audio, bytes, length);
        bytes += length;
    }

    /** Makes it last {@code ms} by silence at its end; it has room for them. */
    public void fillWithSilence(int ms) {
        int wanted = ms * format.bytesPerMs();
        if (wanted > bytes) {
            Arrays.fill(audio, bytes, wanted, format == AudioFormat.MULAW_8K ? MU_LAW_SILENCE : 0);
            bytes = wanted;
        }
    }

    /** A chunk of nothing but silence. */
    public static Chunk silence(AudioFormat format, AudioFormat wire, int ms, long callTimeMs) {
        Chunk chunk = new Chunk(format, wire, ms).at(callTimeMs, ms);
        chunk.fillWithSilence(ms);
        return chunk;
    }

    /**
     * The whole binary WebSocket message (RFC 6455 section 5.2), which is the caller's.
     *
     * @param mask which no stranger can foresee
     */
    ByteBuf message(ByteBufAllocator buffers, int mask) {
        int length = encoder.wireBytes(bytes);
        ByteBuf out = buffers.directBuffer(LONGEST_HEADER + length);
        out.writeByte(FIN_BINARY);
        if (length < SHORT_LENGTH) {
            out.writeByte(MASKED | length);
        } else if (length <= 0xFFFF) {
            out.writeByte(MASKED | SHORT_LENGTH).writeShort(length);
        } else {
            out.writeByte(MASKED | LONG_LENGTH).writeLong(length);
        }
        out.writeInt(mask);
        encoder.encode(audio, 0, bytes, out, mask);
        return out;
    }
}
