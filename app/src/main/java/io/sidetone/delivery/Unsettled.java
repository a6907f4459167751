package io.sidetone.delivery;

import io.sidetone.engine.Position;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Which events of a shard somebody still has to settle, and so how far everything before is done. Memory grows
 * with what is open, not with what has passed. Confined to the shard's thread.
 */
final class Unsettled {
    private final NavigableMap<Position, Integer> open = new TreeMap<>(); // by how many
    private Position reached;

    /** @param reached everything before is none of our business */
    Unsettled(Position reached) {
        this.reached = reached;
    }

    /** @param next everything before it has been looked at */
    void reached(Position next) {
        reached = next;
    }

    Position reached() {
        return reached;
    }

    void open(Position at) {
        open.merge(at, 1, Integer::sum);
    }

    void settle(Position at) {
        assert open.containsKey(at) : "settled twice at " + at;
        open.computeIfPresent(at, (position, count) -> count == 1 ? null : count - 1);
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /** Everything before is settled. */
    Position head() {
        return open.isEmpty() || reached.compareTo(open.firstKey()) < 0 ? reached : open.firstKey();
    }
}
