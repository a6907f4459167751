package io.sidetone.speech;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a vendor heard in a piece of audio.
 *
 * @param passages what was said without a long pause, in the order spoken; empty for silence
 * @param language as the vendor found it, or as it was asked for; null if it did not say
 */
public record Transcript(
        List<Passage> passages,
        SpeechEvent.Source source,
        @Nullable String language) {
    public Transcript {
        passages = List.copyOf(passages);
    }

    /**
     * Words up to a pause.
     *
     * @param text never empty
     * @param words never empty; their times are milliseconds from the piece's first sample
     */
    public record Passage(String text, double confidence, List<Word> words) {
        public Passage {
            words = List.copyOf(words);
        }
    }
}
