package io.sidetone.speech.lasting;

import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the audio that all legs together keep in memory, and hands its blocks from one leg to the next. Any thread; a
 * block goes back to the thread that gives it up, which takes the one of last, still near the processor, first.
 */
public final class AudioBudget {
    /** Blocks that a thread keeps for those to come: those of a final's length for every leg in five hundred. */
    private static final int MOST_IDLE = 1_024;

    private final long mostBytes;
    private final AtomicLong usedBytes = new AtomicLong();

    private final FastThreadLocal<ArrayDeque<byte[]>> free = new FastThreadLocal<>() {
        @Override
        protected ArrayDeque<byte[]> initialValue() {
            return new ArrayDeque<>();
        }
    };

    public AudioBudget(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Takes {@code bytes} if there is room for them; they are given back with {@link #release}. */
    boolean reserve(long bytes) {
        if (usedBytes.addAndGet(bytes) <= mostBytes) {
            return true;
        }
        release(bytes);
        return false;
    }

    void release(long bytes) {
        usedBytes.addAndGet(-bytes);
    }

    /** A block, with whatever is left in it. Room for it was reserved. */
    byte[] block() {
        byte[] used = free.get().pollLast();
        return used != null ? used : new byte[KeptAudio.BLOCK_BYTES];
    }

    /** A block is needed no more. */
    void giveBack(byte[] block) {
        release(block.length);
        ArrayDeque<byte[]> idle = free.get();
        if (idle.size() < MOST_IDLE) {
            idle.addLast(block);
        }
    }

    public long usedBytes() {
        return usedBytes.get();
    }

    /** Whether so much is used that it is time to move what can wait to disk. */
    boolean isTight() {
        return usedBytes.get() > mostBytes / 4 * 3;
    }
}
