package io.sidetone.engine.embedded;

import io.sidetone.engine.CallEvent;
import io.sidetone.engine.EventLog;
import io.sidetone.engine.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One eighth of the log: its events, its groups and the one thread that touches them, started by its first task. */
final class LogShard {
    private static final Logger LOG = LoggerFactory.getLogger(LogShard.class);

    private final int id;
    private final ThreadPoolExecutor thread;
    private final EventRing ring = new EventRing();
    private final Map<String, ShardGroup> groups = new HashMap<>();
    private final AtomicLong bytes = new AtomicLong(); // written by the thread, read by all
    private final AtomicLong settledBytes = new AtomicLong(); // the same

    LogShard(int id) {
        this.id = id;
        // Unbounded, because what waits in it is: appends by the backlog's bytes, all else by its kind.
        this.thread = new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Threads.named("sidetone-shard-" + id));
    }

    int id() {
        return id;
    }

    EventRing ring() {
        return ring;
    }

    long bytes() {
        return bytes.get();
    }

    /** Bytes of events that every group's head has passed. */
    long settledBytes() {
        return settledBytes.get();
    }

    /** @throws RejectedExecutionException after {@link #close()} */
    void execute(Runnable task) {
        thread.execute(() -> guarded("a task", task));
    }

    /** Keeps a stranger's failure from ending the turn of everyone else. */
    void guarded(String what, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("shard {}: {} failed", id, what, e);
        }
    }

    Position store(CallEvent event) {
        long at = ring.add(event);
        measure();
        return new Position(at);
    }

    void pump() {
        groups.values().forEach(ShardGroup::pump);
    }

    ShardGroup group(String name) {
        return groups.computeIfAbsent(name, unused -> new ShardGroup(this));
    }

    void leaveAll() {
        groups.values().forEach(ShardGroup::leaveAll);
    }

    void headMoved() {
        measure();
    }

    List<EventLog.Stored> read(String callId, Position after, int max) {
        List<EventLog.Stored> found = new ArrayList<>();
        long at = Math.max(ring.first(), after.value() + 1);
        for (; at < ring.end() && found.size() < max; at++) {
            CallEvent event = ring.get(at);
            if (event != null && event.callId().equals(callId)) {
                found.add(new EventLog.Stored(new Position(at), event));
            }
        }
        return found;
    }

    /** Erases a call's events and says which. */
    List<CallEvent> erase(String callId) {
        List<EventLog.Stored> doomed = read(callId, Position.START, Integer.MAX_VALUE);
        doomed.forEach(stored -> ring.erase(stored.at().value()));
        return doomed.stream().map(EventLog.Stored::event).toList();
    }

    /**
     * Forgets the oldest events.
     *
     * @param wantedBytes stops when so much is free
     * @param unsettledToo also those that some group has not settled
     */
    Trimmed trim(long wantedBytes, boolean unsettledToo) {
        long settled = settledPosition();
        long freed = 0;
        long lost = 0;
        while (freed < wantedBytes && !ring.isEmpty() && (unsettledToo || ring.first() < settled)) {
            if (ring.first() >= settled && ring.get(ring.first()) != null) {
                lost++;
            }
            freed += ring.dropFirst();
        }
        measure();
        return new Trimmed(freed, lost);
    }

    /** What a trim made of it: bytes free again, and events lost to some group. */
    record Trimmed(long freedBytes, long lostEvents) {}

    private long settledPosition() {
        long settled = ring.end();
        for (ShardGroup group : groups.values()) {
            settled = Math.min(settled, group.head().value());
        }
        return settled;
    }

    private void measure() {
        bytes.set(ring.bytes());
        settledBytes.set(ring.bytesBefore(settledPosition()));
    }

    /** Lets what waits run to its end, then ends the thread. */
    void close() {
        thread.shutdown();
    }

    boolean awaitEnd(long millis) throws InterruptedException {
        return thread.awaitTermination(millis, TimeUnit.MILLISECONDS);
    }

    /** Runs a question on the thread. */
    <T> CompletableFuture<T> ask(Supplier<T> question) {
        try {
            return CompletableFuture.supplyAsync(question, thread);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(new IllegalStateException("the event log is closed", e));
        }
    }
}
