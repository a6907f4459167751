package io.sidetone.settings;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything wrong with one start, in the order it was found. */
final class Problems {
    /** Somebody else's file can have any number of names we do not know. */
    private static final int MOST = 50;

    private final List<String> lines = new ArrayList<>();
    private int more;

    void add(String name, String got, Given.@Nullable Place place, String expected) {
        if (lines.size() == MOST) {
            more++;
            return;
        }
        lines.add(
                Quoted.plain(name) + ": " + got + (place == null ? "" : " " + place) + " (expected: " + expected + ")");
    }

    /** Before anyone sees a stand-in for a value that would not do. */
    void throwIfAny() {
        if (!lines.isEmpty()) {
            if (more > 0) {
                lines.add("and " + more + " more");
            }
            throw new BadSettings(lines);
        }
    }
}
