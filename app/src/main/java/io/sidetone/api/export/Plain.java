package io.sidetone.api.export;

import java.util.regex.Pattern;

/** What comes from outside (callers, vendors, stream parameters), made fit for a file of lines. */
final class Plain {
    /** White space, line ends of every kind, and control characters, which no transcript needs. */
    private static final Pattern BETWEEN = Pattern.compile("[\\s\\p{Cc}\\u0085\\u2028\\u2029]+");

    private static final String ARROW = "-->";

    private Plain() {}

    /** In one line: nobody can begin a line, a cue or an entry of their own by what they say. */
    static String line(String text) {
        return BETWEEN.matcher(text).replaceAll(" ").strip();
    }

    /** Without the arrow that tells times from text in SRT and VTT. */
    static String withoutArrows(String text) {
        String broken = text;
        while (broken.contains(ARROW)) {
            broken = broken.replace(ARROW, "-- >");
        }
        return broken;
    }
}
