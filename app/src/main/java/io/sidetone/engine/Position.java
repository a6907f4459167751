package io.sidetone.engine;

/** A place in the event log. Opaque; comparable only within one shard. */
public record Position(long value) implements Comparable<Position> {
    /** Before the first event. */
    public static final Position START = new Position(0);

    /** The place right behind this one: later than this event, not later than the shard's next. */
    public Position next() {
        return new Position(value + 1);
    }

    @Override
    public int compareTo(Position other) {
        return Long.compare(value, other.value);
    }
}
