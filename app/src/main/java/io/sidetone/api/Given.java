package io.sidetone.api;

import io.sidetone.engine.Archive.Cursor;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What somebody gave by name: parameters of a query, or members of a body. Every reading makes its name known;
 * {@link #nothingElse} then refuses all others, so that a slip of the pen never changes what a request does.
 */
abstract class Given {
    private static final int LONGEST_TEXT = 256;
    private static final String A_MOMENT = "milliseconds since 1970, or a time such as 2025-11-20T10:00:00Z";
    private static final String A_FLAG = "true or false";

    private final Set<String> known = new LinkedHashSet<>();

    /** What was given under the name, or null. */
    abstract @Nullable String value(String name);

    abstract Set<String> names();

    /** @return null if it was not given */
    @Nullable String text(String name) {
        known.add(name);
        String value = value(name);
        if (value != null && (value.isBlank() || value.length() > LONGEST_TEXT)) {
            throw Refused.parameterIs(name, value, "1 to " + LONGEST_TEXT + " characters");
        }
        return value;
    }

    /** @param values each by its name */
    <T> @Nullable T choice(String name, Map<String, T> values) {
        String value = text(name);
        if (value == null) {
            return null;
        }
        T chosen = values.get(value);
        if (chosen == null) {
            throw Refused.parameterIs(name, value, String.join(", ", values.keySet()));
        }
        return chosen;
    }

    /** Several at once, with commas between them; empty if it was not given. */
    Set<String> list(String name) {
        String value = text(name);
        if (value == null) {
            return Set.of();
        }
        Set<String> parts = Arrays.stream(value.split(",", -1))
                .map(String::strip)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (parts.contains("")) {
            throw Refused.parameterIs(name, value, "names with commas between them");
        }
        return parts;
    }

    /** Several of a few, with commas between them. */
    Set<String> choices(String name, Set<String> values) {
        Set<String> chosen = list(name);
        if (!values.containsAll(chosen)) {
            throw Refused.parameterIs(name, String.join(",", chosen), "one or more of " + String.join(", ", values));
        }
        return chosen;
    }

    boolean flag(String name) {
        String value = text(name);
        if (value != null && !value.equals("true") && !value.equals("false")) {
            throw Refused.parameterIs(name, value, A_FLAG);
        }
        return "true".equals(value);
    }

    /** True if it was asked for, null if it was not given or given as {@code false}: it restricts nothing then. */
    @Nullable Boolean onlyIf(String name) {
        return flag(name) ? Boolean.TRUE : null;
    }

    long number(String name, long least, long most, long otherwise) {
        String value = text(name);
        if (value == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw notIn(name, value, least, most);
        }
        throw notIn(name, value, least, most);
    }

    private static Refused notIn(String name, String value, long least, long most) {
        return Refused.parameterIs(name, value, "a whole number from " + least + " to " + most);
    }

    /** Milliseconds since 1970. */
    @Nullable Long moment(String name) {
        String value = text(name);
        if (value == null) {
            return null;
        }
        try {
            return value.matches("[0-9]{1,15}")
                    ? Long.parseLong(value)
                    : Instant.parse(value).toEpochMilli();
        } catch (DateTimeParseException e) {
            throw Refused.parameterIs(name, value, A_MOMENT);
        }
    }

    /** Where a listing goes on. */
    Cursor cursor(String name) {
        String value = text(name);
        return value == null ? Cursor.START : new Cursor(value);
    }

    /** All that begin so, by what follows. */
    Map<String, String> prefixed(String prefix) {
        known.add(prefix + "<name>");
        Map<String, String> found = new LinkedHashMap<>();
        for (String name : names()) {
            if (name.startsWith(prefix) && name.length() > prefix.length()) {
                String value = text(name);
                found.put(name.substring(prefix.length()), value == null ? "" : value);
            }
        }
        return found;
    }

    /** Notes a name that is read by other means. */
    void know(String name) {
        known.add(name);
    }

    /** @throws Refused naming the first that nobody reads here */
    void nothingElse() {
        List<String> unknown =
                names().stream().filter(name -> !known.contains(name)).toList();
        if (!unknown.isEmpty()) {
            throw Refused.parameter(
                    unknown.get(0),
                    "is not known here",
                    known.isEmpty() ? "none" : "one of " + String.join(", ", known));
        }
    }
}
