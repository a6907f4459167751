package io.sidetone.dashboard;

import org.jspecify.annotations.Nullable;

/**
 * The numbered log of this process's feed, shared by all viewers; the oldest events make room for new ones.
 * Writer thread only.
 */
final class Ring {
    /** What options of topics tell apart. */
    enum Kind {
        FINAL,
        DELIVERY,
        DEAD_DELIVERY,
        OTHER
    }

    /** @param json the event as every viewer gets it; never written to */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Entry(long seq, CallFacts call, Kind kind, byte[] json, long addedNanos) {}

    private static final int INITIAL_SLOTS = 1_024;

    private final int maxEvents;
    private final long maxBytes;
    private final long maxAgeNanos;
    private @Nullable Entry[] slots;
    private long oldest = 1;
    private long head;
    private long bytes;

    Ring(FeedLimits limits) {
        this.maxEvents = limits.ringEvents();
        this.maxBytes = limits.ringBytes();
        this.maxAgeNanos = limits.ringAge().toNanos();
        this.slots = new Entry[Math.min(INITIAL_SLOTS, maxEvents)];
    }

    /** The newest number, 0 before the first event. */
    long head() {
        return head;
    }

    /** A cursor below this has lost something. */
    long floor() {
        return oldest - 1;
    }

    long bytes() {
        return bytes;
    }

    void add(CallFacts call, Kind kind, byte[] json, long nowNanos) {
        if (size() == slots.length) {
            makeRoom();
        }
        head++;
        slots[slot(head)] = new Entry(head, call, kind, json, nowNanos);
        bytes += json.length;
        while (bytes > maxBytes && oldest < head) {
            dropOldest();
        }
    }

    /** @param seq above {@link #floor()} and at most {@link #head()} */
    Entry at(long seq) {
        Entry entry = slots[slot(seq)];
        if (seq < oldest || seq > head || entry == null) {
            throw new IllegalArgumentException("no event " + seq + " (kept: " + oldest + " to " + head + ")");
        }
        return entry;
    }

    void expire(long nowNanos) {
        while (oldest <= head && nowNanos - at(oldest).addedNanos() > maxAgeNanos) {
            dropOldest();
        }
    }

    private void makeRoom() {
        if (slots.length >= maxEvents) {
            dropOldest();
            return;
        }
        @Nullable Entry[] larger = new Entry[Math.min(slots.length * 2, maxEvents)];
        for (long seq = oldest; seq <= head; seq++) {
            larger[(int) (seq % larger.length)] = slots[slot(seq)];
        }
        slots = larger;
    }

    private void dropOldest() {
        bytes -= at(oldest).json().length;
        slots[slot(oldest)] = null;
        oldest++;
    }

    private int size() {
        return (int) (head - oldest + 1);
    }

    private int slot(long seq) {
        return (int) (seq % slots.length);
    }
}
