package io.sidetone.speech;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What becomes of one leg's speech, in the order it happened. All times are call time in milliseconds. */
public sealed interface SpeechEvent {

    /** The session's way to its vendor has changed. {@code detail} is for people, not for parsing. */
    record Health(State state, String detail) implements SpeechEvent {}

    /**
     * How far the session is behind; told when it has changed by much.
     *
     * @param lagMs audio that the vendor has not been sent yet
     * @param repairingMs audio that is being transcribed afterwards
     * @param lostMs audio that nobody will transcribe, since the session began
     * @param untranscribedFromMs call time since when no vendor can be had; -1 while one can
     */
    record Progress(long lagMs, long repairingMs, long lostMs, long untranscribedFromMs) implements SpeechEvent {}

    /** How a session stands with its vendor; names as in the leg's {@code state} on the dashboard. */
    enum State {
        CONNECTING,
        LIVE,
        RECONNECTING,
        BUFFERED,
        UNTRANSCRIBED
    }

    /**
     * A vendor connection is open.
     *
     * @param requestId the vendor's trace id; without it the vendor cannot help
     */
    record Opened(String provider, String model, @Nullable String requestId) implements SpeechEvent {}

    /** The vendor heard somebody begin. A hint only: it fires on noise too. */
    record SpeechStarted(long atMs) implements SpeechEvent {}

    /** The current guess for what is not settled; replaces the one before, empty text clears it. */
    record Interim(String text, long startMs, long endMs, double confidence, List<Word> words) implements SpeechEvent {
        public Interim {
            words = List.copyOf(words);
        }
    }

    /**
     * Words that will not change any more; {@code text} is never empty.
     *
     * @param settledUntilMs everything before this is settled, often a little behind {@code endMs}
     * @param speechFinal the vendor found a pause at the end of it
     * @param fromFinalize the vendor's answer to {@link SpeechSession#finalizeNow}
     * @param repaired transcribed afterwards from kept audio
     */
    record Final(
            String text,
            long startMs,
            long endMs,
            long settledUntilMs,
            double confidence,
            @Nullable String language,
            boolean speechFinal,
            boolean fromFinalize,
            boolean repaired,
            Source source,
            List<Word> words)
            implements SpeechEvent {
        public Final {
            words = List.copyOf(words);
        }

        /** This final with some of its words only; text and times are theirs. */
        public Final withWords(List<Word> some) {
            return new Final(
                    some.stream().map(Word::text).collect(Collectors.joining(" ")),
                    some.get(0).startMs(),
                    some.get(some.size() - 1).endMs(),
                    settledUntilMs,
                    confidence,
                    language,
                    speechFinal,
                    fromFinalize,
                    repaired,
                    source,
                    some);
        }
    }

    /** Who said that these are the words. */
    record Source(String provider, String model, @Nullable String requestId) {}

    /** A stretch was settled without words in it; clears the interim, and may end an utterance. */
    record Settled(long untilMs, boolean speechFinal, boolean fromFinalize) implements SpeechEvent {}

    /** The vendor saw the gap after {@code lastWordEndMs} grow long enough to end the utterance. */
    record UtteranceEnd(long lastWordEndMs) implements SpeechEvent {}

    /**
     * Something went wrong, or is well again.
     *
     * @param code from the contracts' list, such as {@code stt.disconnected}
     * @param message for people: what, got, expected, what to do
     * @param lostMs audio that no vendor will hear, in milliseconds
     * @param resolved the fault of this code is over
     */
    record Fault(String code, Severity severity, String message, long atMs, long lostMs, boolean resolved)
            implements SpeechEvent {}

    enum Severity {
        INFO,
        WARNING,
        ERROR
    }

    /**
     * The session is over and no event follows, except repaired finals where {@code pendingMs} is above 0.
     *
     * @param clean the vendor confirmed that it heard everything
     * @param failure what went wrong and what helps; null if nothing did, or if the end was our own wish
     * @param pendingMs audio that may still be transcribed afterwards, in milliseconds
     */
    record Closed(boolean clean, String reason, @Nullable Failure failure, long pendingMs) implements SpeechEvent {
        public Closed(boolean clean, String reason) {
            this(clean, reason, null, 0);
        }

        public Closed(String reason, Failure failure) {
            this(false, reason, failure, 0);
        }
    }
}
