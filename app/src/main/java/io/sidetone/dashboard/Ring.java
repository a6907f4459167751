package io.sidetone.dashboard;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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

    /**
     * An event before it has its number.
     *
     * @param key of what it is the newest news; of several with the same key that wait for a viewer the newest
     *     says all. For finals only where the viewer wants no more than that; null: each counts
     * @param json the event as every viewer gets it; never written to
     * @param words of a final, a JSON array for those who ask for it, or null
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Item(CallFacts call, Kind kind, @Nullable String key, byte[] json, byte @Nullable [] words) {
        int size() {
            return json.length + (words == null ? 0 : words.length);
        }
    }

    /** A numbered event. */
    record Entry(long seq, Item item, long addedNanos) {
        private static final byte[] WORDS = ",\"words\":".getBytes(StandardCharsets.UTF_8);

        CallFacts call() {
            return item.call();
        }

        Kind kind() {
            return item.kind();
        }

        byte[] json() {
            return item.json();
        }

        /** With the words, where there are any. */
        byte[] withWords() {
            byte[] words = item.words();
            if (words == null) {
                return json();
            }
            int open = json().length - 1; // without the closing brace
            byte[] whole = Arrays.copyOf(json(), open + WORDS.length + words.length + 1);
            System.arraycopy(WORDS, 0, whole, open, WORDS.length);
            System.arraycopy(words, 0, whole, open + WORDS.length, words.length);
            whole[whole.length - 1] = '}';
            return whole;
        }
    }

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

    /** How long ago the oldest event was added that is kept; 0 if none is. */
    long ageNanos(long nowNanos) {
        return oldest <= head ? nowNanos - at(oldest).addedNanos() : 0;
    }

    /** The bytes after a cursor that is not below the floor. */
    long bytesAfter(long cursor) {
        long behind = 0;
        for (long seq = cursor + 1; seq <= head; seq++) {
            behind += at(seq).json().length;
        }
        return behind;
    }

    void add(Item item, long nowNanos) {
        if (size() == slots.length) {
            makeRoom();
        }
        head++;
        slots[slot(head)] = new Entry(head, item, nowNanos);
        bytes += item.size();
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

    /** Forgets everything, and leaves out a number, so that every cursor is below the floor and starts anew. */
    void clear() {
        while (oldest <= head) {
            dropOldest();
        }
        head++;
        oldest = head + 1;
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
        bytes -= at(oldest).item().size();
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
