package io.sidetone.engine.embedded;

import io.sidetone.engine.CallEvent;
import org.jspecify.annotations.Nullable;

/** A shard's retained events by position, without holes; grows, and shrinks from its old end. Confined to the shard. */
final class EventRing {
    /** What an event costs beside its data: the record, its strings, its place here. */
    private static final int OVERHEAD_BYTES = 256;

    private @Nullable CallEvent[] events = new @Nullable CallEvent[64];
    private long[] endBytes = new long[64]; // bytes ever added, up to and with the event
    private long first = 1;
    private long end = 1;
    private long droppedBytes; // bytes ever added and dropped

    static long bytes(CallEvent event) {
        return (long) OVERHEAD_BYTES + event.data().length;
    }

    /** Position of the oldest event kept, or {@link #end()}. */
    long first() {
        return first;
    }

    /** Position that the next event gets. */
    long end() {
        return end;
    }

    boolean isEmpty() {
        return first == end;
    }

    long bytes() {
        return bytesBefore(end);
    }

    /** Bytes of the events kept before a position. */
    long bytesBefore(long position) {
        long last = Math.min(position, end) - 1;
        return last < first ? 0 : endBytes[index(last)] - droppedBytes;
    }

    long add(CallEvent event) {
        if (end - first == events.length) {
            grow();
        }
        long before = isEmpty() ? droppedBytes : endBytes[index(end - 1)];
        events[index(end)] = event;
        endBytes[index(end)] = before + bytes(event);
        return end++;
    }

    /** The event at a position between {@link #first()} and {@link #end()}; null if it was erased. */
    @Nullable CallEvent get(long position) {
        assert first <= position && position < end : position + " outside of " + first + ".." + end;
        return events[index(position)];
    }

    void erase(long position) {
        events[index(position)] = null;
    }

    /** Forgets the oldest event and says how many bytes that was. */
    long dropFirst() {
        int index = index(first);
        long bytes = endBytes[index] - droppedBytes;
        droppedBytes = endBytes[index];
        events[index] = null;
        first++;
        return bytes;
    }

    private int index(long position) {
        return (int) (position & (events.length - 1));
    }

    private void grow() {
        @Nullable CallEvent[] oldEvents = events;
        long[] oldEnds = endBytes;
        events = new @Nullable CallEvent[oldEvents.length * 2];
        endBytes = new long[oldEnds.length * 2];
        for (long position = first; position < end; position++) {
            int old = (int) (position & (oldEvents.length - 1));
            events[index(position)] = oldEvents[old];
            endBytes[index(position)] = oldEnds[old];
        }
    }
}
