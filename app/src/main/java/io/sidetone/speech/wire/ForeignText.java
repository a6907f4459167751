package io.sidetone.speech.wire;

import java.util.regex.Pattern;

/** Text from outside, fit for a log and for people. */
public final class ForeignText {
    private static final int LONGEST = 300;
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\s]+");

    private ForeignText() {}

    /** On one line, and of bounded length. */
    public static String printable(String foreign) {
        String line = UNPRINTABLE.matcher(foreign).replaceAll(" ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
