package io.sidetone.engine.embedded;

import io.sidetone.engine.CallEvent;
import io.sidetone.engine.EventLog;
import io.sidetone.engine.Position;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One member's hold on one shard, from opening to closing. Confined to the shard's thread. */
final class OwnedShard implements EventLog.Shard {
    private static final Logger LOG = LoggerFactory.getLogger(OwnedShard.class);

    /** Events handed over in one turn; appends and answers get their turn in between. */
    private static final int EVENTS_PER_TURN = 256;

    private final LogShard shard;
    private final ShardGroup group;
    private final List<ShardScan> scans = new ArrayList<>();
    private EventLog.@Nullable Handler handler;
    private long cursor;
    private boolean open = true;
    private boolean paused;
    private boolean turnAsked;

    OwnedShard(LogShard shard, ShardGroup group) {
        this.shard = shard;
        this.group = group;
        this.cursor = group.head().value();
    }

    void open(EventLog.Consumer consumer) {
        try {
            handler = consumer.opened(this);
        } catch (RuntimeException e) {
            LOG.error("shard {}: the consumer failed to open it and will get none of its events", shard.id(), e);
        }
        pump();
    }

    void close() {
        open = false;
        List.copyOf(scans).forEach(ShardScan::close);
        EventLog.Handler closing = handler;
        if (closing != null) {
            shard.guarded("closing", () -> closing.closed(false));
        }
    }

    /** Hands over what is new, a turn's worth at most, and asks for another turn if more waits. */
    void pump() {
        EventLog.Handler receiver = handler;
        int left = EVENTS_PER_TURN;
        while (receiver != null && flowing() && left-- > 0) {
            long at = cursor++;
            CallEvent event = shard.ring().get(at);
            if (event != null) {
                shard.guarded("an event", () -> receiver.event(new Position(at), event));
            }
        }
        if (receiver != null && flowing()) {
            askForTurn();
        }
    }

    private boolean flowing() {
        cursor = Math.max(cursor, shard.ring().first());
        return open && !paused && cursor < shard.ring().end();
    }

    private void askForTurn() {
        if (!turnAsked) {
            turnAsked = true;
            shard.execute(() -> {
                turnAsked = false;
                pump();
            });
        }
    }

    void forget(ShardScan scan) {
        scans.remove(scan);
    }

    @Override
    public int id() {
        return shard.id();
    }

    @Override
    public Executor thread() {
        return shard::execute;
    }

    @Override
    public Map<String, EventLog.Progress> progress() {
        return Collections.unmodifiableMap(group.progress);
    }

    @Override
    public CompletionStage<Void> save(String key, EventLog.@Nullable Progress progress) {
        if (!open) {
            return CompletableFuture.failedFuture(new IllegalStateException("shard " + shard.id()
                    + " is closed: progress of " + key + " was not saved; its new owner may repeat some events"));
        }
        if (progress == null) {
            group.progress.remove(key);
        } else {
            group.progress.put(key, progress);
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void head(Position position) {
        if (open) {
            group.head(position);
        }
    }

    @Override
    public void pause(boolean paused) {
        this.paused = paused;
        if (!paused) {
            askForTurn();
        }
    }

    @Override
    public boolean mayAct() {
        return open;
    }

    @Override
    public EventLog.Scan scan(Position from, Position to, EventLog.ScanHandler handler) {
        ShardScan scan = new ShardScan(shard, this, from, to, handler);
        scans.add(scan);
        if (open) {
            scan.start();
        } else {
            scan.close();
        }
        return scan;
    }
}
