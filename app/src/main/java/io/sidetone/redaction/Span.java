package io.sidetone.redaction;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A stretch of a text that is masked.
 *
 * @param start of its first char
 * @param end behind its last char
 * @param label what it is, without brackets
 */
record Span(int start, int end, String label) {

    /** In order and apart from each other; where several overlap, the longest says what they are. */
    static List<Span> merged(List<Span> found) {
        if (found.size() < 2) {
            return found;
        }
        List<Span> sorted = new ArrayList<>(found);
        sorted.sort(Comparator.comparingInt(Span::start)); // stable: patterns were looked for first
        List<Span> apart = new ArrayList<>(sorted.size());
        Span open = sorted.get(0);
        int longest = open.length();
        for (Span next : sorted.subList(1, sorted.size())) {
            if (next.start >= open.end) {
                apart.add(open);
                open = next;
                longest = next.length();
            } else {
                String label = next.length() > longest ? next.label : open.label;
                longest = Math.max(longest, next.length());
                open = new Span(open.start, Math.max(open.end, next.end), label);
            }
        }
        apart.add(open);
        return apart;
    }

    private int length() {
        return end - start;
    }

    String mask() {
        return "[" + label + "]";
    }
}
