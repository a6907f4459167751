package io.sidetone.engine.embedded;

import io.sidetone.engine.EventLog;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a shard's events from a position on: from memory where they are there, else from disk, page by page
 * with one page under way at most. Confined to the shard's thread.
 */
final class ShardReader {
    private final LogShard shard;
    private final Runnable arrived;
    private final Deque<EventLog.Stored> page = new ArrayDeque<>();
    private long cursor; // what stands before was given, or waits in the page
    private boolean asked;
    private boolean closed;

    /** @param arrived there may be more now */
    ShardReader(LogShard shard, long from, Runnable arrived) {
        this.shard = shard;
        this.cursor = from;
        this.arrived = arrived;
    }

    /** The next event before a position; null if it is still on its way from the disk, or there is none. */
    EventLog.@Nullable Stored next(long before) {
        EventLog.Stored next = peek(before);
        if (next != null && page.pollFirst() == null) {
            cursor = next.at().value() + 1;
        }
        return next;
    }

    /** True if an event before a position is here. Asks the disk for it if need be. */
    boolean has(long before) {
        return peek(before) != null;
    }

    /** True if everything before a position was given. */
    boolean isThrough(long before) {
        return !asked && page.isEmpty() && peek(before) == null && !asked;
    }

    private EventLog.@Nullable Stored peek(long before) {
        while (!page.isEmpty() && shard.isErased(page.getFirst().event().callId())) {
            page.removeFirst();
        }
        if (!page.isEmpty()) {
            EventLog.Stored first = page.getFirst();
            return first.at().value() < before ? first : null;
        }
        if (asked || closed || cursor >= before) {
            return null;
        }
        long inMemory = shard.ring().completeFrom();
        if (cursor < inMemory) {
            ask(Math.min(before, inMemory));
            return null;
        }
        EventLog.Stored found = shard.ring().from(cursor);
        return found != null && found.at().value() < before ? found : null;
    }

    private void ask(long to) {
        asked = true;
        shard.page(cursor, to, got -> {
            asked = false;
            if (!closed) {
                page.addAll(got.events());
                cursor = Math.max(cursor, got.next());
                arrived.run();
            }
        });
    }

    void close() {
        closed = true;
        page.clear();
    }
}
