package io.sidetone.engine.embedded;

import io.sidetone.engine.EventLog;
import io.sidetone.engine.Position;
import java.util.ArrayList;
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

    /** Events handed over in one turn; offers and answers get their turn in between. */
    private static final int EVENTS_PER_TURN = 256;

    private final LogShard shard;
    private final ShardGroup group;
    private final ShardReader reader;
    private final List<ShardScan> scans = new ArrayList<>();
    private EventLog.@Nullable Handler handler;
    private boolean open = true;
    private boolean paused;
    private boolean turnAsked;

    OwnedShard(LogShard shard, ShardGroup group) {
        this.shard = shard;
        this.group = group;
        this.reader = new ShardReader(shard, group.head().value(), this::pump);
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
        reader.close();
        List.copyOf(scans).forEach(ShardScan::close);
        EventLog.Handler closing = handler;
        if (closing != null) {
            shard.guarded("closing", () -> closing.closed(false));
        }
    }

    /** Hands over what is new, a turn's worth at most, and asks for another turn if more waits. */
    void pump() {
        EventLog.Handler receiver = handler;
        if (receiver == null) {
            return;
        }
        for (int left = EVENTS_PER_TURN; left > 0 && flows(); left--) {
            EventLog.Stored next = reader.next(Long.MAX_VALUE);
            if (next == null) {
                return;
            }
            shard.guarded("an event", () -> receiver.event(next.at(), next.event()));
        }
        if (flows() && reader.has(Long.MAX_VALUE)) {
            askForTurn();
        }
    }

    private boolean flows() {
        return open && !paused;
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
    public boolean holds(String callId) {
        return Shards.of(callId) == shard.id();
    }

    @Override
    public Executor thread() {
        return shard::execute;
    }

    @Override
    public Map<String, EventLog.Progress> progress() {
        return group.progress();
    }

    @Override
    public CompletionStage<Void> save(String key, EventLog.@Nullable Progress progress) {
        if (!open) {
            return CompletableFuture.failedFuture(new IllegalStateException("shard " + shard.id()
                    + " is closed: progress of " + key + " was not saved; its new owner may repeat some events"));
        }
        return group.save(key, progress);
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
