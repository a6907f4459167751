package io.sidetone.redaction;

/** A text that may be looked at so often and no more, whatever a regular expression would like. */
final class CountedText implements CharSequence {
    private final String text;
    private long left;

    CountedText(String text, long steps) {
        this.text = text;
        this.left = steps;
    }

    /** The budget is spent. */
    static final class Spent extends RuntimeException {
        private static final long serialVersionUID = 1;

        Spent() {
            super("a pattern took too many steps", null, false, false);
        }
    }

    @Override
    public char charAt(int index) {
        if (left-- <= 0) {
            throw new Spent();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
