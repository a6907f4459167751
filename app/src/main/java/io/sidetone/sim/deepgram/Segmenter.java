package io.sidetone.sim.deepgram;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides when the vendor speaks, for one channel: interims while words arrive, a final at a pause or
 * when the segment gets long, empty finals in silence, {@code UtteranceEnd} after a gap.
 *
 * <p>A segment reaches from the end of the last final to now; {@link #words} are those in it. An
 * utterance is open from its first settled word to the mark that ends it.
 */
final class Segmenter implements Speaker {
    private static final double INTERIM_SECONDS = 1;
    private static final double INTERIM_LEAST_SECONDS = 0.4;
    private static final double EMPTY_FINAL_SECONDS = 4;

    private final int channel;
    private SegmentRules rules;
    private final Recognizer recognizer;
    private final Consumer<ServerMessage> out;

    private final List<HeardWord> words; // the recognizer adds, settling removes
    private int told; // of words, in the last interim
    private int before; // words there were 10 ms ago
    private long segmentStart;
    private long lastInterim = Long.MIN_VALUE / 2;
    private boolean utteranceOpen;
    private boolean spoken; // anything has been settled
    private @Nullable HeardWord lastSettled; // null once UtteranceEnd told it

    /**
     * Starts at the stream's beginning.
     *
     * @param words those of the segment; filled by the recognizer, emptied here
     */
    Segmenter(
            int channel,
            SegmentRules rules,
            Recognizer recognizer,
            List<HeardWord> words,
            Consumer<ServerMessage> out) {
        this.channel = channel;
        this.rules = rules;
        this.recognizer = recognizer;
        this.words = words;
        this.out = out;
    }

    @Override
    public void advance() {
        long now = recognizer.position();
        if (paused(now)) {
            onPause(now);
        } else if (tooLong(now)) {
            settle(now, false, false);
        } else if (words.isEmpty() && !recognizer.speaking() && now - segmentStart >= seconds(EMPTY_FINAL_SECONDS)) {
            settle(now, false, false);
        } else {
            interimIfDue(now);
        }
        utteranceEndIfDue(now);
        before = words.size();
    }

    /** The client wants what there is. Silent if nothing came since the last final. */
    void finalizeNow() {
        if (rules.emptyFinalizeAnswer()) {
            out.accept(new ServerMessage.Results(channel, segmentStart, segmentStart, true, false, true, List.of()));
            return;
        }
        settleRest(true);
    }

    /** The rest comes as the last final. */
    @Override
    public void finish() {
        settleRest(false);
    }

    @Override
    public boolean betweenUtterances() {
        return spoken && !utteranceOpen && words.isEmpty() && !recognizer.speaking();
    }

    /** From now on. */
    void rules(SegmentRules newRules) {
        rules = newRules;
    }

    private void settleRest(boolean fromFinalize) {
        if (!words.isEmpty() || recognizer.settledUntil() > segmentStart) {
            settle(recognizer.position(), false, fromFinalize);
        }
    }

    private boolean paused(long now) {
        return rules.endpointing() > 0
                && (utteranceOpen || !words.isEmpty())
                && !recognizer.speaking()
                && now - lastSpeech() >= rules.endpointing();
    }

    /** A word may end more softly than the level that counts as voice: it is speech to its end. */
    private long lastSpeech() {
        long lastWordEnd = words.isEmpty() ? 0 : words.get(words.size() - 1).end();
        return Math.max(recognizer.lastVoice(), lastWordEnd);
    }

    /** Long segments are cut where a word ends. */
    private boolean tooLong(long now) {
        return !words.isEmpty()
                && (words.size() > before || !recognizer.speaking())
                && now - Math.max(segmentStart, words.get(0).start()) >= rules.longestSegment();
    }

    private void onPause(long now) {
        boolean marked = !rules.neverSpeechFinal();
        if (rules.shortFinals() && words.size() > 1) {
            settleAllButOne();
            settle(now, marked, false);
        } else if (rules.speechFinalOnEmpty() && !words.isEmpty() && marked) {
            settle(words.get(words.size() - 1).end(), false, false);
            settle(now, true, false);
        } else if (marked || !words.isEmpty()) {
            settle(now, marked, false);
        }
        utteranceOpen = false;
    }

    private void interimIfDue(long now) {
        if (words.isEmpty() || !rules.interims()) {
            return;
        }
        long since = now - lastInterim;
        boolean grown = words.size() > told && since >= seconds(INTERIM_LEAST_SECONDS);
        boolean dueAnyway = recognizer.speaking() && since >= seconds(INTERIM_SECONDS);
        if (grown || dueAnyway) {
            interim(now);
        }
    }

    private void interim(long now) {
        out.accept(new ServerMessage.Results(channel, segmentStart, now, false, false, false, words));
        lastInterim = now;
        told = words.size();
    }

    /** The interim before covers all the words, then the final takes one less: they come again. */
    private void settleAllButOne() {
        if (rules.interims()) {
            interim(recognizer.position());
        }
        HeardWord last = words.remove(words.size() - 1);
        settle(Math.max(segmentStart, last.start()), false, false);
        words.add(last);
    }

    /** Locks the segment. Its end never lies inside a word that has begun. */
    private void settle(long now, boolean speechFinal, boolean fromFinalize) {
        long end = Math.max(segmentStart, Math.min(now, recognizer.settledUntil()));
        if (!words.isEmpty()) {
            HeardWord last = words.get(words.size() - 1);
            end = Math.max(end, last.end());
        }
        if (!rules.interimsOnly()) {
            out.accept(new ServerMessage.Results(channel, segmentStart, end, true, speechFinal, fromFinalize, words));
            if (!words.isEmpty()) {
                lastSettled = words.get(words.size() - 1);
                utteranceOpen = true;
                spoken = true;
            }
        }
        words.clear();
        told = 0;
        segmentStart = end;
        lastInterim = Long.MIN_VALUE / 2;
    }

    private void utteranceEndIfDue(long now) {
        if (rules.utteranceEnd() == 0 || recognizer.inWord()) {
            return;
        }
        if (!words.isEmpty() && now - words.get(words.size() - 1).end() >= rules.utteranceEnd()) {
            settle(now, false, false);
        }
        if (words.isEmpty() && lastSettled != null && now - lastSettled.end() >= rules.utteranceEnd()) {
            ServerMessage end = new ServerMessage.UtteranceEnd(channel, lastSettled);
            out.accept(end);
            if (rules.duplicateUtteranceEnd()) {
                out.accept(end);
            }
            lastSettled = null;
            utteranceOpen = false;
        }
    }

    private long seconds(double seconds) {
        return (long) (seconds * rules.samplesPerSecond());
    }
}
