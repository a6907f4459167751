package io.sidetone.speech.deepgram;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the words of one message after the other. */
final class ScannedWords {
    private final List<DeepgramMessage.Word> words = new ArrayList<>();
    private final StringBuilder plain = new StringBuilder(); // mostly the punctuated one is wanted
    private boolean isPlainSaid;
    private @Nullable String punctuated;
    private double start;
    private double end;
    private double confidence;
    private @Nullable String language;

    /**
     * A word without times of its own lies somewhere between {@code from} and {@code to}.
     *
     * @param from not a number if it has not been read
     * @param to likewise
     */
    List<DeepgramMessage.Word> read(Tokens tokens, double from, double to) throws IOException {
        words.clear();
        JsonToken token = tokens.next();
        while (token == JsonToken.START_OBJECT) {
            words.add(word(tokens, from, to));
            token = tokens.next();
        }
        Tokens.unusualIf(token != JsonToken.END_ARRAY);
        List<DeepgramMessage.Word> read = List.copyOf(words);
        words.clear();
        return read;
    }

    private DeepgramMessage.Word word(Tokens tokens, double from, double to) throws IOException {
        isPlainSaid = false;
        punctuated = null;
        start = Double.NaN;
        end = Double.NaN;
        confidence = Double.NaN;
        language = null;
        String field = tokens.nextField();
        while (field != null) {
            read(field, tokens);
            field = tokens.nextField();
        }
        Tokens.unusualIf((Double.isNaN(start) && Double.isNaN(from)) || (Double.isNaN(end) && Double.isNaN(to)));
        double begin = Double.isNaN(start) ? from : start;
        return new DeepgramMessage.Word(
                punctuated != null ? punctuated : isPlainSaid ? plain.toString() : "",
                begin,
                Double.isNaN(end) ? Math.max(begin, to) : end,
                Tokens.orZero(confidence),
                language);
    }

    private void read(String field, Tokens tokens) throws IOException {
        switch (field) {
            case "word" -> {
                Tokens.unusualIf(isPlainSaid);
                tokens.textInto(plain);
                isPlainSaid = true;
            }
            case "punctuated_word" -> punctuated = tokens.text(punctuated);
            case "start" -> start = tokens.number(start);
            case "end" -> end = tokens.number(end);
            case "confidence" -> confidence = tokens.number(confidence);
            case "language" -> language = tokens.text(language);
            default -> tokens.skip();
        }
    }
}
