package io.sidetone.speech.deepgram;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one {@code TurnInfo}, from behind its type on. */
final class ScannedTurn {
    private final Tokens tokens;
    private final ScannedWords scannedWords;

    private @Nullable String event;
    private double windowStart = Double.NaN;
    private double windowEnd = Double.NaN;
    private @Nullable String transcript;
    private @Nullable List<String> languages;
    private @Nullable List<DeepgramMessage.Word> words;
    private @Nullable String requestId;

    ScannedTurn(Tokens tokens, ScannedWords scannedWords) {
        this.tokens = tokens;
        this.scannedWords = scannedWords;
    }

    DeepgramMessage.TurnInfo read() throws IOException {
        String field = tokens.nextField();
        while (field != null) {
            read(field);
            field = tokens.nextField();
        }
        return new DeepgramMessage.TurnInfo(
                event != null ? event : "",
                Tokens.orZero(windowStart),
                Tokens.orZero(windowEnd),
                transcript != null ? transcript : "",
                languages != null ? languages : List.of(),
                words != null ? words : List.of(),
                requestId);
    }

    private void read(String field) throws IOException {
        switch (field) {
            case "type" -> Tokens.unusualIf(true);
            case "event" -> event = tokens.text(event);
            case "audio_window_start" -> windowStart = tokens.number(windowStart);
            case "audio_window_end" -> windowEnd = tokens.number(windowEnd);
            case "transcript" -> transcript = tokens.text(transcript);
            case "languages" -> languages = tokens.texts(languages);
            case "words" -> {
                tokens.array(words != null);
                words = scannedWords.read(tokens, windowStart, windowEnd);
            }
            case "request_id" -> requestId = tokens.text(requestId);
            default -> tokens.skip();
        }
    }
}
