package io.sidetone.dashboard;

import org.jspecify.annotations.Nullable;

/**
 * How much of a leg's guess has stood still, as recognisers do not say it: the longest run of whole words from the
 * beginning that it has in common with each of the two results before it, whatever their case and the punctuation
 * that closes a word. Writer thread only.
 */
final class Stability {
    private long utt;
    private @Nullable String before;
    private @Nullable String beforeThat;

    /**
     * Takes the newest guess.
     *
     * @return so many UTF-16 units at its beginning have not changed for two results; 0 if that is not known
     */
    int of(long newestUtt, String text) {
        if (newestUtt != utt) {
            forget();
            utt = newestUtt;
        }
        int stable =
                before == null || beforeThat == null ? 0 : Math.min(common(text, before), common(text, beforeThat));
        beforeThat = before;
        before = text;
        return stable;
    }

    /** The words so far are settled or gone; the next guess begins elsewhere. */
    void forget() {
        before = null;
        beforeThat = null;
    }

    /** Where the last word of {@code text} ends up to which {@code other} has the same words. */
    static int common(String text, String other) {
        int end = 0;
        int at = 0;
        int otherAt = 0;
        while (true) {
            at = wordFrom(text, at);
            otherAt = wordFrom(other, otherAt);
            int wordEnd = endOfWord(text, at);
            int otherEnd = endOfWord(other, otherAt);
            if (at == wordEnd || otherAt == otherEnd || !same(text, at, wordEnd, other, otherAt, otherEnd)) {
                return end;
            }
            end = wordEnd;
            at = wordEnd;
            otherAt = otherEnd;
        }
    }

    private static boolean same(String text, int from, int to, String other, int otherFrom, int otherTo) {
        int length = unclosed(text, from, to) - from;
        return length == unclosed(other, otherFrom, otherTo) - otherFrom
                && text.regionMatches(true, from, other, otherFrom, length);
    }

    /** Where a word ends without the punctuation that closes it; a word of nothing else is what it is. */
    private static int unclosed(String text, int from, int to) {
        int end = to;
        while (end > from && ".,;:!?…)\"'".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return end == from ? to : end;
    }

    private static int wordFrom(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int endOfWord(String text, int from) {
        int at = from;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }
}
