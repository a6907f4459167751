package io.sidetone.delivery;

import io.sidetone.engine.CallEvent;
import io.sidetone.engine.Position;
import org.jspecify.annotations.Nullable;

/** An event in memory that a target has not settled yet. Confined to the shard's thread; equal only to itself. */
final class Waiting {
    private final Position at;
    private final CallEvent event;
    private final Valve.Priority priority;
    private @Nullable Cover cover;

    /** @param cover opened by {@link #enter}; null if the call's own saved progress brings the event back */
    Waiting(Position at, CallEvent event, Valve.Priority priority, @Nullable Cover cover) {
        this.at = at;
        this.event = event;
        this.priority = priority;
        this.cover = cover;
    }

    void enter() {
        if (cover != null) {
            cover.open(at);
        }
    }

    boolean isCovered() {
        return cover != null;
    }

    /** The cover is not needed any more. */
    void uncover() {
        Cover covering = cover;
        cover = null;
        if (covering != null) {
            covering.settle(at);
        }
    }

    /** Takes the cover away from the event, to be settled later. */
    Runnable takeCover() {
        Cover covering = cover;
        cover = null;
        return covering == null ? () -> {} : () -> covering.settle(at);
    }

    Position at() {
        return at;
    }

    CallEvent event() {
        return event;
    }

    Valve.Priority priority() {
        return priority;
    }

    int bytes() {
        return event.data().length;
    }
}
