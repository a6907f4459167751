package io.sidetone.redaction;

import io.sidetone.redaction.Token.Kind;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A text taken apart, white space left out. */
final class Tokens {
    /** A masked stretch in brackets is at most this long. */
    private static final int LONGEST_MASK = 34;

    private final String text;
    private final Set<String> labels;
    private final BitSet cuts = new BitSet();
    private final List<Token> tokens = new ArrayList<>();

    private Tokens(String text, Set<String> labels) {
        this.text = text;
        this.labels = labels;
    }

    /**
     * @param labels what stands in the brackets of what was masked before
     * @param spans what is going to be masked: no token reaches across an end of one, as none will then
     */
    static Tokens of(String text, Set<String> labels, List<Span> spans) {
        Tokens tokens = new Tokens(text, labels);
        for (Span span : spans) {
            tokens.cuts.set(span.start());
            tokens.cuts.set(span.end());
        }
        int at = 0;
        while (at < text.length()) {
            at = tokens.take(at);
        }
        return tokens;
    }

    private int take(int start) {
        int point = text.codePointAt(start);
        if (Character.isWhitespace(point) || Character.isSpaceChar(point)) {
            return start + Character.charCount(point);
        }
        Kind kind = Kind.SIGN;
        int end = endOfMask(start);
        if (end > start) {
            kind = Kind.MASK;
        } else if (Character.isDigit(point)) {
            kind = Kind.DIGITS;
            end = endOfDigits(start);
        } else if (isLetter(point)) {
            kind = Kind.WORD;
            end = endOfWord(start);
        } else {
            end = start + Character.charCount(point);
        }
        tokens.add(new Token(kind, start, end));
        return end;
    }

    private int endOfMask(int start) {
        if (text.charAt(start) != '[') {
            return start;
        }
        int most = Math.min(text.length(), start + LONGEST_MASK);
        for (int at = start + 1; at < most; at++) {
            if (text.charAt(at) == ']') {
                return labels.contains(text.substring(start + 1, at)) ? at + 1 : start;
            }
        }
        return start;
    }

    private int endOfDigits(int start) {
        int at = start;
        while (at < text.length() && Character.isDigit(text.codePointAt(at)) && !isCut(start, at)) {
            at += Character.charCount(text.codePointAt(at));
        }
        return at;
    }

    private int endOfWord(int start) {
        int at = start;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            boolean isInner =
                    (point == '\'' || point == '’') && at + 1 < text.length() && isLetter(text.codePointAt(at + 1));
            if ((!isLetter(point) && !isInner) || isCut(start, at)) {
                break;
            }
            at += Character.charCount(point);
        }
        return at;
    }

    private boolean isCut(int start, int at) {
        return at > start && cuts.get(at);
    }

    private static boolean isLetter(int point) {
        int type = Character.getType(point);
        return Character.isLetter(point)
                || type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }

    int size() {
        return tokens.size();
    }

    Token get(int index) {
        return tokens.get(index);
    }

    /** Whether there is such a token, and it is of this kind. */
    boolean is(int index, Kind kind) {
        return index >= 0 && index < tokens.size() && tokens.get(index).kind() == kind;
    }

    /** Whether nothing, not even a space, stands between this token and the one before. */
    boolean touches(int index) {
        return tokens.get(index - 1).end() == tokens.get(index).start();
    }

    String text(int index) {
        Token token = tokens.get(index);
        return text.substring(token.start(), token.end());
    }

    /** The code point of a sign; 0 if there is no such token or it is none. */
    int sign(int index) {
        return is(index, Kind.SIGN) ? text.codePointAt(tokens.get(index).start()) : 0;
    }

    /** The digits of a token as ASCII. */
    String digits(int index) {
        StringBuilder digits = new StringBuilder();
        text(index).codePoints().forEach(point -> digits.append((char) ('0' + Character.digit(point, 10))));
        return digits.toString();
    }

    /** A word without case and accents, as the tables have it. */
    String folded(int index) {
        return fold(text(index));
    }

    static String fold(String word) {
        String small = word.toLowerCase(Locale.ROOT);
        for (int i = 0; i < small.length(); i++) {
            if (small.charAt(i) > 127) {
                return withoutMarks(small);
            }
        }
        return small;
    }

    private static String withoutMarks(String word) {
        StringBuilder plain = new StringBuilder(word.length());
        Normalizer.normalize(word, Normalizer.Form.NFD).codePoints().forEach(point -> {
            if (point == 'ß') {
                plain.append("ss");
            } else if (Character.getType(point) != Character.NON_SPACING_MARK) {
                plain.appendCodePoint(point);
            }
        });
        return plain.toString();
    }
}
