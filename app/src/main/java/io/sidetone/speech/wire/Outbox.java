package io.sidetone.speech.wire;

import io.netty.buffer.ByteBuf;
import io.sidetone.speech.AudioFormat;
import io.sidetone.speech.CallTimeMap;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.IntSupplier;
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

    private static final int UNKNOWN = -1;

    private final AudioFormat legFormat;
    private final AudioFormat wireFormat;
    private final int chunkMs;
    private final @Nullable IntSupplier turn; // null: chunks end wherever they are full
    private final long maxSamples;
    private final int maxChunks;

    private final ArrayDeque<Chunk> complete = new ArrayDeque<>();
    private @Nullable Chunk filling; // newer than all complete ones; never empty
    private @Nullable Chunk spare; // sent, and as good as new
    private long waitingSamples;
    private long completed; // chunks ever completed: the position behind the last of them
    private long lostSamples; // since forgetLost
    private long lostFromMs;
    private long endMs;
    private int beatMs = UNKNOWN; // call time of a chunk's end, modulo a chunk; known from the first audio on

    /**
     * Chunks of one length, wherever the first begins.
     *
     * @param chunk audio in one message, whole milliseconds
     * @param buffer how much may wait
     */
    public Outbox(AudioFormat legFormat, AudioFormat wireFormat, Duration chunk, Duration buffer) {
        this(legFormat, wireFormat, chunk, buffer, null);
    }

    private Outbox(
            AudioFormat legFormat,
            AudioFormat wireFormat,
            Duration chunk,
            Duration buffer,
            @Nullable IntSupplier turn) {
        this.turn = turn;
        this.legFormat = legFormat;
        this.wireFormat = wireFormat;
        this.chunkMs = Math.toIntExact(chunk.toMillis());
        this.maxSamples = samples(buffer);
        this.maxChunks = Math.toIntExact(buffer.toMillis() / SHORTEST_CHUNK_MS) + 1;
    }

    /**
     * Chunks that end on the beat of the call: whatever came between, one that begins off the beat is cut short. The
     * legs of a call take turns, so that what completes a chunk comes at even distances and may be read together.
     *
     * @param turn 0 or 1, which of two legs that take turns; asked once, at the first audio
     */
    public static Outbox onTheBeat(
            AudioFormat legFormat, AudioFormat wireFormat, Duration chunk, Duration buffer, IntSupplier turn) {
        return new Outbox(legFormat, wireFormat, chunk, buffer, turn);
    }

    /** Puts {@code slice} into the current chunk and as many more as it takes. */
    public void add(ByteBuf slice, long callTimeMs) {
        if (filling != null && Math.abs(callTimeMs - filling.endMs()) >= CallTimeMap.TOLERANCE_MS) {
            completeChunk(); // the vendor hears no hole, but call time must know where it is
        }
        int bytesPerSample = legFormat.bytesPerSample();
        int length = slice.readableBytes() / bytesPerSample * bytesPerSample;
        int done = 0;
        while (done < length) {
            Chunk chunk = filling != null ? filling : begin(callTimeMs + done / legFormat.bytesPerMs());
            int count = Math.min(length - done, chunk.roomBytes());
            chunk.add(slice, slice.readerIndex() + done, count);
            done += count;
            waitingSamples += count / bytesPerSample;
            endMs = chunk.endMs();
            if (chunk.roomBytes() == 0) {
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

    /** Takes the chunk that {@link #peek} showed; {@link #sent} gives it back. */
    public Chunk take() {
        Chunk chunk = complete.remove();
        waitingSamples -= chunk.samples();
        return chunk;
    }

    /** It has been written, and is not needed any more. */
    public void sent(Chunk chunk) {
        spare = chunk;
    }

    public boolean isFilling() {
        return filling != null;
    }

    /** Audio in the chunk that is being filled, in milliseconds; 0 if there is none. */
    public double fillingMs() {
        return filling == null ? 0 : filling.lengthMs();
    }

    /** Audio in milliseconds that completes the next chunk; 0 if one is complete already. */
    public long missingMs() {
        boolean isReady = !complete.isEmpty();
        int missing = filling == null ? untilBeat(endMs) : filling.roomBytes() / legFormat.bytesPerMs();
        return isReady ? 0 : missing;
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
        complete.clear();
        waitingSamples = 0;
        spare = null;
    }

    private Chunk begin(long callTimeMs) {
        if (turn != null && beatMs == UNKNOWN) {
            beatMs = turn.getAsInt() * halfwayMs();
        }
        Chunk chunk = (spare != null ? spare : new Chunk(legFormat, wireFormat, chunkMs))
                .at(callTimeMs, untilBeat(callTimeMs));
        spare = null;
        filling = chunk;
        return chunk;
    }

    /** A frame of each leg comes in turn, so the second's is later by itself. */
    private int halfwayMs() {
        return Math.max(0, (chunkMs / SHORTEST_CHUNK_MS - 1) / 2 * SHORTEST_CHUNK_MS);
    }

    /** In whole frames, the last of which may lie across the beat. */
    private int untilBeat(long callTimeMs) {
        if (beatMs == UNKNOWN) {
            return chunkMs;
        }
        int left = chunkMs - (int) Math.floorMod(callTimeMs - beatMs, (long) chunkMs);
        int frames = (left + SHORTEST_CHUNK_MS - 1) / SHORTEST_CHUNK_MS;
        return Math.min(chunkMs, frames * SHORTEST_CHUNK_MS);
    }

    private void loseOldest() {
        Chunk chunk = take();
        if (lostSamples == 0) {
            lostFromMs = chunk.callTimeMs();
        }
        lostSamples += chunk.samples();
    }

    private int samplesPerMs() {
        return legFormat.sampleRateHz() / 1_000;
    }

    private long samples(Duration duration) {
        return duration.toMillis() * samplesPerMs();
    }
}
