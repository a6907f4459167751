package io.sidetone.speech.wire;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.sidetone.speech.AudioFormat;

/** One outgoing message of audio without a hole in it, which knows when it was spoken. */
public final class Chunk extends BinaryWebSocketFrame {
    private final AudioFormat format;
    private final long callTimeMs;

    /** @param room empty, with the capacity of a full chunk; released with this frame */
    public Chunk(ByteBuf room, AudioFormat format, long callTimeMs) {
        super(room);
        this.format = format;
        this.callTimeMs = callTimeMs;
    }

    public long callTimeMs() {
        return callTimeMs;
    }

    public int samples() {
        return content().readableBytes() / format.bytesPerSample();
    }

    public long endMs() {
        return callTimeMs + content().readableBytes() / format.bytesPerMs();
    }

    public double lengthMs() {
        return (double) content().readableBytes() / format.bytesPerMs();
    }

    public int roomSamples() {
        return content().writableBytes() / format.bytesPerSample();
    }
}
