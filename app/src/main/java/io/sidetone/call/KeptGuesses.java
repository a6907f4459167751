package io.sidetone.call;

import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.Word;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stretches of a leg whose words the leg settled itself, because nobody else did. Should a vendor settle them
 * after all, at once or when they are repaired, they were said before. Confined to the leg's loop.
 */
final class KeptGuesses {
    /** More than ever wait for a repair; older ones cannot come up again. */
    private static final int MOST = 64;
    /** The same word heard twice is this much apart at the most. */
    private static final long SAME_MS = 250;
    /** The next word may begin where the guess ends, and the times of both may be off by 80 ms. */
    private static final long EDGE_MS = 160;

    private final ArrayDeque<Stretch> stretches = new ArrayDeque<>();

    /** @param unpaired words that were kept and have not been heard again; changes */
    private record Stretch(long fromMs, long toMs, List<Word> unpaired) {
        boolean covers(long callTimeMs) {
            return fromMs <= callTimeMs && callTimeMs < toMs;
        }

        boolean coversSurely(Word word) {
            return covers(word.middleMs()) && word.middleMs() < toMs - EDGE_MS;
        }

        /** Whether a word was kept, which it is once. */
        boolean pairs(Word word) {
            for (Word kept : unpaired) {
                boolean isNear = Math.abs(kept.middleMs() - word.middleMs()) <= SAME_MS;
                if (isNear && kept.sound().equals(word.sound())) {
                    return unpaired.remove(kept);
                }
            }
            return false;
        }
    }

    /** The leg keeps a guess. */
    void add(SpeechEvent.Interim guess) {
        stretches.addLast(new Stretch(guess.startMs(), guess.endMs(), new ArrayList<>(guess.words())));
        if (stretches.size() > MOST) {
            stretches.removeFirst();
        }
    }

    /** Whether a guess says nothing beyond what was kept. */
    boolean coverEnd(SpeechEvent.Interim guess) {
        return stretches.stream().anyMatch(stretch -> stretch.covers(guess.endMs() - 1));
    }

    /** What is left of a final once the words that were kept are taken out; null if nothing. */
    SpeechEvent.@Nullable Final notYetSaid(SpeechEvent.Final words) {
        if (stretches.isEmpty()) {
            return words;
        }
        if (words.words().isEmpty()) {
            long middleMs = (words.startMs() + words.endMs()) / 2;
            return stretches.stream().anyMatch(stretch -> stretch.covers(middleMs)) ? null : words;
        }
        List<Word> news = words.words().stream().filter(word -> !wasSaid(word)).toList();
        if (news.size() == words.words().size()) {
            return words;
        }
        return news.isEmpty() ? null : words.withWords(news);
    }

    private boolean wasSaid(Word word) {
        return stretches.stream().anyMatch(stretch -> stretch.pairs(word))
                || stretches.stream().anyMatch(stretch -> stretch.coversSurely(word));
    }
}
