package io.sidetone.sim.deepgram;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Counts how much of the current word of a track was received.
 *
 * <p>Survives a small hole: if the same track goes on further down in the same word, the count goes
 * on too, so a word that lost one frame of twenty milliseconds may still count and one that lost
 * more does not.
 */
final class WordInProgress {
    /** Share of a word's samples that must have come for it to be recognised. */
    private static final double ENOUGH = 0.9;

    private final Consumer<HeardWord> listener;
    private @Nullable Track track; // null until the first anchor
    private int index; // of the word that is due or under way
    private int newest; // the track's sample that was heard last
    private int heard; // samples of the word; 0 means it has not begun
    private long start; // on the stream
    private long end; // on the stream
    private long lastHeard; // newest position in any word
    private long reportedUntil; // words before this position were told; a second anchor may not tell them again

    WordInProgress(Consumer<HeardWord> listener) {
        this.listener = listener;
    }

    /** The stream is now anchored to this place. */
    void enter(Track entered, int sample) {
        int entering = entered.wordAfter(sample);
        boolean goesOn = entered.equals(track) && entering == index && sample > newest;
        if (!goesOn) {
            leave();
        }
        track = entered;
        index = entering;
    }

    void hear(int sample, long position) {
        newest = sample;
        Word word = word();
        if (word == null || sample < word.start()) {
            return;
        }
        if (position >= reportedUntil) {
            count(position);
        }
        if (sample == word.end() - 1) {
            leave();
            index++;
        }
    }

    /** The word will not go on; it counts if enough of it was heard. */
    void leave() {
        Word word = word();
        if (heard > 0 && word != null && track != null && heard >= ENOUGH * word.length()) {
            reportedUntil = end;
            listener.accept(new HeardWord(word.word(), word.punctuated(), track.language(), start, end));
        }
        heard = 0;
    }

    boolean started() {
        return heard > 0;
    }

    boolean halfHeard() {
        Word word = word();
        return word != null && heard * 2 >= word.length();
    }

    long start() {
        return start;
    }

    long lastHeard() {
        return lastHeard;
    }

    private void count(long position) {
        if (heard == 0) {
            start = position;
        }
        heard++;
        end = position + 1;
        lastHeard = Math.max(lastHeard, end);
    }

    private @Nullable Word word() {
        return track != null && index < track.words().size() ? track.words().get(index) : null;
    }
}
