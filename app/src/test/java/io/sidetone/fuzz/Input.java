package io.sidetone.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Cuts one input into several: a fuzzer learns where the lines end. */
public final class Input {
    private final byte[] bytes;
    private int at;

    public Input(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Up to the next line feed, or to the end; one character per byte. */
    public String line() {
        int end = at;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        String line = new String(bytes, at, end - at, StandardCharsets.ISO_8859_1);
        at = Math.min(bytes.length, end + 1);
        return line;
    }

    public byte[] rest() {
        byte[] rest = Arrays.copyOfRange(bytes, at, bytes.length);
        at = bytes.length;
        return rest;
    }

    /** What is left, as text. */
    public String text() {
        return new String(rest(), StandardCharsets.UTF_8);
    }

    /** @throws AssertionError naming what was to hold */
    public static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
