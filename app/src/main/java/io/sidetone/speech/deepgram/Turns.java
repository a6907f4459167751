package io.sidetone.speech.deepgram;

import io.sidetone.speech.CallTimeMap;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.Word;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Flux's dialect: turns, whose text so far is told anew about every 250 ms of audio until the turn ends. Guesses
 * that a turn may be over, or is not after all, are interims here; what ends it is a final.
 */
final class Turns implements Dialect {
    private final CallTimeMap time;
    private final String model;
    private @Nullable String requestId; // null until the handshake
    private DeepgramMessage.@Nullable TurnInfo open; // the newest of the turn that has not ended

    /**
     * @param time how positions in what was sent on this connection stand to call time
     * @param model as asked for; Flux does not name its own
     */
    Turns(CallTimeMap time, String model) {
        this.time = time;
        this.model = model;
    }

    @Override
    public void opened(@Nullable String requestId) {
        this.requestId = requestId;
    }

    @Override
    public @Nullable SpeechEvent event(DeepgramMessage message) {
        return message instanceof DeepgramMessage.TurnInfo turn ? turn(turn) : null;
    }

    private @Nullable SpeechEvent turn(DeepgramMessage.TurnInfo turn) {
        return switch (turn.event()) {
            case "StartOfTurn", "Update", "EagerEndOfTurn", "TurnResumed" -> {
                open = turn;
                yield interim(turn);
            }
            case "EndOfTurn" -> {
                open = null;
                yield settled(turn);
            }
            default -> null; // its text comes again with the next update
        };
    }

    /** After {@code CloseStream} no end of the turn is told: its last text has to do. */
    @Override
    public @Nullable SpeechEvent lastWords() {
        DeepgramMessage.TurnInfo last = open;
        open = null;
        return last == null || last.transcript().isBlank() ? null : settled(last);
    }

    private SpeechEvent interim(DeepgramMessage.TurnInfo turn) {
        List<Word> words = CallWords.of(turn.words(), time);
        boolean blank = turn.transcript().isBlank();
        return new SpeechEvent.Interim(
                blank ? "" : turn.transcript(), startMs(turn, words), endMs(turn, words), confidence(words), words);
    }

    private SpeechEvent settled(DeepgramMessage.TurnInfo turn) {
        long untilMs = time.endCallTimeMs(turn.windowEnd());
        if (turn.transcript().isBlank()) {
            return new SpeechEvent.Settled(untilMs, true, false);
        }
        List<Word> words = CallWords.of(turn.words(), time);
        return new SpeechEvent.Final(
                turn.transcript(),
                startMs(turn, words),
                endMs(turn, words),
                untilMs,
                confidence(words),
                language(turn),
                true,
                false,
                false,
                new SpeechEvent.Source(
                        Interpreter.PROVIDER, model, turn.requestId() != null ? turn.requestId() : requestId),
                words);
    }

    private long startMs(DeepgramMessage.TurnInfo turn, List<Word> words) {
        return words.isEmpty()
                ? time.callTimeMs(turn.windowStart())
                : words.get(0).startMs();
    }

    private long endMs(DeepgramMessage.TurnInfo turn, List<Word> words) {
        return words.isEmpty()
                ? Math.max(startMs(turn, words), time.endCallTimeMs(turn.windowEnd()))
                : words.get(words.size() - 1).endMs();
    }

    /** Flux says it for words only. */
    private static double confidence(List<Word> words) {
        return words.stream().mapToDouble(Word::confidence).average().orElse(0);
    }

    private @Nullable String language(DeepgramMessage.TurnInfo turn) {
        if (!turn.languages().isEmpty()) {
            return turn.languages().get(0);
        }
        return model.endsWith("-en") ? "en" : null;
    }
}
