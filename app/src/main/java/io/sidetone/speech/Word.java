package io.sidetone.speech;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One recognised word.
 *
 * @param text as shown: cased and punctuated where the vendor does so
 * @param startMs call time, milliseconds
 * @param endMs call time, milliseconds, not before {@code startMs}
 * @param confidence 0.0 to 1.0 as the vendor gave it; scales differ between vendors
 */
public record Word(String text, long startMs, long endMs, double confidence) {
    private static final Pattern NOT_SPOKEN = Pattern.compile("[^\\p{L}\\p{N}]+");

    public long middleMs() {
        return (startMs + endMs) / 2;
    }

    /** The word without what nobody speaks: case and punctuation. Two vendors, or two results, write it alike. */
    public String sound() {
        return NOT_SPOKEN.matcher(text).replaceAll("").toLowerCase(Locale.ROOT);
    }
}
