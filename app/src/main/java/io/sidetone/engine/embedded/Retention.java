package io.sidetone.engine.embedded;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps all shards together within the limit. What every group has settled goes first, wherever it is;
 * only then the oldest of the fullest shard, counted as lost. Safe on any thread.
 */
final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    /** Freed at once, so that a full log is not trimmed for every single event. */
    private static final long STEP_BYTES = 64 << 10;

    private final List<LogShard> shards;
    private final long limitBytes;
    private final AtomicBoolean trimming = new AtomicBoolean();
    private final AtomicLong lostEvents = new AtomicLong();

    Retention(List<LogShard> shards, long limitBytes) {
        this.shards = shards;
        this.limitBytes = limitBytes;
    }

    /** Events dropped before every group had settled them. */
    long lostEvents() {
        return lostEvents.get();
    }

    long bytes() {
        return shards.stream().mapToLong(LogShard::bytes).sum();
    }

    void makeRoom() {
        long over = bytes() - limitBytes;
        if (over <= 0 || !trimming.compareAndSet(false, true)) {
            return;
        }
        LogShard settled = most(Comparator.comparingLong(LogShard::settledBytes));
        boolean force = settled.settledBytes() == 0;
        LogShard victim = force ? most(Comparator.comparingLong(LogShard::bytes)) : settled;
        try {
            victim.execute(() -> trim(victim, force ? over : Math.max(over, Math.min(STEP_BYTES, limitBytes)), force));
        } catch (RejectedExecutionException e) {
            trimming.set(false); // closing: the memory goes with the log
        }
    }

    private void trim(LogShard victim, long wantedBytes, boolean force) {
        LogShard.Trimmed trimmed = victim.trim(wantedBytes, force);
        if (trimmed.lostEvents() > 0 && lostEvents.getAndAdd(trimmed.lostEvents()) == 0) {
            LOG.error(
                    "the event log is over its limit of {} bytes and had to drop events that are not delivered yet;"
                            + " find out which webhook is down, or raise the limit",
                    limitBytes);
        }
        trimming.set(false);
        makeRoom();
    }

    private LogShard most(Comparator<LogShard> by) {
        return shards.stream().max(by).orElseThrow();
    }
}
