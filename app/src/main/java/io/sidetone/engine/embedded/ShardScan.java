package io.sidetone.engine.embedded;

import io.sidetone.engine.CallEvent;
import io.sidetone.engine.EventLog;
import io.sidetone.engine.Position;

/** A second pass over a shard in small turns, each queued behind what waits. Confined to the shard's thread. */
final class ShardScan implements EventLog.Scan {
    private static final int EVENTS_PER_TURN = 32;

    private final LogShard shard;
    private final OwnedShard owner;
    private final long to;
    private final EventLog.ScanHandler handler;
    private long cursor;
    private boolean over;
    private boolean paused;
    private boolean turnAsked;

    ShardScan(LogShard shard, OwnedShard owner, Position from, Position to, EventLog.ScanHandler handler) {
        this.shard = shard;
        this.owner = owner;
        this.cursor = from.value();
        this.to = to.value();
        this.handler = handler;
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
        int left = EVENTS_PER_TURN;
        while (!over && !paused && more() && left-- > 0) {
            long at = cursor++;
            CallEvent event = shard.ring().get(at);
            if (event != null) {
                shard.guarded("a scanned event", () -> handler.event(new Position(at), event));
            }
        }
        if (over || paused) {
            return;
        }
        if (more()) {
            askForTurn();
        } else {
            close();
            shard.guarded("the end of a scan", handler::done);
        }
    }

    private boolean more() {
        cursor = Math.max(cursor, shard.ring().first());
        return cursor < Math.min(to, shard.ring().end());
    }
}
