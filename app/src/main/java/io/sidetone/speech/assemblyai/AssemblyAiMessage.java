package io.sidetone.speech.assemblyai;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message from AssemblyAI, in its own words. Times are milliseconds of audio received in the session; what a
 * message left out is 0, false or empty.
 */
sealed interface AssemblyAiMessage {

    record Begin(String id) implements AssemblyAiMessage {}

    record SpeechStarted(long timestamp) implements AssemblyAiMessage {}

    /**
     * What was understood of a turn so far.
     *
     * @param order from 0
     * @param transcript of the words that are final
     */
    record Turn(
            long order,
            boolean formatted,
            boolean ended,
            String transcript,
            @Nullable String language,
            List<Word> words)
            implements AssemblyAiMessage {
        public Turn {
            words = List.copyOf(words);
        }
    }

    record Word(String text, long start, long end, double confidence) {}

    record Warning(String description) implements AssemblyAiMessage {}

    /** The session is over; a close follows. */
    @SuppressWarnings("JavaLangClash") // the vendor's own word
    record Error(int code, String description) implements AssemblyAiMessage {}

    /** The last message of a session that was ended in order. */
    record Termination(double audioSeconds, double sessionSeconds) implements AssemblyAiMessage {}

    /** Of no use here, but known. */
    record Chatter(String type) implements AssemblyAiMessage {}

    /** A type that did not exist when this was written. */
    record Unknown(String type) implements AssemblyAiMessage {}

    /** Not a JSON object. */
    record Garbage(String problem) implements AssemblyAiMessage {}
}
