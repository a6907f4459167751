package io.sidetone.speech.deepgram;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one {@code Results}, from behind its type on. */
final class ScannedResults {
    private final Tokens tokens;
    private final ScannedWords scannedWords;

    private double start = Double.NaN;
    private double duration = Double.NaN;
    private @Nullable Boolean isFinal;
    private @Nullable Boolean speechFinal;
    private @Nullable Boolean fromFinalize;
    private boolean isChannelSaid;
    private boolean isHeardSaid;
    private @Nullable String transcript;
    private double confidence = Double.NaN;
    private @Nullable List<String> languages;
    private @Nullable List<DeepgramMessage.Word> words;
    private boolean isMetadataSaid;
    private @Nullable String requestId;
    private boolean isModelSaid;
    private @Nullable String modelName;

    ScannedResults(Tokens tokens, ScannedWords scannedWords) {
        this.tokens = tokens;
        this.scannedWords = scannedWords;
    }

    DeepgramMessage.Results read() throws IOException {
        String field = tokens.nextField();
        while (field != null) {
            read(field);
            field = tokens.nextField();
        }
        return new DeepgramMessage.Results(
                Tokens.orZero(start),
                Tokens.orZero(duration),
                isFinal != null && isFinal,
                speechFinal != null && speechFinal,
                fromFinalize != null && fromFinalize,
                transcript != null ? transcript : "",
                Tokens.orZero(confidence),
                languages != null ? languages : List.of(),
                words != null ? words : List.of(),
                requestId,
                modelName);
    }

    private void read(String field) throws IOException {
        switch (field) {
            case "type" -> Tokens.unusualIf(true);
            case "start" -> start = tokens.number(start);
            case "duration" -> duration = tokens.number(duration);
            case "is_final" -> isFinal = tokens.flag(isFinal);
            case "speech_final" -> speechFinal = tokens.flag(speechFinal);
            case "from_finalize" -> fromFinalize = tokens.flag(fromFinalize);
            case "channel" -> channel();
            case "metadata" -> metadata();
            default -> tokens.skip();
        }
    }

    private void channel() throws IOException {
        tokens.object(isChannelSaid);
        isChannelSaid = true;
        String field = tokens.nextField();
        while (field != null) {
            if (field.equals("alternatives")) {
                alternatives();
            } else {
                tokens.skip();
            }
            field = tokens.nextField();
        }
    }

    /** Of which the vendor never gives more than one. */
    private void alternatives() throws IOException {
        tokens.array(isHeardSaid);
        isHeardSaid = true;
        tokens.object(false);
        String field = tokens.nextField();
        while (field != null) {
            heard(field);
            field = tokens.nextField();
        }
        Tokens.unusualIf(tokens.next() != JsonToken.END_ARRAY);
    }

    private void heard(String field) throws IOException {
        switch (field) {
            case "transcript" -> transcript = tokens.text(transcript);
            case "confidence" -> confidence = tokens.number(confidence);
            case "languages" -> languages = tokens.texts(languages);
            case "words" -> {
                tokens.array(words != null);
                words = scannedWords.read(tokens, start, 0);
            }
            default -> tokens.skip();
        }
    }

    private void metadata() throws IOException {
        tokens.object(isMetadataSaid);
        isMetadataSaid = true;
        String field = tokens.nextField();
        while (field != null) {
            switch (field) {
                case "request_id" -> requestId = tokens.text(requestId);
                case "model_info" -> model();
                default -> tokens.skip();
            }
            field = tokens.nextField();
        }
    }

    private void model() throws IOException {
        tokens.object(isModelSaid);
        isModelSaid = true;
        String field = tokens.nextField();
        while (field != null) {
            if (field.equals("name")) {
                modelName = tokens.text(modelName);
            } else {
                tokens.skip();
            }
            field = tokens.nextField();
        }
    }
}
