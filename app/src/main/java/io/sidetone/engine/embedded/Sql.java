package io.sidetone.engine.embedded;

import io.sidetone.engine.Archive.Cursor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A question under construction: text of ours, values of others only as parameters. */
final class Sql {
    private final StringBuilder text;
    private final List<@Nullable Object> parameters = new ArrayList<>();
    private boolean where;

    Sql(String start, @Nullable Object... values) {
        text = new StringBuilder(start);
        parameters.addAll(Arrays.asList(values));
    }

    Sql and(String condition, @Nullable Object... values) {
        text.append(where ? " and " : " where ").append(condition);
        where = true;
        parameters.addAll(Arrays.asList(values));
        return this;
    }

    Sql then(String more, @Nullable Object... values) {
        text.append(' ').append(more);
        parameters.addAll(Arrays.asList(values));
        return this;
    }

    String text() {
        return text.toString();
    }

    @Nullable Object[] parameters() {
        return parameters.toArray();
    }

    /** @throws IllegalArgumentException if nothing can be on such a page */
    static int most(int max) {
        if (max < 1) {
            throw new IllegalArgumentException("a page of " + max + " items; ask for 1 or more");
        }
        return Math.min(max, Integer.MAX_VALUE - 1);
    }

    /** Where a listing goes on, as a word that says which listing it belongs to, and numbers. */
    static Cursor cursor(String listing, long... numbers) {
        StringBuilder value = new StringBuilder(listing);
        for (long number : numbers) {
            value.append('.').append(Long.toString(number, 36));
        }
        return new Cursor(value.toString());
    }

    /**
     * The numbers of a cursor; none at the start.
     *
     * @throws IllegalArgumentException if it does not come from this listing
     */
    static long[] numbers(Cursor cursor, String listing, int count) {
        String value = cursor.value();
        if (value == null) {
            return new long[0];
        }
        String[] parts = value.split(Pattern.quote("."), -1);
        if (parts.length != count + 1 || !parts[0].equals(listing)) {
            throw foreign(value, null);
        }
        try {
            return Arrays.stream(parts)
                    .skip(1)
                    .mapToLong(part -> Long.parseLong(part, 36))
                    .toArray();
        } catch (NumberFormatException e) {
            throw foreign(value, e);
        }
    }

    private static IllegalArgumentException foreign(String value, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "cursor " + value + " is none of ours, or of another listing; give one from a page of the same"
                        + " question, or none to start",
                cause);
    }
}
