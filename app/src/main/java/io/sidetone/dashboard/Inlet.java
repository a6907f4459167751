package io.sidetone.dashboard;

import io.sidetone.engine.CallEvent;
import io.sidetone.engine.EventLog;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where news waits for the writer. Whoever brings it only enqueues.
 *
 * <p>Bounded. Of a slot only the newest value waits. What does not fit is dropped: of slots the value, of
 * the log the event, and then the writer is told that some were skipped, so that it reads them up.
 */
final class Inlet implements EventLog.Tail {
    /** Takes news out, on the writer. */
    interface Sink {
        void logged(CallEvent event);

        void live(String callId, String slot, byte[] json);

        /** Events of the log are missing. */
        void skipped();

        void tagged(String callId, List<String> tags);

        void erased(String callId);
    }

    private record Tagged(String callId, List<String> tags) {}

    private record Erased(String callId) {}

    private record Key(String callId, String slot) {}

    private static final Logger log = LoggerFactory.getLogger(Inlet.class);
    private static final int ITEMS_PER_TURN = 4_096; // then viewers get theirs

    private final int max;
    private final Executor writer;
    private final Runnable turn;
    private final Queue<Object> waiting = new ConcurrentLinkedQueue<>(); // CallEvent, Key, Tagged or Erased
    private final Map<Key, byte[]> newest = new ConcurrentHashMap<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicBoolean awake = new AtomicBoolean();
    private final AtomicBoolean skipped = new AtomicBoolean();
    private final AtomicLong dropped = new AtomicLong();

    /** @param turn is run on the writer when there is something to take out */
    Inlet(int max, Executor writer, Runnable turn) {
        this.max = max;
        this.writer = writer;
        this.turn = turn;
    }

    @Override
    public void event(CallEvent event) {
        if (!offer(event)) {
            skipped.set(true);
            dropped.incrementAndGet();
        }
        wake();
    }

    @Override
    public void skipped(long count) {
        skipped.set(true);
        wake();
    }

    /** People give tags, so these are few; never dropped. */
    @Override
    public void tagged(String callId, List<String> tags) {
        put(new Tagged(callId, tags));
    }

    /** Behind the call's events that wait; never dropped. */
    @Override
    public void erased(String callId) {
        put(new Erased(callId));
    }

    private void put(Object news) {
        size.incrementAndGet();
        waiting.add(news);
        wake();
    }

    void live(String callId, String slot, byte[] json) {
        Key key = new Key(callId, slot);
        if (newest.put(key, json) == null && !offer(key)) {
            newest.remove(key);
            dropped.incrementAndGet();
        }
        wake();
    }

    /** News that did not fit. */
    long dropped() {
        return dropped.get();
    }

    private boolean offer(Object item) {
        if (size.incrementAndGet() > max) {
            size.decrementAndGet();
            return false;
        }
        waiting.add(item);
        return true;
    }

    private void wake() {
        if (!awake.get() && awake.compareAndSet(false, true)) {
            writer.execute(turn);
        }
    }

    private void hand(Object item, Sink sink) {
        if (item instanceof Key key) {
            byte[] json = newest.remove(key);
            if (json != null) {
                sink.live(key.callId(), key.slot(), json);
            }
        } else if (item instanceof Tagged tagged) {
            sink.tagged(tagged.callId(), tagged.tags());
        } else if (item instanceof Erased erased) {
            sink.erased(erased.callId());
        } else {
            sink.logged((CallEvent) item);
        }
    }

    /** Takes out what waits, a bounded part at a time. Writer thread only. */
    void drainTo(Sink sink) {
        awake.set(false);
        for (int taken = 0; taken < ITEMS_PER_TURN; taken++) {
            Object item = waiting.poll();
            if (item == null) {
                break;
            }
            size.decrementAndGet();
            try {
                hand(item, sink);
            } catch (RuntimeException e) {
                log.error("{} is not shown", item, e); // one bad item must not keep the others waiting
            }
        }
        if (skipped.getAndSet(false)) {
            sink.skipped();
        }
        if (!waiting.isEmpty()) {
            wake();
        }
    }
}
