package io.sidetone.twiml;

/** What XML 1.0 can carry: some control characters and lone surrogates cannot be written at all, not even escaped. */
final class XmlText {
    private static final String REPLACEMENT = "\uFFFD";

    private XmlText() {}

    /**
     * The text itself, if XML can carry it and it is not blank.
     *
     * @throws IllegalArgumentException naming what and the position of the offending character
     */
    static String require(String what, String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(what + " is blank; give it a text or leave it out");
        }
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            if (!isLegal(point)) {
                throw new IllegalArgumentException(String.format(
                        "%s has the character U+%04X at position %d, which XML cannot carry; remove it",
                        what, point, i));
            }
            i += Character.charCount(point);
        }
        return text;
    }

    /** The text with U+FFFD in place of each character that XML cannot carry. */
    static String replaceIllegal(String text) {
        if (text.codePoints().allMatch(XmlText::isLegal)) {
            return text;
        }
        StringBuilder legal = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (isLegal(point)) {
                legal.appendCodePoint(point);
            } else {
                legal.append(REPLACEMENT);
            }
        });
        return legal.toString();
    }

    private static boolean isLegal(int point) {
        return point == '\t'
                || point == '\n'
                || point == '\r'
                || (point >= 0x20 && point <= 0xD7FF)
                || (point >= 0xE000 && point <= 0xFFFD)
                || point >= 0x10000;
    }
}
