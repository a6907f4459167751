package io.sidetone.sim.deepgram;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells which words of the known recordings one channel carries, and where in the stream they are.
 *
 * <p>It is in one of two states. <i>Searching</i>: each new sample moves a 40 ms window on, and the
 * window is looked up in the {@link WindowIndex}. A hit is verified sample by sample, extended
 * backwards as far as the sound agrees, and anchors the stream to a place of a track.
 * <i>Following</i>: each new sample must be the track's next one; the first that is not starts a new
 * search. So audio may begin anywhere, jump, repeat, or be cut at any sample, and only what was
 * really received is recognised: a word counts if at least nine tenths of its samples came, in order.
 *
 * <p>What stays unanchored for 60 ms is unknown sound, and the loud part of it is reported as such.
 */
public final class Recognizer {
    /** A window plus the widest distance to the next listed one: after that, known sound is anchored. */
    static final int DOUBT = WindowHash.SAMPLES + 160;

    private final WindowIndex index;
    private final WordInProgress word;
    private final UnknownSound unknown;
    private final History history = new History();

    private @Nullable Track track; // null while searching
    private int next; // the track's sample that is due
    private long hash;
    private int inWindow; // samples in the hash, while searching
    private long lostAt; // position after the last sample that was followed
    private long judged; // everything before it is known to be a recording, or known to be none

    /**
     * Starts at the stream's beginning.
     *
     * @param listener told each word when it is over, on the caller's thread
     */
    public Recognizer(WindowIndex index, int samplesPerSecond, Consumer<HeardWord> listener) {
        this.index = index;
        this.word = new WordInProgress(listener);
        this.unknown = new UnknownSound(samplesPerSecond, listener);
    }

    /** Takes the next samples of the stream. */
    public void hear(short[] samples, int from, int count) {
        for (int i = from; i < from + count; i++) {
            hear(samples[i]);
        }
        judge();
    }

    /** No more audio will come: what is complete enough counts. */
    public void finish() {
        word.leave();
        if (track == null) {
            judgeUnknown(position());
        }
        unknown.end();
        lostAt = position();
    }

    /** Samples heard. */
    public long position() {
        return history.end();
    }

    /** Nothing before this position will change any more; never inside a word. */
    public long settledUntil() {
        long certain = track != null ? position() : Math.max(lostAt, position() - DOUBT);
        if (word.started()) {
            certain = Math.min(certain, word.start());
        }
        if (unknown.open()) {
            certain = Math.min(certain, unknown.start());
        }
        return certain;
    }

    /** A word, or a stretch of unknown loud sound, has begun and is not over. */
    public boolean speaking() {
        return word.started() || unknown.open();
    }

    /** A word of a recording has begun and is not over. */
    public boolean inWord() {
        return word.started();
    }

    /** At least half of a word has been heard, and not all of it. */
    public boolean inMiddleOfWord() {
        return word.halfHeard();
    }

    /** Position after the last sound that was speech, or unknown and loud. Zero before the first. */
    public long lastVoice() {
        return Math.max(word.lastHeard(), unknown.lastLoud());
    }

    private void hear(short sample) {
        history.add(sample);
        if (track != null) {
            if (track.sample(next) == sample) {
                follow(track, position() - 1);
                return;
            }
            lose(position() - 1);
        }
        search(sample);
    }

    private void follow(Track followed, long at) {
        word.hear(next, at);
        next++;
        if (next == followed.length()) {
            lose(at + 1);
        }
    }

    private void lose(long at) {
        track = null;
        lostAt = at;
        hash = 0;
        inWindow = 0;
    }

    private void search(short sample) {
        hash = WindowHash.add(hash, sample);
        if (inWindow == WindowHash.SAMPLES) {
            hash = WindowHash.remove(hash, history.at(position() - 1 - WindowHash.SAMPLES));
        } else {
            inWindow++;
        }
        if (inWindow == WindowHash.SAMPLES) {
            WindowIndex.Place place = index.find(hash);
            if (place != null && soundsLike(place)) {
                anchor(place);
            }
        }
    }

    private boolean soundsLike(WindowIndex.Place place) {
        long start = position() - WindowHash.SAMPLES;
        for (int i = 0; i < WindowHash.SAMPLES; i++) {
            if (history.at(start + i) != place.track().sample(place.start() + i)) {
                return false;
            }
        }
        return true;
    }

    private void anchor(WindowIndex.Place place) {
        Track found = place.track();
        long from = position() - WindowHash.SAMPLES;
        int at = place.start();
        while (from > history.oldest() && at > 0 && history.at(from - 1) == found.sample(at - 1)) {
            from--;
            at--;
        }
        judgeUnknown(from);
        unknown.end();
        word.enter(found, at);
        track = found;
        next = at;
        while (track != null && from < position()) {
            follow(found, from);
            from++;
        }
    }

    private void judge() {
        if (track != null) {
            judged = position();
            return;
        }
        judgeUnknown(position() - DOUBT);
        if (position() - lostAt > 2 * DOUBT) {
            word.leave();
        }
    }

    private void judgeUnknown(long until) {
        judged = Math.max(judged, lostAt);
        while (judged < until) {
            long end = Math.min(until, judged + Loudness.STEP);
            unknown.hear(judged, end, Loudness.peak(history, judged, end));
            judged = end;
        }
    }
}
