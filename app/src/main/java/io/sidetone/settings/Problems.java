package io.sidetone.settings;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything wrong with one start, in the order it was found. */
final class Problems {
    private final List<String> lines = new ArrayList<>();

    void add(String name, String got, Given.@Nullable Place place, String expected) {
        lines.add(name + ": " + got + (place == null ? "" : " " + place) + " (expected: " + expected + ")");
    }

    /** Before anyone sees a stand-in for a value that would not do. */
    void throwIfAny() {
        if (!lines.isEmpty()) {
            throw new BadSettings(lines);
        }
    }
}
