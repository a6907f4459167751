package io.sidetone.dashboard;

import io.netty.util.concurrent.EventExecutor;
import io.sidetone.engine.CallEvent;
import io.sidetone.engine.EventLog;
import io.sidetone.engine.Position;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads from the log what the tail did not bring: calls that were live before we came, and gaps.
 *
 * <p>At most a few reads at once, so that many gaps do not become a storm on the log. Writer thread only.
 */
final class CatchUp {
    private static final Logger log = LoggerFactory.getLogger(CatchUp.class);
    private static final int PAGE = 500;
    private static final int MAX_READS = 4;
    private static final int MAX_TRIES = 20; // without progress
    private static final long RETRY_MS = 100;

    private static final class Reading {
        final String callId;
        Position after = Position.START;
        long wanted;
        int tries;
        boolean underWay; // a page has been asked for; what it holds may be older than what is wanted
        boolean onceMore;

        Reading(String callId) {
            this.callId = callId;
        }
    }

    private final EventLog events;
    private final EventExecutor writer;
    private final ToLongFunction<String> known;
    private final Consumer<CallEvent> taker;
    private final Map<String, Reading> readings = new HashMap<>();
    private final ArrayDeque<Reading> waiting = new ArrayDeque<>();
    private int reads;

    /**
     * @param known the newest {@code seq} of a call that the board has, 0 for none
     * @param taker gets what was read, in order, some of it known already
     */
    CatchUp(EventLog events, EventExecutor writer, ToLongFunction<String> known, Consumer<CallEvent> taker) {
        this.events = events;
        this.writer = writer;
        this.known = known;
        this.taker = taker;
    }

    /** True while a call is being read; the tail's events of it will come that way. */
    boolean reading(String callId) {
        return readings.containsKey(callId);
    }

    /** Reads a call until {@code seq} is on the board, or once from now on if that is 0. */
    void want(String callId, long seq) {
        Reading reading = readings.get(callId);
        if (reading == null) {
            reading = new Reading(callId);
            readings.put(callId, reading);
            waiting.add(reading);
        }
        reading.wanted = Math.max(reading.wanted, seq);
        reading.onceMore |= reading.underWay;
        readNext();
    }

    private void readNext() {
        while (reads < MAX_READS && !waiting.isEmpty()) {
            Reading reading = waiting.remove();
            reads++;
            reading.underWay = true;
            events.read(reading.callId, reading.after, PAGE)
                    .whenCompleteAsync((page, failure) -> arrived(reading, page, failure), writer);
        }
    }

    private void arrived(Reading reading, List<EventLog.Stored> page, Throwable failure) {
        reads--;
        reading.underWay = false;
        if (failure != null) {
            log.warn("call {}: cannot read its events for the dashboard: {}", reading.callId, failure.toString());
            readings.remove(reading.callId);
        } else {
            take(reading, page);
        }
        readNext();
    }

    private void take(Reading reading, List<EventLog.Stored> page) {
        for (EventLog.Stored stored : page) {
            reading.after = stored.at();
            taker.accept(stored.event());
        }
        reading.tries = page.isEmpty() ? reading.tries + 1 : 0;
        if (page.size() == PAGE || reading.onceMore) {
            reading.onceMore = false;
            waiting.add(reading);
        } else if (known.applyAsLong(reading.callId) >= reading.wanted) {
            readings.remove(reading.callId);
        } else if (reading.tries < MAX_TRIES) {
            writer.schedule(() -> again(reading), RETRY_MS, TimeUnit.MILLISECONDS);
        } else {
            log.warn(
                    "call {}: the log does not give event {} to the dashboard; it shows the call as it was",
                    reading.callId,
                    reading.wanted);
            readings.remove(reading.callId);
        }
    }

    private void again(Reading reading) {
        waiting.add(reading);
        readNext();
    }
}
