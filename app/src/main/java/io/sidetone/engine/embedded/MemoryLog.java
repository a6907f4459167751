package io.sidetone.engine.embedded;

import io.sidetone.engine.CallEvent;
import io.sidetone.engine.EventLog;
import io.sidetone.engine.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** The journal of one process in memory: eight shards by hash of the call. Safe on any thread. */
final class MemoryLog implements EventLog, AutoCloseable {
    private static final int SHARDS = 8;
    private static final long CLOSE_MILLIS = 5_000;

    private final EmbeddedLimits limits;
    private final java.util.function.Consumer<Stored> projection;
    private final List<LogShard> shards =
            IntStream.range(0, SHARDS).mapToObj(LogShard::new).toList();
    private final Retention retention;
    private final ThreadPoolExecutor tailThread;
    private final List<TailFeed> tails = new CopyOnWriteArrayList<>();
    private final AtomicLong backlogBytes = new AtomicLong();

    /** @param projection sees each event on its shard's thread before its append completes; must be quick */
    MemoryLog(EmbeddedLimits limits, java.util.function.Consumer<Stored> projection) {
        this.limits = limits;
        this.projection = projection;
        this.retention = new Retention(shards, limits.logBytes());
        this.tailThread = new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Threads.named("sidetone-tail"));
    }

    @Override
    public CompletionStage<Void> append(CallEvent event) {
        long bytes = EventRing.bytes(event);
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (backlogBytes.addAndGet(bytes) > limits.backlogBytes()) {
            backlogBytes.addAndGet(-bytes);
            done.completeExceptionally(new IllegalStateException(event + " was not stored: more than "
                    + limits.backlogBytes() + " bytes wait for the event log; take no new calls until it catches up"));
            return done;
        }
        LogShard shard = shardOf(event.callId());
        try {
            shard.execute(() -> {
                backlogBytes.addAndGet(-bytes);
                store(shard, event, done);
            });
        } catch (RejectedExecutionException e) {
            backlogBytes.addAndGet(-bytes);
            done.completeExceptionally(
                    new IllegalStateException(event + " was not stored: the event log is closed", e));
        }
        return done;
    }

    private void store(LogShard shard, CallEvent event, CompletableFuture<Void> done) {
        Position at = shard.store(event);
        shard.guarded("the archive", () -> projection.accept(new Stored(at, event)));
        tails.forEach(tail -> tail.offer(event));
        retention.makeRoom();
        done.complete(null);
        shard.pump();
    }

    @Override
    public long backlogBytes() {
        return backlogBytes.get();
    }

    @Override
    public AutoCloseable consume(String group, Consumer consumer) {
        Consumer member = shard -> consumer.opened(shard); // an identity of its own, even if one consumer joins twice
        shards.forEach(shard -> shard.execute(() -> shard.group(group).join(member)));
        AtomicBoolean closed = new AtomicBoolean();
        return () -> {
            if (!closed.getAndSet(true)) {
                leave(group, member);
            }
        };
    }

    private void leave(String group, Consumer member) {
        for (LogShard shard : shards) {
            try {
                shard.execute(() -> shard.group(group).leave(member));
            } catch (RejectedExecutionException e) {
                return; // closing the log has closed the member already
            }
        }
    }

    @Override
    public AutoCloseable tail(Tail tail) {
        TailFeed feed = new TailFeed(tail, limits.tailEvents(), tailThread);
        tails.add(feed);
        return () -> {
            tails.remove(feed);
            feed.close();
        };
    }

    @Override
    public CompletionStage<List<Stored>> read(String callId, Position after, int max) {
        LogShard shard = shardOf(callId);
        return shard.ask(() -> shard.read(callId, after, max));
    }

    CompletionStage<List<CallEvent>> erase(String callId) {
        LogShard shard = shardOf(callId);
        return shard.ask(() -> shard.erase(callId));
    }

    long bytes() {
        return retention.bytes();
    }

    long lostEvents() {
        return retention.lostEvents();
    }

    boolean full() {
        return backlogBytes.get() > limits.backlogBytes() / 2;
    }

    /** Ends every member's hold on its shards; completes when the last handler is closed. */
    CompletableFuture<Void> stopConsuming() {
        List<CompletableFuture<Void>> left = new ArrayList<>();
        for (LogShard shard : shards) {
            left.add(shard.ask(() -> {
                shard.leaveAll();
                return null;
            }));
        }
        return CompletableFuture.allOf(left.toArray(CompletableFuture[]::new));
    }

    /** Stores what was appended, closes every handler and ends the threads; waits for that, 5 s at most. */
    @Override
    public void close() {
        stopConsuming();
        shards.forEach(LogShard::close);
        tails.forEach(TailFeed::close);
        tailThread.shutdown();
        try {
            for (LogShard shard : shards) {
                shard.awaitEnd(CLOSE_MILLIS);
            }
            tailThread.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private LogShard shardOf(String callId) {
        int hash = callId.hashCode();
        return shards.get(Math.floorMod(hash ^ (hash >>> 16), SHARDS));
    }
}
