package io.sidetone.engine.embedded;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a journal file, {@code journal-20261125-01.db}; in the order of their positions.
 *
 * @param day UTC, when it was begun
 * @param number within the day, from 1
 */
record JournalName(LocalDate day, int number) implements Comparable<JournalName> {
    private static final Pattern NAME = Pattern.compile("journal-(\\d{8})-(\\d{2,6})\\.db");
    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;
    private static final Comparator<JournalName> ORDER =
            Comparator.comparing(JournalName::day).thenComparingInt(JournalName::number);

    static Optional<JournalName> parse(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new JournalName(LocalDate.parse(matcher.group(1), DAY), Integer.parseInt(matcher.group(2))));
        } catch (DateTimeException e) {
            return Optional.empty(); // somebody else's file
        }
    }

    static JournalName first(LocalDate day) {
        return new JournalName(day, 1);
    }

    /** The name of the next file, on this day or, should the clock have gone back, on the newest known. */
    JournalName next(LocalDate today) {
        return today.isAfter(day) ? first(today) : new JournalName(day, number + 1);
    }

    @Override
    public int compareTo(JournalName other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return "journal-%s-%02d.db".formatted(DAY.format(day), number);
    }
}
