package io.sidetone.engine.embedded;

import io.sidetone.engine.EventLog;
import io.sidetone.engine.Position;

/** A second pass over a shard in small turns, each queued behind what waits. Confined to the shard's thread. */
final class ShardScan implements EventLog.Scan {
    private static final int EVENTS_PER_TURN = 32;

    private final LogShard shard;
    private final OwnedShard owner;
    private final long to;
    private final EventLog.ScanHandler handler;
    private final ShardReader reader;
    private boolean over;
    private boolean paused;
    private boolean turnAsked;

    ShardScan(LogShard shard, OwnedShard owner, Position from, Position to, EventLog.ScanHandler handler) {
        this.shard = shard;
        this.owner = owner;
        this.to = to.value();
        this.handler = handler;
        this.reader = new ShardReader(shard, from.value(), this::askForTurn);
    }

    void start() {
        askForTurn();
    }

    @Override
    public void pause(boolean paused) {
        this.paused = paused;
        if (!paused) {
            askForTurn();
        }
    }

    @Override
    public void close() {
        over = true;
        reader.close();
        owner.forget(this);
    }

    private void askForTurn() {
        if (!turnAsked && !over) {
            turnAsked = true;
            shard.execute(this::turn);
        }
    }

    private void turn() {
        turnAsked = false;
        for (int left = EVENTS_PER_TURN; left > 0 && flows(); left--) {
            EventLog.Stored next = reader.next(to);
            if (next == null) {
                break;
            }
            shard.guarded("a scanned event", () -> handler.event(next.at(), next.event()));
        }
        if (!flows()) {
            return;
        }
        if (reader.isThrough(to)) {
            close();
            shard.guarded("the end of a scan", handler::done);
        } else if (reader.has(to)) {
            askForTurn();
        }
    }

    private boolean flows() {
        return !over && !paused;
    }
}
