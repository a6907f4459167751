package io.sidetone.call;

import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.Word;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stretches of a leg whose words the leg settled itself, because nobody else did. Should a vendor settle them
 * after all, at once or when they are repaired, they were said before. Confined to the leg's loop.
 */
final class KeptGuesses {
    /** More than ever wait for a repair; older ones cannot come up again. */
    private static final int MOST = 64;

    private final ArrayDeque<Stretch> stretches = new ArrayDeque<>();

    private record Stretch(long fromMs, long toMs) {
        boolean covers(long callTimeMs) {
            return fromMs <= callTimeMs && callTimeMs < toMs;
        }
    }

    void add(long fromMs, long toMs) {
        stretches.addLast(new Stretch(fromMs, toMs));
        if (stretches.size() > MOST) {
            stretches.removeFirst();
        }
    }

    /** Whether a guess says nothing beyond what was kept. */
    boolean coverEnd(SpeechEvent.Interim guess) {
        return covers(guess.endMs() - 1);
    }

    /** What is left of a final once the words that were kept are taken out; null if nothing. */
    SpeechEvent.@Nullable Final notYetSaid(SpeechEvent.Final words) {
        if (stretches.isEmpty()) {
            return words;
        }
        if (words.words().isEmpty()) {
            return covers((words.startMs() + words.endMs()) / 2) ? null : words;
        }
        List<Word> news = words.words().stream()
                .filter(word -> !covers((word.startMs() + word.endMs()) / 2))
                .toList();
        if (news.size() == words.words().size()) {
            return words;
        }
        return news.isEmpty() ? null : words.withWords(news);
    }

    private boolean covers(long callTimeMs) {
        return stretches.stream().anyMatch(stretch -> stretch.covers(callTimeMs));
    }
}
