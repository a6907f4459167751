package io.sidetone.delivery;

import io.sidetone.engine.Position;
import java.util.ArrayDeque;
import java.util.Deque;

/** The events of a shard from the first unsettled one on, and so its head. Confined to the shard's thread. */
final class Unsettled {
    private final Deque<Mark> marks = new ArrayDeque<>();
    private Position behindNewest = Position.START;

    Mark seen(Position at) {
        Mark mark = new Mark(at);
        marks.addLast(mark);
        behindNewest = at.next();
        return mark;
    }

    /** Everything before is settled by every target, or kept as a marker. */
    Position head() {
        Mark first = marks.peekFirst();
        while (first != null && first.open == 0) {
            marks.removeFirst();
            first = marks.peekFirst();
        }
        return first == null ? behindNewest : first.at;
    }

    /** How many targets have not settled one event. */
    static final class Mark {
        private final Position at;
        private int open;

        private Mark(Position at) {
            this.at = at;
        }

        void open() {
            open++;
        }

        void settle() {
            open--;
            assert open >= 0 : "settled twice at " + at;
        }
    }
}
