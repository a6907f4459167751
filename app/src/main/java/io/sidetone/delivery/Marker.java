package io.sidetone.delivery;

import io.sidetone.engine.EventLog.Progress;
import io.sidetone.engine.Position;
import org.jspecify.annotations.Nullable;

/**
 * From where on a suspended target has got nothing, on one shard: all that is stored of it, however much waits.
 *
 * @param from every event from here on is still to come, unless its call's own progress says otherwise
 * @param sinceMillis when the target was suspended, milliseconds since 1970
 * @param gone it said itself, by a 410, that it wants nothing any more
 * @param first the event that goes first once somebody resumes the target: the one that met the 410
 */
record Marker(
        Position from,
        long sinceMillis,
        boolean gone,
        @Nullable Position first) {
    /** What stands for the call in the keys of saved progress. */
    static final String KEY = "*";

    private static final long GONE = 410;

    /** As saved progress, whose fields have other names for it. */
    Progress toProgress() {
        return new Progress(first == null ? Position.START : first, gone ? GONE : 0, from, 0, sinceMillis);
    }

    static Marker of(Progress saved) {
        Position from = saved.parkedFrom();
        return new Marker(
                from == null ? Position.START : from,
                saved.nextAtMillis(),
                saved.lastSeq() == GONE,
                saved.last().equals(Position.START) ? null : saved.last());
    }

    Marker movedTo(Position further) {
        return new Marker(further, sinceMillis, gone, null);
    }

    Marker resumed() {
        return new Marker(from, sinceMillis, false, first);
    }

    boolean covers(Position at) {
        return at.compareTo(from) >= 0;
    }
}
