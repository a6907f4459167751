package io.sidetone.speech.deepgram;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one message, of which only the usual are taken: a field that comes twice (the tree takes the last) or is
 * of another kind than it should be ends the pass with {@link Unusual}.
 */
final class Tokens {
    /** Exact as a double, as is each power of ten up to its length: so their quotient is rounded once, to the nearest. */
    private static final int MOST_DIGITS = 15;

    private static final double[] POWERS = powers();
    private static final int LONGEST_NUMBER =
            100; // the tree refuses numbers of some length, even where nobody wants them

    private final JsonParser parser;

    Tokens(JsonParser parser) {
        this.parser = parser;
    }

    private static double[] powers() {
        double[] powers = new double[MOST_DIGITS + 1];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }

    /** @return null at the end of the text */
    @Nullable JsonToken next() throws IOException {
        return parser.nextToken();
    }

    /** @return null at the end of the object */
    @Nullable String nextField() throws IOException {
        return parser.nextFieldName();
    }

    /** @param before whether it was there before */
    void object(boolean before) throws IOException {
        unusualIf(before || parser.nextToken() != JsonToken.START_OBJECT);
    }

    /** @param before whether it was there before */
    void array(boolean before) throws IOException {
        unusualIf(before || parser.nextToken() != JsonToken.START_ARRAY);
    }

    /** @param before null unless it was there before; the same goes for the others */
    String text(@Nullable String before) throws IOException {
        String text = parser.nextTextValue();
        if (text == null || before != null) {
            throw new Unusual();
        }
        return text;
    }

    /** Without a string of its own, which may never be asked for. */
    void textInto(StringBuilder into) throws IOException {
        unusualIf(parser.nextToken() != JsonToken.VALUE_STRING);
        into.setLength(0);
        into.append(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
    }

    List<String> texts(@Nullable List<String> before) throws IOException {
        array(before != null);
        List<String> texts = new ArrayList<>(2);
        String text = parser.nextTextValue();
        while (text != null) {
            texts.add(text);
            text = parser.nextTextValue();
        }
        unusualIf(parser.currentToken() != JsonToken.END_ARRAY);
        return texts;
    }

    Boolean flag(@Nullable Boolean before) throws IOException {
        Boolean flag = parser.nextBooleanValue();
        if (flag == null || before != null) {
            throw new Unusual();
        }
        return flag;
    }

    /** @param before not a number unless it was there before */
    double number(double before) throws IOException {
        JsonToken token = parser.nextToken();
        unusualIf(!Double.isNaN(before)
                || (token != JsonToken.VALUE_NUMBER_FLOAT && token != JsonToken.VALUE_NUMBER_INT));
        return number();
    }

    /** The text of numbers as the vendor writes most is read where it lies; the parser would copy it first. */
    private double number() throws IOException {
        int length = parser.getTextLength();
        unusualIf(length > LONGEST_NUMBER);
        char[] text = parser.getTextCharacters();
        int from = parser.getTextOffset();
        long digits = 0;
        int point = length - 1; // as if behind the last digit
        for (int i = 0; i < length; i++) {
            char c = text[from + i];
            if (c >= '0' && c <= '9' && i <= MOST_DIGITS) {
                digits = digits * 10 + (c - '0');
            } else if (c == '.' && i <= MOST_DIGITS) {
                point = i;
            } else {
                return parser.getDoubleValue();
            }
        }
        return digits / POWERS[length - 1 - point];
    }

    /** Passes over the value of a field. */
    void skip() throws IOException {
        int depth = 0;
        do {
            JsonToken token = parser.nextToken();
            if (token == null) {
                throw new Unusual();
            } else if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token.isNumeric()) {
                unusualIf(parser.getTextLength() > LONGEST_NUMBER);
            } else {
                parser.finishToken(); // or it would mind less of what is no text than the tree does
            }
        } while (depth > 0);
    }

    static double orZero(double number) {
        return Double.isNaN(number) ? 0 : number;
    }

    static void unusualIf(boolean unusual) throws Unusual {
        if (unusual) {
            throw new Unusual();
        }
    }

    /** Not for this reader. */
    static final class Unusual extends IOException {
        private static final long serialVersionUID = 1;

        private Unusual() {
            super("unusual");
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this; // nobody reads it
        }
    }
}
