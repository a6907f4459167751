package io.sidetone.sim.deepgram;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the vendor says on an open stream. Times are samples on the stream's clock. */
sealed interface ServerMessage {

    /**
     * What was heard in a stretch of audio.
     *
     * @param start first sample covered
     * @param end sample after the last one covered
     */
    record Results(
            int channel,
            long start,
            long end,
            boolean isFinal,
            boolean speechFinal,
            boolean fromFinalize,
            List<HeardWord> words)
            implements ServerMessage {
        public Results {
            words = List.copyOf(words);
        }
    }

    record SpeechStarted(int channel, long at) implements ServerMessage {}

    record UtteranceEnd(int channel, HeardWord lastWord) implements ServerMessage {}

    /** The goodbye. */
    record Metadata(String sha256, double durationSeconds, int channels) implements ServerMessage {}

    /** {@code Error} on the wire: does not end the stream. */
    record Complaint(
            String variant,
            String description,
            @Nullable String code,
            @Nullable String echo) implements ServerMessage {}

    /**
     * The answer to {@code Configure}.
     *
     * @param keyterms null if the client did not touch them
     */
    record ConfigureSuccess(@Nullable List<String> keyterms) implements ServerMessage {}

    /** Text sent as it is; for faults. */
    record Raw(String text) implements ServerMessage {}
}
