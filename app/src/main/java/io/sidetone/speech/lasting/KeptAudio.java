package io.sidetone.speech.lasting;

import io.netty.buffer.ByteBuf;
import io.sidetone.speech.CallTimeMap;
import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * A leg's newest audio, as mu-law at 8 kHz with its call time: what is not settled yet, and a moment before it.
 *
 * <p>Grows at its end, is let go of at its beginning. The bytes lie in blocks of a quarter of a second, which are counted in
 * the {@link AudioBudget}; when they were spoken is noted once per hole. Confined to the leg's loop.
 */
final class KeptAudio {
    static final int BYTES_PER_MS = 8;
    static final int BLOCK_BYTES = 250 * BYTES_PER_MS;

    private final AudioBudget budget;
    private final ArrayDeque<byte[]> blocks = new ArrayDeque<>();
    private final ArrayDeque<Stretch> stretches = new ArrayDeque<>(); // none is empty
    private int first; // index of the oldest byte in the first block
    private long bytes;
    private long endMs;
    private boolean begun;

    /** Audio without a hole. */
    private static final class Stretch {
        long startMs;
        long bytes;

        Stretch(long startMs) {
            this.startMs = startMs;
        }

        long endMs() {
            return startMs + bytes / BYTES_PER_MS;
        }
    }

    /** Takes audio in order. */
    interface Sink {
        void take(byte[] audio, int from, int length, long callTimeMs);
    }

    KeptAudio(AudioBudget budget) {
        this.budget = budget;
    }

    /**
     * Adds audio at the end.
     *
     * @return false if there was no room for all of it: then nothing was added
     */
    boolean add(ByteBuf slice, long callTimeMs) {
        int length = slice.readableBytes();
        long room = (long) blocks.size() * BLOCK_BYTES - first - bytes;
        int fresh = (int) ((Math.max(0, length - room) + BLOCK_BYTES - 1) / BLOCK_BYTES);
        if (fresh > 0 && !budget.reserve((long) fresh * BLOCK_BYTES)) {
            return false;
        }
        int done = 0;
        while (done < length) {
            int at = (int) ((first + bytes) % BLOCK_BYTES);
            if (at == 0 && (long) blocks.size() * BLOCK_BYTES == first + bytes) {
                blocks.addLast(budget.block());
            }
            int count = Math.min(length - done, BLOCK_BYTES - at);
            slice.getBytes(slice.readerIndex() + done, blocks.getLast(), at, count);
            bytes += count;
            done += count;
        }
        note(length, callTimeMs);
        return true;
    }

    private void note(int length, long callTimeMs) {
        Stretch last = stretches.peekLast();
        if (last == null || Math.abs(callTimeMs - last.endMs()) >= CallTimeMap.TOLERANCE_MS) {
            last = new Stretch(callTimeMs);
            stretches.addLast(last);
        }
        last.bytes += length;
        endMs = last.endMs();
        begun = true;
    }

    /** Lets go of everything before a call time. */
    void dropBefore(long callTimeMs) {
        Stretch oldest = stretches.peekFirst();
        while (oldest != null && oldest.endMs() <= callTimeMs) {
            stretches.removeFirst();
            drop(oldest.bytes);
            oldest = stretches.peekFirst();
        }
        if (oldest != null && oldest.startMs < callTimeMs) {
            long part = (callTimeMs - oldest.startMs) * BYTES_PER_MS;
            oldest.startMs = callTimeMs;
            oldest.bytes -= part;
            drop(part);
        }
    }

    private void drop(long count) {
        bytes -= count;
        long from = first + count;
        while (from >= BLOCK_BYTES) {
            from -= BLOCK_BYTES;
            budget.giveBack(blocks.removeFirst());
        }
        first = (int) from;
    }

    /** Lets go of everything. */
    void clear() {
        stretches.clear();
        bytes = 0;
        first = 0;
        blocks.forEach(budget::giveBack);
        blocks.clear();
    }

    /** Whether there ever was any audio. */
    boolean hasBegun() {
        return begun;
    }

    boolean isEmpty() {
        return bytes == 0;
    }

    long bytes() {
        return bytes;
    }

    /** Audio kept, in milliseconds; holes do not count. */
    long lengthMs() {
        return bytes / BYTES_PER_MS;
    }

    /** Audio kept behind a call time, in milliseconds; holes do not count. */
    long lengthFromMs(long callTimeMs) {
        return bytesFromMs(callTimeMs) / BYTES_PER_MS;
    }

    /** The same in bytes: a slice may be shorter than a millisecond. */
    long bytesFromMs(long callTimeMs) {
        if (stretches.size() == 1) { // as nearly always
            return bytesFromMs(bytes, stretches.getFirst(), callTimeMs);
        }
        long length = bytes;
        for (Stretch stretch : stretches) {
            if (stretch.endMs() > callTimeMs) {
                return bytesFromMs(length, stretch, callTimeMs);
            }
            length -= stretch.bytes;
        }
        return 0;
    }

    /** The same, where {@code length} bytes are left from a stretch's beginning on. */
    private static long bytesFromMs(long length, Stretch stretch, long callTimeMs) {
        long before = Math.max(0, callTimeMs - stretch.startMs) * BYTES_PER_MS;
        return Math.max(0, length - before);
    }

    /** Memory in use, in bytes. */
    long memoryBytes() {
        return (long) blocks.size() * BLOCK_BYTES;
    }

    /** Call time of the first sample; the end if there is none. */
    long startMs() {
        Stretch oldest = stretches.peekFirst();
        return oldest == null ? endMs : oldest.startMs;
    }

    /** Call time of the end of the newest audio, whether or not it is still kept; 0 before the first. */
    long endMs() {
        return endMs;
    }

    /** Hands out what lies between two call times. */
    void forEach(long fromMs, long toMs, Sink sink) {
        long position = first;
        for (Stretch stretch : stretches) {
            if (stretch.endMs() > fromMs && stretch.startMs < toMs) { // not in order if call time ever jumped back
                long skipped = Math.max(0, fromMs - stretch.startMs) * BYTES_PER_MS;
                long to = toMs >= stretch.endMs() ? stretch.bytes : (toMs - stretch.startMs) * BYTES_PER_MS;
                handOut(position + skipped, to - skipped, stretch.startMs + skipped / BYTES_PER_MS, sink);
            }
            position += stretch.bytes;
        }
    }

    /** @param position counted from the beginning of the first block */
    private void handOut(long position, long length, long callTimeMs, Sink sink) {
        Iterator<byte[]> all = blocks.iterator();
        byte[] block = all.next();
        long blockStart = 0;
        long done = 0;
        while (done < length) {
            long at = position + done - blockStart;
            if (at >= BLOCK_BYTES) {
                block = all.next();
                blockStart += BLOCK_BYTES;
                continue;
            }
            int count = (int) Math.min(length - done, BLOCK_BYTES - at);
            sink.take(block, (int) at, count, callTimeMs + done / BYTES_PER_MS);
            done += count;
        }
    }
}
