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

    /** The first word at {@code /v2/listen}. */
    record Connected() implements ServerMessage {}

    /**
     * A turn so far, at {@code /v2/listen}.
     *
     * @param turn from 0
     * @param start first sample of what the turn covers
     * @param end sample after the last one covered
     * @param confidence that the turn is over, 0 to 1
     * @param trigger what ended it; null: it is not over
     */
    record TurnInfo(
            Event event,
            int turn,
            long start,
            long end,
            List<HeardWord> words,
            double confidence,
            @Nullable String trigger)
            implements ServerMessage {
        public TurnInfo {
            words = List.copyOf(words);
        }

        /** What happened to the turn. */
        enum Event {
            START_OF_TURN("StartOfTurn"),
            UPDATE("Update"),
            EAGER_END_OF_TURN("EagerEndOfTurn"),
            TURN_RESUMED("TurnResumed"),
            END_OF_TURN("EndOfTurn");

            private final String wireName;

            Event(String wireName) {
                this.wireName = wireName;
            }

            String wireName() {
                return wireName;
            }
        }
    }

    /** {@code Error} at {@code /v2/listen}: the close follows. */
    record FatalError(String code, String description) implements ServerMessage {}

    /**
     * {@code Configure} was good, at {@code /v2/listen}.
     *
     * @param rules in force from now on
     */
    record FluxConfigured(TurnRules rules, FluxText.Configure change) implements ServerMessage {}

    /** {@code Configure} was bad, at {@code /v2/listen}: nothing changed. */
    record FluxNotConfigured(String code, String description) implements ServerMessage {}
}
