package io.sidetone.redaction;

import io.sidetone.redaction.Numeral.Kind;
import org.jspecify.annotations.Nullable;

/**
 * One step of a run of digits.
 *
 * @param written the digits themselves; null for a word
 * @param numeral what a word says; null for digits
 * @param token where it stands
 * @param isClose no sign but a hyphen, and no word, stands between it and the step before
 */
record Digits(@Nullable String written, @Nullable Numeral numeral, int token, boolean isClose) {

    boolean is(Kind kind) {
        return numeral != null && numeral.kind() == kind;
    }

    boolean isTens() {
        return numeral != null && numeral.isTens();
    }

    boolean isScale() {
        return numeral != null && numeral.isScale();
    }

    boolean isAnd() {
        return numeral != null && numeral.isAnd();
    }

    /** One digit, written or spoken: its value; otherwise -1. */
    int digit() {
        if (written != null) {
            return written.length() == 1 ? written.charAt(0) - '0' : -1;
        }
        return numeral != null && numeral.kind() == Kind.DIGIT ? numeral.value() : -1;
    }
}
