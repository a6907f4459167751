package io.sidetone.engine.embedded;

import io.sidetone.engine.CallEvent;
import io.sidetone.engine.EventLog;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What waits for one tail. Offered by the journal's thread, drained in turns on the tails' thread. */
final class TailFeed {
    private static final Logger LOG = LoggerFactory.getLogger(TailFeed.class);
    private static final int EVENTS_PER_TURN = 256;

    private final EventLog.Tail tail;
    private final int limit;
    private final Executor thread;
    private final Deque<CallEvent> waiting = new ArrayDeque<>(); // guarded by this, like all below
    private final Deque<String> erased = new ArrayDeque<>(); // calls, few
    private final Map<String, List<String>> tagged = new LinkedHashMap<>(); // by call, the newest
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

    synchronized void tagged(String callId, List<String> tags) {
        if (!closed) {
            tagged.put(callId, tags);
            askForTurn();
        }
    }

    synchronized void erased(String callId) {
        tagged.remove(callId);
        waiting.removeIf(event -> event.callId().equals(callId));
        erased.addLast(callId);
        askForTurn();
    }

    synchronized void close() {
        closed = true;
        waiting.clear();
        erased.clear();
        tagged.clear();
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
            if (!waiting.isEmpty() || !erased.isEmpty() || !tagged.isEmpty()) {
                askForTurn();
            }
        }
    }

    private boolean handOne() {
        long gap;
        String gone;
        CallEvent event;
        Map.Entry<String, List<String>> tags;
        synchronized (this) {
            gap = skipped;
            skipped = 0;
            gone = erased.pollFirst();
            event = gone == null ? waiting.pollFirst() : null;
            tags = gone == null && event == null ? nextTagged() : null; // behind the events that are about the call
        }
        hand(gap, gone, event, tags);
        return event != null || gone != null || tags != null;
    }

    private Map.@Nullable Entry<String, List<String>> nextTagged() {
        Iterator<Map.Entry<String, List<String>>> oldest = tagged.entrySet().iterator();
        if (!oldest.hasNext()) {
            return null;
        }
        Map.Entry<String, List<String>> next = oldest.next();
        oldest.remove();
        return next;
    }

    /** Outside of the lock: a slow tail must not stop the journal. */
    private void hand(
            long gap,
            @Nullable String gone,
            @Nullable CallEvent event,
            Map.@Nullable Entry<String, List<String>> tags) {
        try {
            if (gap > 0) {
                tail.skipped(gap);
            }
            if (gone != null) {
                tail.erased(gone);
            }
            if (event != null) {
                tail.event(event);
            }
            if (tags != null) {
                tail.tagged(tags.getKey(), tags.getValue());
            }
        } catch (RuntimeException e) {
            LOG.error("a tail failed at {}", event, e);
        }
    }
}
