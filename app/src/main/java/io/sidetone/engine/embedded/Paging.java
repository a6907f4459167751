package io.sidetone.engine.embedded;

import io.sidetone.engine.Archive.Cursor;
import io.sidetone.engine.Archive.Page;
import java.util.List;
import java.util.TreeMap;

/** Picks one page, newest first, from things offered in any order. A cursor holds the serial of the last one given. */
final class Paging<T> {
    private final long before;
    private final int max;
    private final TreeMap<Long, T> newest = new TreeMap<>();
    private boolean more;

    /** @throws IllegalArgumentException if the cursor is none of ours, or max is below 1 */
    Paging(Cursor from, int max) {
        if (max < 1) {
            throw new IllegalArgumentException("a page of " + max + " items; ask for 1 or more");
        }
        this.before = serial(from);
        this.max = max;
    }

    private static long serial(Cursor from) {
        String value = from.value();
        try {
            return value == null ? Long.MAX_VALUE : Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "cursor " + value + " is none of ours; give one from a page, or none to start", e);
        }
    }

    boolean wants(long serial) {
        return serial < before;
    }

    void offer(long serial, T item) {
        if (wants(serial)) {
            newest.put(serial, item);
            if (newest.size() > max) {
                newest.pollFirstEntry();
                more = true;
            }
        }
    }

    Page<T> page() {
        List<T> items = List.copyOf(newest.descendingMap().values());
        return new Page<>(items, more ? new Cursor(Long.toString(newest.firstKey())) : null);
    }
}
