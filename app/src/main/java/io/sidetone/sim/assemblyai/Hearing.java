package io.sidetone.sim.assemblyai;

import io.sidetone.sim.deepgram.HeardWord;
import io.sidetone.sim.deepgram.LevelWatch;
import io.sidetone.sim.deepgram.Recognizer;
import io.sidetone.sim.deepgram.WindowIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * One session's way from bytes to turns. Audio is worked on in steps of 10 ms, so what is said does not depend on
 * how it was cut into frames.
 */
final class Hearing {
    private final SessionRequest request;
    private final short[] step;
    private final Recognizer recognizer;
    private final LevelWatch level;
    private final TurnMaker turns;
    private int filled; // samples of the step under way
    private long bytes;

    Hearing(SessionRequest request, WindowIndex index, Consumer<Turn> out, LongConsumer onSpeech) {
        this.request = request;
        this.step = new short[request.sampleRate() / 100];
        List<HeardWord> words = new ArrayList<>();
        this.recognizer = new Recognizer(index, request.sampleRate(), words::add);
        this.level = new LevelWatch(request.sampleRate(), onSpeech);
        this.turns = new TurnMaker(recognizer, request.sampleRate(), words, request.turns(), out);
    }

    TurnMaker turns() {
        return turns;
    }

    /**
     * Takes whole samples up to the end of the current step.
     *
     * @return how many bytes were taken; at least one sample if there is any
     */
    int hear(byte[] audio, int from) {
        int size = request.encoding().bytesPerSample();
        int at = from;
        while (at + size <= audio.length && filled < step.length) {
            step[filled++] = request.encoding().decode(audio, at);
            at += size;
        }
        bytes += at - from;
        if (filled == step.length) {
            work();
        }
        return at - from;
    }

    /** Hears the incomplete step too, then ends the turn. */
    void finish() {
        work();
        recognizer.finish();
        turns.end();
    }

    /** The session's clock. */
    double seconds() {
        return request.seconds(bytes);
    }

    boolean begun() {
        return bytes > 0;
    }

    boolean inMiddleOfWord() {
        return recognizer.inMiddleOfWord();
    }

    private void work() {
        level.hear(step, 0, filled);
        recognizer.hear(step, 0, filled);
        filled = 0;
        turns.advance();
    }
}
