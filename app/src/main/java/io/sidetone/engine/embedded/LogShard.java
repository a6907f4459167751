package io.sidetone.engine.embedded;

import io.sidetone.engine.EventLog;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One eighth of the log: its newest events, its groups and the one thread that touches them, started by its first
 * task. What the journal has written is offered to it; what it has no room for it reads from disk again.
 */
final class LogShard {
    private static final Logger LOG = LoggerFactory.getLogger(LogShard.class);
    private static final long BETWEEN_TRIES_MILLIS = 1_000;

    private final int id;
    private final Disk disk;
    private final long limitBytes;
    private final ThreadPoolExecutor thread;
    private final EventRing ring;
    private final Map<String, ShardGroup> groups = new HashMap<>();
    private final Object offers = new Object();
    private final Deque<EventLog.Stored> offered = new ArrayDeque<>(); // guarded by offers, like below
    private long offeredBytes;
    private long missedTo; // a position: what stands before and is not here came too fast
    private boolean turnAsked;

    /** What a shard needs of what is durable. */
    interface Disk {
        /** Events of a shard in [from, to), a page's worth of the first. */
        CompletableFuture<EventPage> page(int shard, long from, long to);

        boolean isErased(String callId);

        StateWriter state();
    }

    /**
     * @param saved what groups have saved, by group
     * @param next no later event of the log stands before
     */
    LogShard(int id, Disk disk, long limitBytes, Map<String, SavedGroup> saved, long next) {
        this.id = id;
        this.disk = disk;
        this.limitBytes = limitBytes;
        this.ring = new EventRing(limitBytes, next);
        // Unbounded, because what waits in it is: one turn for events, and all else by its kind.
        this.thread = new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Threads.named("sidetone-shard-" + id));
        saved.forEach((name, group) -> groups.put(name, new ShardGroup(this, name, group)));
    }

    int id() {
        return id;
    }

    EventRing ring() {
        return ring;
    }

    StateWriter state() {
        return disk.state();
    }

    boolean isErased(String callId) {
        return disk.isErased(callId);
    }

    /** Never waits; with too much of it waiting the oldest gives way, as it is on disk. */
    void offer(EventLog.Stored stored) {
        boolean ask;
        synchronized (offers) {
            offered.addLast(stored);
            offeredBytes += EventRing.bytes(stored.event());
            while (offeredBytes > limitBytes) {
                EventLog.Stored oldest = offered.removeFirst();
                offeredBytes -= EventRing.bytes(oldest.event());
                missedTo = oldest.at().value() + 1;
            }
            ask = !turnAsked;
            turnAsked = true;
        }
        if (ask) {
            tryToExecute(this::takeOffers);
        }
    }

    private void takeOffers() {
        Deque<EventLog.Stored> taken;
        long skipTo;
        synchronized (offers) {
            taken = new ArrayDeque<>(offered);
            skipTo = missedTo;
            offered.clear();
            offeredBytes = 0;
            missedTo = 0;
            turnAsked = false;
        }
        if (skipTo > 0) {
            ring.skipTo(skipTo);
        }
        for (EventLog.Stored stored : taken) {
            if (!isErased(stored.event().callId())) {
                ring.add(stored);
            }
        }
        groups.values().forEach(ShardGroup::pump);
    }

    /** @throws RejectedExecutionException after {@link #close()} */
    void execute(Runnable task) {
        thread.execute(() -> guarded("a task", task));
    }

    private void tryToExecute(Runnable task) {
        try {
            execute(task);
        } catch (RejectedExecutionException e) {
            // closing: who opens the log next reads it from disk
        }
    }

    /** Keeps a stranger's failure from ending the turn of everyone else. */
    void guarded(String what, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("shard {}: {} failed", id, what, e);
        }
    }

    /** Reads a page, however long the disk is in trouble, and hands it over on the shard's thread. */
    void page(long from, long to, Consumer<EventPage> receiver) {
        disk.page(id, from, to).whenComplete((page, failure) -> {
            if (failure == null) {
                tryToExecute(() -> receiver.accept(page));
            } else {
                CompletableFuture.delayedExecutor(BETWEEN_TRIES_MILLIS, TimeUnit.MILLISECONDS)
                        .execute(() -> tryToExecute(() -> page(from, to, receiver)));
            }
        });
    }

    ShardGroup group(String name) {
        return groups.computeIfAbsent(name, unused -> new ShardGroup(this, name, SavedGroup.nothing()));
    }

    void leaveAll() {
        groups.values().forEach(ShardGroup::leaveAll);
    }

    void erase(String callId) {
        ring.erase(callId);
        groups.values().forEach(group -> group.erase(callId));
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
