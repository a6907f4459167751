package io.sidetone.engine.embedded;

import io.sidetone.engine.CallEvent;
import io.sidetone.engine.EventLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A shard's newest events in memory, in the order of their positions: all from {@link #completeFrom()} on are here,
 * what is older is on disk only. Over its limit the oldest go. Confined to the shard's thread.
 */
final class EventRing {
    /** What an event costs beside its data: the record, its strings, its place here. */
    private static final int OVERHEAD_BYTES = 256;

    private final long limitBytes;
    private EventLog.@Nullable Stored[] events = new EventLog.@Nullable Stored[64];
    private int first; // index of the oldest
    private int size;
    private long bytes;
    private long completeFrom;

    /** @param completeFrom no later event of the log stands before */
    EventRing(long limitBytes, long completeFrom) {
        this.limitBytes = limitBytes;
        this.completeFrom = completeFrom;
    }

    static long bytes(CallEvent event) {
        return (long) OVERHEAD_BYTES + event.data().length;
    }

    long completeFrom() {
        return completeFrom;
    }

    long bytes() {
        return bytes;
    }

    void add(EventLog.Stored stored) {
        if (size == events.length) {
            grow();
        }
        events[index(size++)] = stored;
        bytes += bytes(stored.event());
        while (bytes > limitBytes && size > 0) {
            EventLog.Stored oldest = at(0);
            completeFrom = oldest.at().value() + 1;
            bytes -= bytes(oldest.event());
            events[first] = null;
            first = index(1);
            size--;
        }
    }

    /** Forgets everything before a position; some of it was never here. */
    void skipTo(long position) {
        size = 0;
        first = 0;
        bytes = 0;
        events = new EventLog.@Nullable Stored[64];
        completeFrom = position;
    }

    /** The oldest event here that does not stand before a position. */
    EventLog.@Nullable Stored from(long position) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (at(middle).at().value() < position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == size ? null : at(low);
    }

    void erase(String callId) {
        List<EventLog.Stored> kept = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            EventLog.Stored stored = at(i);
            if (!stored.event().callId().equals(callId)) {
                kept.add(stored);
            }
        }
        skipTo(completeFrom);
        kept.forEach(this::add);
    }

    private EventLog.Stored at(int offset) {
        return Objects.requireNonNull(events[index(offset)]);
    }

    private int index(int offset) {
        return (first + offset) & (events.length - 1);
    }

    private void grow() {
        EventLog.@Nullable Stored[] larger = new EventLog.@Nullable Stored[events.length * 2];
        for (int i = 0; i < size; i++) {
            larger[i] = at(i);
        }
        events = larger;
        first = 0;
    }
}
