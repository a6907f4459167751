package io.sidetone.speech.lasting;

import io.sidetone.speech.Word;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a leg's audio was cut in two that are heard apart, both with a moment of the other side. A word at the cut is
 * told by whoever hears it first, and by the other if that one did not: by times alone it would be told twice or not
 * at all, since vendors' times are off, and differently each time. Confined to the leg's loop.
 */
final class Cut {
    final long atMs; // call time
    private final List<Word> toldByEarlier = new ArrayList<>(); // near the cut
    private final List<Word> toldByLater = new ArrayList<>(); // likewise

    Cut(long atMs) {
        this.atMs = atMs;
    }

    /** Takes what was heard before the cut; returns the words that are still to be told, which then count as told. */
    List<Word> tellEarlier(List<Word> words) {
        List<Word> own = words.stream()
                .filter(word -> word.middleMs() < atMs + Seam.SURE_MS)
                .toList();
        List<Word> news = Seam.unpaired(own, toldByLater);
        note(news, toldByEarlier);
        return news;
    }

    /** Takes what was heard behind the cut, likewise. */
    List<Word> tellLater(List<Word> words) {
        List<Word> news = Seam.unpaired(words, toldByEarlier);
        note(news, toldByLater);
        return news;
    }

    /** What {@link #tellLater} would return; for a guess, which settles nothing. */
    List<Word> newsOfLater(List<Word> words) {
        return Seam.unpaired(words, new ArrayList<>(toldByEarlier));
    }

    private void note(List<Word> words, List<Word> told) {
        for (Word word : words) {
            if (Math.abs(word.middleMs() - atMs) <= Seam.SAME_MS + Seam.SURE_MS) {
                told.add(word);
            }
        }
    }
}
