package io.sidetone.speech.lasting;

import io.sidetone.speech.Word;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Where audio is heard a second time, tells the words that were said before from those that are news.
 *
 * <p>A word was said before if the same word was settled at nearly the same time, or if its middle lies before the
 * settled end by more than vendors' times are off. Words are paired in order and each at most once, so that a word
 * that was really said twice is kept twice. Immutable.
 */
final class Seam {
    /** The same word heard by two connections is this much apart at the most. */
    static final long SAME_MS = 250;
    /**
     * A word that nothing pairs with is an echo only if its middle lies this far before the settled end. Times are off
     * by up to 80 ms each way, and the middle of the shortest new word lies 20 ms behind the end.
     */
    static final long SURE_MS = 60;

    private final long settledMs;
    private final List<Word> before;

    /**
     * A seam at a settled end.
     *
     * @param settledMs call time before which everything was said
     * @param before the last words before it, in order
     */
    Seam(long settledMs, List<Word> before) {
        this.settledMs = settledMs;
        this.before = List.copyOf(before);
    }

    /** Nothing was said before. */
    static Seam none() {
        return new Seam(Long.MIN_VALUE / 2, List.of());
    }

    long settledMs() {
        return settledMs;
    }

    /**
     * What a result adds.
     *
     * @param words those that are news; the list itself if all are
     * @param rest the seam for the next result, if this one is settled
     */
    record News(List<Word> words, Seam rest) {}

    News news(List<Word> words) {
        if (words.isEmpty() || words.get(0).middleMs() >= settledMs + SAME_MS) {
            return new News(words, this);
        }
        List<Word> news = new ArrayList<>(words.size());
        int next = 0; // of those before, the first that may still be paired
        for (Word word : words) {
            int pair = word.middleMs() >= settledMs + SAME_MS ? -1 : pairOf(word, before, next);
            if (pair >= 0) {
                next = pair + 1;
            } else if (word.middleMs() >= settledMs - SURE_MS) {
                news.add(word);
            }
        }
        Seam rest = next == 0 ? this : new Seam(settledMs, before.subList(next, before.size()));
        return new News(news.size() == words.size() ? words : news, rest);
    }

    /**
     * The words that were not told before; the list itself if all are news.
     *
     * @param told is left without the words that were heard again: each pairs with one at the most
     */
    static List<Word> unpaired(List<Word> words, List<Word> told) {
        if (told.isEmpty()) {
            return words;
        }
        List<Word> news = new ArrayList<>(words.size());
        int next = 0;
        for (Word word : words) {
            int pair = pairOf(word, told, next);
            if (pair >= 0) {
                told.remove(pair);
                next = pair;
            } else {
                news.add(word);
            }
        }
        return news.size() == words.size() ? words : news;
    }

    private static int pairOf(Word word, List<Word> told, int from) {
        String sound = word.sound();
        int nearest = -1;
        long least = SAME_MS + 1;
        for (int i = from; i < told.size(); i++) {
            long apart = Math.abs(told.get(i).middleMs() - word.middleMs());
            if (apart < least && told.get(i).sound().equals(sound)) {
                least = apart;
                nearest = i;
            }
        }
        return nearest;
    }

    /** The last words that were settled, for the next seam. */
    static final class Memory {
        /** Longer than what is heard again, with its times off. */
        private static final long KEPT_MS = 3_000;
        /** Nobody says more in that time; a vendor's times may be anything. */
        private static final int MOST = 100;

        private final ArrayDeque<Word> words = new ArrayDeque<>();

        void add(List<Word> settled) {
            words.addAll(settled);
            while (words.size() > MOST
                    || (!words.isEmpty()
                            && words.peekFirst().endMs() < words.peekLast().endMs() - KEPT_MS)) {
                words.removeFirst();
            }
        }

        Seam at(long settledMs) {
            return new Seam(settledMs, List.copyOf(words));
        }
    }
}
