package io.sidetone.speech.deepgram;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message from Deepgram, in its own words. Times are seconds of audio received on the connection;
 * what a message left out is 0, false or empty.
 */
sealed interface DeepgramMessage {

    /**
     * What was understood of one stretch of audio, perhaps nothing.
     *
     * @param isFinal the stretch will not be revised
     * @param speechFinal a pause was found at its end
     * @param fromFinalize the answer to a {@code Finalize}
     * @param languages most frequent first; often empty
     */
    record Results(
            double start,
            double duration,
            boolean isFinal,
            boolean speechFinal,
            boolean fromFinalize,
            String transcript,
            double confidence,
            List<String> languages,
            List<Word> words,
            @Nullable String requestId,
            @Nullable String modelName)
            implements DeepgramMessage {
        public Results {
            languages = List.copyOf(languages);
            words = List.copyOf(words);
        }
    }

    /** @param text punctuated if the vendor did so */
    record Word(
            String text,
            double start,
            double end,
            double confidence,
            @Nullable String language) {}

    /**
     * The last message of a stream that was closed in order.
     *
     * @param duration seconds of audio the vendor received, and bills
     */
    record Metadata(@Nullable String requestId, double duration, int channels) implements DeepgramMessage {}

    record SpeechStarted(double timestamp) implements DeepgramMessage {}

    /** @param lastWordEnd may be negative, or of the past */
    record UtteranceEnd(double lastWordEnd) implements DeepgramMessage {}

    /** Flux: the stream is open. */
    record Connected() implements DeepgramMessage {}

    /**
     * Flux: how a turn stands.
     *
     * @param event what has happened to it, such as {@code Update} or {@code EndOfTurn}
     * @param windowStart where the audio it speaks of begins
     * @param windowEnd and ends
     * @param transcript of the turn so far, perhaps empty
     */
    record TurnInfo(
            String event,
            double windowStart,
            double windowEnd,
            String transcript,
            List<String> languages,
            List<Word> words,
            @Nullable String requestId)
            implements DeepgramMessage {
        public TurnInfo {
            languages = List.copyOf(languages);
            words = List.copyOf(words);
        }
    }

    /** A complaint; whether the stream goes on, the vendor says by closing it or not. */
    @SuppressWarnings("JavaLangClash") // the vendor's own word
    record Error(String variant, @Nullable String code, String description) implements DeepgramMessage {}

    record Warning(String variant, @Nullable String code, String description) implements DeepgramMessage {}

    record ConfigureSuccess() implements DeepgramMessage {}

    record ConfigureFailure(String description) implements DeepgramMessage {}

    /** A type that did not exist when this was written. */
    record Unknown(String type) implements DeepgramMessage {}

    /** Not a JSON object. */
    record Garbage(String problem) implements DeepgramMessage {}
}
