package io.sidetone.alerts;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Without case and accents, a character at a time, exactly as the page's {@code alerts/folded.js} does it. */
final class Folded {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");

    private Folded() {}

    /** @return code points; none for an accent alone */
    static int[] of(int codePoint) {
        String small = Character.toString(codePoint).toLowerCase(Locale.ROOT);
        return MARKS.matcher(Normalizer.normalize(small, Normalizer.Form.NFD))
                .replaceAll("")
                .codePoints()
                .toArray();
    }

    /** What {@code \w} takes, and what an edge of a word is measured by. */
    static boolean isOfAWord(int codePoint) {
        return Character.isLetter(codePoint)
                || codePoint == '_'
                || switch (Character.getType(codePoint)) {
                    case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
                    default -> false;
                };
    }
}
