package io.sidetone.speech.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.sidetone.speech.AudioFormat;
import io.sidetone.speech.CallTimeMap;
import io.sidetone.speech.WireEncoder;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Audio on its way to the vendor: one chunk that is being filled, and complete ones in order.
 *
 * <p>Bounded: when more than the buffer's length waits, the oldest complete chunks are given up and
 * counted to the sample. The newest audio is always kept.
 */
public final class Outbox {
    /** The shortest chunk worth a place of its own: one telephone frame. Bounds memory if every frame starts a new one. */
    private static final int SHORTEST_CHUNK_MS = 20;

    private final AudioFormat legFormat;
    private final AudioFormat wireFormat;
    private final WireEncoder encoder;
    private final ByteBufAllocator buffers;
    private final int chunkBytes;
    private final long maxSamples;
    private final int maxChunks;

    private final ArrayDeque<Chunk> complete = new ArrayDeque<>();
    private @Nullable Chunk filling; // newer than all complete ones; never empty
    private long waitingSamples;
    private long completed; // chunks ever completed: the position behind the last of them
    private long lostSamples; // since forgetLost
    private long lostFromMs;
    private long endMs;

    /**
     * @param chunk audio in one message, whole milliseconds
     * @param buffer how much may wait
     * @throws IllegalArgumentException if the leg's format cannot be sent in the wire's
     */
    public Outbox(
            AudioFormat legFormat, AudioFormat wireFormat, Duration chunk, Duration buffer, ByteBufAllocator buffers) {
        this.legFormat = legFormat;
        this.wireFormat = wireFormat;
        this.encoder = WireEncoder.between(legFormat, wireFormat);
        this.buffers = buffers;
        this.chunkBytes = Math.toIntExact(chunk.toMillis() * wireFormat.bytesPerMs());
        this.maxSamples = samples(buffer);
        this.maxChunks = Math.toIntExact(buffer.toMillis() / SHORTEST_CHUNK_MS) + 1;
    }

    /** Encodes {@code slice} into the current chunk and as many more as it takes. */
    public void add(ByteBuf slice, long callTimeMs) {
        if (filling != null && Math.abs(callTimeMs - filling.endMs()) >= CallTimeMap.TOLERANCE_MS) {
            completeChunk(); // the vendor hears no hole, but call time must know where it is
        }
        int samples = slice.readableBytes() / legFormat.bytesPerSample();
        int done = 0;
        while (done < samples) {
            Chunk chunk = filling != null ? filling : begin(callTimeMs + done / samplesPerMs());
            int count = Math.min(samples - done, chunk.roomSamples());
            int bytesPerSample = legFormat.bytesPerSample();
            encoder.encode(slice, slice.readerIndex() + done * bytesPerSample, count * bytesPerSample, chunk.content());
            done += count;
            waitingSamples += count;
            endMs = chunk.endMs();
            if (!chunk.content().isWritable()) {
                completeChunk();
            }
        }
        while (waitingSamples > maxSamples || complete.size() > maxChunks) {
            loseOldest();
        }
    }

    /** Makes the chunk that is being filled ready to go as it is. */
    public void completeChunk() {
        if (filling != null) {
            complete.add(filling);
            completed++;
            filling = null;
        }
    }

    /** The oldest complete chunk, which stays; null if there is none. */
    public @Nullable Chunk peek() {
        return complete.peek();
    }

    /** Takes the chunk that {@link #peek} showed; it is the caller's to send or release. */
    public Chunk take() {
        Chunk chunk = complete.remove();
        waitingSamples -= chunk.samples();
        return chunk;
    }

    public boolean isFilling() {
        return filling != null;
    }

    /** Audio in the chunk that is being filled, in milliseconds; 0 if there is none. */
    public double fillingMs() {
        return filling == null ? 0 : filling.lengthMs();
    }

    public boolean isEmpty() {
        return waitingSamples == 0;
    }

    /** Position behind the newest complete chunk, in chunks since the beginning. */
    public long tail() {
        return completed;
    }

    /** Position of the oldest complete chunk that still waits; {@link #tail} if none does. */
    public long head() {
        return completed - complete.size();
    }

    public double waitingMs() {
        return (double) waitingSamples / samplesPerMs();
    }

    /** Call time of the end of the newest audio; 0 before the first. */
    public long endMs() {
        return endMs;
    }

    /** Audio given up since {@link #forgetLost}, in milliseconds. */
    public double lostMs() {
        return (double) lostSamples / samplesPerMs();
    }

    /** Call time of the first audio given up since {@link #forgetLost}. */
    public long lostFromMs() {
        return lostFromMs;
    }

    public void forgetLost() {
        lostSamples = 0;
    }

    /** Lets go of everything. */
    public void clear() {
        completeChunk();
        complete.forEach(Chunk::release);
        complete.clear();
        waitingSamples = 0;
    }

    private Chunk begin(long callTimeMs) {
        Chunk chunk = new Chunk(buffers.directBuffer(chunkBytes, chunkBytes), wireFormat, callTimeMs);
        filling = chunk;
        return chunk;
    }

    private void loseOldest() {
        Chunk chunk = take();
        if (lostSamples == 0) {
            lostFromMs = chunk.callTimeMs();
        }
        lostSamples += chunk.samples();
        chunk.release();
    }

    private int samplesPerMs() {
        return legFormat.sampleRateHz() / 1_000;
    }

    private long samples(Duration duration) {
        return duration.toMillis() * samplesPerMs();
    }
}
