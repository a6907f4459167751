package io.sidetone.sim.assemblyai;

import io.sidetone.sim.deepgram.HeardWord;
import io.sidetone.sim.deepgram.Recognizer;
import java.util.List;
import java.util.function.Consumer;

/**
 * Decides when the vendor speaks: a cumulative message whenever the turn's words have changed, and its end after
 * enough silence. The newest word may change until another begins or a short pause comes.
 */
final class TurnMaker {
    private static final int WORD_SETTLES_AFTER_MS = 200;
    private static final double SURE = 0.9;
    private static final double UNSURE = 0.2;

    private final Recognizer recognizer;
    private final int samplesPerMs;
    private final List<HeardWord> words; // of the turn; the recogniser adds
    private final Consumer<Turn> out;
    private TurnRules rules;
    private int order;
    private int toldWords;
    private int toldSettled;

    TurnMaker(Recognizer recognizer, int sampleRate, List<HeardWord> words, TurnRules rules, Consumer<Turn> out) {
        this.recognizer = recognizer;
        this.samplesPerMs = sampleRate / 1_000;
        this.words = words;
        this.rules = rules;
        this.out = out;
    }

    TurnRules rules() {
        return rules;
    }

    void update(TurnRules newRules) {
        rules = newRules;
    }

    /** Called every 10 ms of audio, after the recogniser heard them. */
    void advance() {
        if (words.isEmpty()) {
            return;
        }
        long silenceMs = silenceMs();
        boolean over = silenceMs >= rules.maxSilenceMs()
                || (silenceMs >= rules.minSilenceMs() && confidence() >= rules.threshold());
        if (over) {
            end();
        } else {
            tellIfChanged(silenceMs);
        }
    }

    /** Ends the turn with the words there are; silent if there are none. */
    void end() {
        if (words.isEmpty()) {
            return;
        }
        out.accept(new Turn(order, true, false, words.size(), confidence(), words));
        if (rules.formatted()) {
            out.accept(new Turn(order, true, true, words.size(), confidence(), words));
        }
        words.clear();
        toldWords = 0;
        toldSettled = 0;
        order++;
    }

    private void tellIfChanged(long silenceMs) {
        boolean newestSettled = recognizer.speaking() || silenceMs >= WORD_SETTLES_AFTER_MS;
        int settled = newestSettled ? words.size() : words.size() - 1;
        if (words.size() != toldWords || settled > toldSettled) {
            toldWords = words.size();
            toldSettled = settled;
            out.accept(new Turn(order, false, false, settled, confidence(), words));
        }
    }

    /** Negative while somebody speaks. */
    private long silenceMs() {
        if (recognizer.speaking()) {
            return -1;
        }
        long lastSpeech =
                Math.max(recognizer.lastVoice(), words.get(words.size() - 1).end());
        return (recognizer.position() - lastSpeech) / samplesPerMs;
    }

    /** A sentence that has an end sounds complete. */
    private double confidence() {
        return words.get(words.size() - 1).punctuated().matches(".*[.!?]$") ? SURE : UNSURE;
    }
}
