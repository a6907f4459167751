package io.sidetone.speech.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.sidetone.speech.AudioFormat;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The WebSocket message of 60 ms: three frames in, encoded and masked, and let go of. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ChunkJmh {
    private static final int CHUNK_MS = 60;
    private static final int MASK = 0x8A3C0F71;

    @Param({"MULAW_8K", "LINEAR16_8K"})
    private AudioFormat wire = AudioFormat.LINEAR16_8K;

    private final ByteBuf frame = Unpooled.buffer(160);
    private Chunk chunk = new Chunk(AudioFormat.MULAW_8K, wire, CHUNK_MS);

    @Setup
    public void fill() {
        byte[] codes = new byte[160];
        new Random(1).nextBytes(codes);
        frame.writeBytes(codes);
        chunk = new Chunk(AudioFormat.MULAW_8K, wire, CHUNK_MS);
    }

    @Benchmark
    public int message() {
        chunk.at(0, 60);
        for (int i = 0; i < 3; i++) {
            chunk.add(frame, 0, 160);
        }
        ByteBuf message = chunk.message(ByteBufAllocator.DEFAULT, MASK);
        int length = message.readableBytes();
        message.release();
        return length;
    }
}
