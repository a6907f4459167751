package io.sidetone.speech;

/**
 * One recognised word.
 *
 * @param text as shown: cased and punctuated where the vendor does so
 * @param startMs call time, milliseconds
 * @param endMs call time, milliseconds, not before {@code startMs}
 * @param confidence 0.0 to 1.0 as the vendor gave it; scales differ between vendors
 */
public record Word(String text, long startMs, long endMs, double confidence) {}
