package io.sidetone.redaction;

/** A piece of a text, as small as needed to tell numbers and addresses. */
record Token(Kind kind, int start, int end) {
    enum Kind {
        /** Letters, with the apostrophes between them. */
        WORD,
        /** Decimal digits of any script. */
        DIGITS,
        /** One char that is neither; never white space. */
        SIGN,
        /** What was masked before: whole, with its brackets. */
        MASK
    }

    int length() {
        return end - start;
    }
}
