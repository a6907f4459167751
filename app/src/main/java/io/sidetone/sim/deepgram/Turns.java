package io.sidetone.sim.deepgram;

import io.sidetone.sim.deepgram.ServerMessage.TurnInfo;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Speaks in turns, as Flux does: {@code StartOfTurn} with the first word, an {@code Update} each
 * quarter of a second, {@code EndOfTurn} after a silence; each tells the whole turn so far.
 *
 * <p>After an {@code EagerEndOfTurn} nothing is said until the turn is resumed or over.
 */
final class Turns implements Speaker {
    private static final double UPDATE_SECONDS = 0.25;

    private final Recognizer recognizer;
    private final Consumer<ServerMessage> out;
    private final List<HeardWord> words; // of the turn; the recognizer adds, its end removes
    private TurnRules rules;
    private int turn;
    private boolean open;
    private boolean eagerSaid;
    private boolean spoken; // a turn has ended
    private int told; // of words
    private long windowStart;
    private long lastSaid;

    /**
     * Starts at the stream's beginning.
     *
     * @param words filled by the recognizer, emptied here
     */
    Turns(TurnRules rules, Recognizer recognizer, List<HeardWord> words, Consumer<ServerMessage> out) {
        this.rules = rules;
        this.recognizer = recognizer;
        this.words = words;
        this.out = out;
    }

    /** From now on. */
    void rules(TurnRules newRules) {
        rules = newRules;
    }

    TurnRules rules() {
        return rules;
    }

    @Override
    public void advance() {
        if (open) {
            goOn();
        } else if (!words.isEmpty()) {
            open = true;
            say(TurnInfo.Event.START_OF_TURN, null);
        } else {
            updateIfDue();
        }
    }

    /** No end of a turn is told: a client keeps the last update. */
    @Override
    public void finish() {
        if (words.size() > told) {
            say(open ? TurnInfo.Event.UPDATE : TurnInfo.Event.START_OF_TURN, null);
            open = true;
        }
    }

    @Override
    public boolean betweenUtterances() {
        return spoken && !open && words.isEmpty() && !recognizer.speaking();
    }

    private void goOn() {
        boolean speaking = recognizer.speaking();
        if (eagerSaid && (speaking || words.size() > told)) {
            eagerSaid = false;
            say(TurnInfo.Event.TURN_RESUMED, null);
        } else if (!speaking && rules.isOver(silence())) {
            end("model");
        } else if (!recognizer.inWord() && recognizer.position() - lastWordEnd() >= rules.timeout()) {
            end("timeout");
        } else if (!eagerSaid && !speaking && rules.isProbablyOver(silence())) {
            eagerSaid = true;
            say(TurnInfo.Event.EAGER_END_OF_TURN, null);
        } else if (!eagerSaid) {
            updateIfDue();
        }
    }

    private void updateIfDue() {
        if (recognizer.position() - lastSaid >= UPDATE_SECONDS * rules.samplesPerSecond()) {
            say(TurnInfo.Event.UPDATE, null);
        }
    }

    private void end(String trigger) {
        say(TurnInfo.Event.END_OF_TURN, trigger);
        words.clear();
        told = 0;
        turn++;
        open = false;
        eagerSaid = false;
        spoken = true;
        windowStart = recognizer.position();
    }

    private void say(TurnInfo.Event event, @Nullable String trigger) {
        long now = recognizer.position();
        double confidence = recognizer.speaking() || words.isEmpty() ? 0 : rules.confidence(silence());
        out.accept(new TurnInfo(event, turn, windowStart, now, words, confidence, trigger));
        told = words.size();
        lastSaid = now;
    }

    private long silence() {
        return recognizer.position() - Math.max(recognizer.lastVoice(), lastWordEnd());
    }

    private long lastWordEnd() {
        return words.isEmpty() ? windowStart : words.get(words.size() - 1).end();
    }
}
