package io.sidetone.sim.load;

import java.util.concurrent.atomic.AtomicLongArray;

/** When each of a leg's newest chunks was sent. Written by the calls' loop, read by anybody. */
final class SentChunks {
    /** Ten seconds of them at 20 ms. What takes longer is known by its place among the others, to a frame. */
    private static final int KEPT = 512;

    private final AtomicLongArray times = new AtomicLongArray(KEPT);
    private final long frameNanos;
    private volatile int count;

    SentChunks(long frameNanos) {
        this.frameNanos = frameNanos;
    }

    /** How many, which is also the next one's number. */
    int count() {
        return count;
    }

    /** The next one goes out now. */
    void sent(long nanos) {
        int number = count;
        times.set(number % KEPT, nanos);
        count = number + 1; // last: who sees it finds the time
    }

    /** Nanoseconds from a chunk's sending until {@code now}; at least so many if that is long ago. */
    long age(int number, long now) {
        int newest = count - 1;
        int kept = Math.max(number, newest - KEPT + 2); // the oldest may be written over this moment
        return now - times.get(kept % KEPT) + (kept - number) * frameNanos;
    }
}
