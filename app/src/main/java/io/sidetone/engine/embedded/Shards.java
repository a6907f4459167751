package io.sidetone.engine.embedded;

import io.sidetone.engine.EventLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** The log's eight shards, by hash of the call. Safe on any thread. */
final class Shards implements AutoCloseable {
    static final int COUNT = 8;
    private static final long CLOSE_MILLIS = 5_000;

    private final List<LogShard> shards;

    /**
     * @param saved what groups have saved, by shard and group
     * @param next no later event of the log stands before
     */
    Shards(LogShard.Disk disk, long limitBytes, Map<Integer, Map<String, SavedGroup>> saved, long next) {
        this.shards = IntStream.range(0, COUNT)
                .mapToObj(
                        id -> new LogShard(id, disk, limitBytes / COUNT, saved.getOrDefault(id, new HashMap<>()), next))
                .toList();
    }

    static int of(String callId) {
        int hash = callId.hashCode();
        return Math.floorMod(hash ^ (hash >>> 16), COUNT);
    }

    List<LogShard> all() {
        return shards;
    }

    void offer(EventLog.Stored stored) {
        shards.get(of(stored.event().callId())).offer(stored);
    }

    CompletableFuture<Void> erase(String callId) {
        LogShard shard = shards.get(of(callId));
        return shard.ask(() -> {
            shard.erase(callId);
            return null;
        });
    }

    /** Completes when every shard has had its turn for what was offered before. */
    CompletableFuture<Void> reached() {
        return CompletableFuture.allOf(
                shards.stream().map(shard -> shard.ask(shard::id)).toArray(CompletableFuture[]::new));
    }

    /** Ends every member's hold on its shards; completes when the last handler is closed. */
    CompletableFuture<Void> leaveAll() {
        List<CompletableFuture<Void>> left = new ArrayList<>();
        for (LogShard shard : shards) {
            left.add(shard.ask(() -> {
                shard.leaveAll();
                return null;
            }));
        }
        return CompletableFuture.allOf(left.toArray(CompletableFuture[]::new));
    }

    /** Closes every handler and ends the threads; waits for that, some seconds at most. */
    @Override
    public void close() {
        leaveAll();
        shards.forEach(LogShard::close);
        try {
            for (LogShard shard : shards) {
                shard.awaitEnd(CLOSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
