package io.sidetone.engine.embedded;

import io.sidetone.engine.CallEvent;
import io.sidetone.engine.EventLog;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What waits for one tail. Offered by the shards' threads, drained in turns on the tails' thread. */
final class TailFeed {
    private static final Logger LOG = LoggerFactory.getLogger(TailFeed.class);
    private static final int EVENTS_PER_TURN = 256;

    private final EventLog.Tail tail;
    private final int limit;
    private final Executor thread;
    private final Deque<CallEvent> waiting = new ArrayDeque<>(); // guarded by this, like all below
    private long skipped;
    private boolean turnAsked;
    private boolean closed;

    TailFeed(EventLog.Tail tail, int limit, Executor thread) {
        this.tail = tail;
        this.limit = limit;
        this.thread = thread;
    }

    /** Never waits; with a full ring the oldest gives way, as the newest matter most to who watches. */
    synchronized void offer(CallEvent event) {
        if (closed) {
            return;
        }
        if (waiting.size() == limit) {
            waiting.removeFirst();
            skipped++;
        }
        waiting.addLast(event);
        askForTurn();
    }

    synchronized void close() {
        closed = true;
        waiting.clear();
    }

    private synchronized void askForTurn() {
        if (!turnAsked && !closed) {
            turnAsked = true;
            try {
                thread.execute(this::turn);
            } catch (RejectedExecutionException e) {
                close(); // the log is closing
            }
        }
    }

    private void turn() {
        boolean more = true;
        for (int left = EVENTS_PER_TURN; more && left > 0; left--) {
            more = handOne();
        }
        synchronized (this) {
            turnAsked = false;
            if (!waiting.isEmpty()) {
                askForTurn();
            }
        }
    }

    private boolean handOne() {
        long gap;
        CallEvent event;
        synchronized (this) {
            gap = skipped;
            skipped = 0;
            event = waiting.pollFirst();
        }
        hand(gap, event);
        return event != null;
    }

    /** Outside of the lock: a slow tail must not stop a shard. */
    private void hand(long gap, @Nullable CallEvent event) {
        try {
            if (gap > 0) {
                tail.skipped(gap);
            }
            if (event != null) {
                tail.event(event);
            }
        } catch (RuntimeException e) {
            LOG.error("a tail failed at {}", event, e);
        }
    }
}
