package io.sidetone.redaction;

/**
 * What a word says about a number.
 *
 * @param value the number itself, or how often the next digit is said
 */
record Numeral(Kind kind, int value) {
    enum Kind {
        /** 0 to 9. */
        DIGIT,
        /** 10 to 19. */
        TEEN,
        /** French {@code dix}, behind which 7 to 9 make 17 to 19. */
        FRENCH_TEN,
        /** 20, 30 … 90. */
        TENS,
        /** French {@code vingt}: 20, and 80 behind a four. */
        SCORE,
        /** French {@code soixante}, behind which 10 to 19 make 70 to 79. */
        FRENCH_SIXTY,
        /** 21 to 99 in one word. */
        PAIR,
        /** 100 to 900 in one word, such as {@code doscientos}. */
        HUNDREDS,
        HUNDRED,
        THOUSAND,
        /** {@code double}, {@code triple}. */
        TIMES,
        /** Behind hundred and thousand only, as in English. */
        AND_BEHIND_SCALE,
        /** Between tens and digit too: {@code treinta y uno}. */
        AND,
        /** Between digit and tens: {@code vier und zwanzig}. */
        AND_BEFORE_TENS
    }

    boolean isAnd() {
        return kind == Kind.AND_BEHIND_SCALE || kind == Kind.AND || kind == Kind.AND_BEFORE_TENS;
    }

    boolean isTens() {
        return kind == Kind.TENS || kind == Kind.SCORE || kind == Kind.FRENCH_SIXTY;
    }

    boolean isScale() {
        return kind == Kind.HUNDREDS || kind == Kind.HUNDRED || kind == Kind.THOUSAND;
    }
}
