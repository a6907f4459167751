package io.sidetone.sim.load;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The word by which a final is known: {@code loadfinal}, then the run, the leg and the number, digits as the letters a to
 * j, so that no bridge takes them for something to mask or to format. Immutable; any thread.
 *
 * @param run tells the finals of this run from those that a bridge still owes to an earlier one
 */
record FinalIds(int run) {
    private static final String BEGINNING = "loadfinal";
    private static final char BETWEEN = 'x';
    private static final char END = 'z';
    /** More digits than any number has that we gave out. */
    private static final int MAX_DIGITS = 9;

    /** One final. */
    record Id(int leg, int number) {}

    String word(int leg, int number) {
        return BEGINNING + letters(run) + BETWEEN + letters(leg) + BETWEEN + letters(number) + END;
    }

    /** The finals that are named in a text, each once, in the order of their first naming. */
    Set<Id> in(String text) {
        Set<Id> found = new LinkedHashSet<>();
        for (int at = text.indexOf(BEGINNING); at >= 0; at = text.indexOf(BEGINNING, at + 1)) {
            Reading reading = new Reading(text, at + BEGINNING.length());
            int itsRun = reading.number(BETWEEN);
            int leg = reading.number(BETWEEN);
            int number = reading.number(END);
            if (itsRun == run && leg >= 0 && number >= 0) {
                found.add(new Id(leg, number));
            }
        }
        return found;
    }

    private static String letters(int number) {
        StringBuilder letters = new StringBuilder(String.format(Locale.ROOT, "%d", number));
        for (int i = 0; i < letters.length(); i++) {
            letters.setCharAt(i, (char) (letters.charAt(i) - '0' + 'a'));
        }
        return letters.toString();
    }

    /** One id's numbers, one after the other. */
    private static final class Reading {
        private final String text;
        private int at;

        Reading(String text, int at) {
            this.text = text;
            this.at = at;
        }

        /** -1 if there is none, or it does not end with {@code end}. */
        int number(char end) {
            int value = 0;
            for (int digits = 0; at < text.length() && digits <= MAX_DIGITS; at++, digits++) {
                char letter = text.charAt(at);
                if (letter == end && digits > 0) {
                    at++;
                    return value;
                }
                if (letter < 'a' || letter > 'j') {
                    return -1;
                }
                value = value * 10 + letter - 'a';
            }
            return -1;
        }
    }
}
