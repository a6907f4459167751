package io.sidetone.sim.deepgram;

import java.time.Duration;

/** When in the life of a stream a fault strikes. */
public sealed interface Moment {

    /** As soon as the connection stands. */
    static Moment atOpen() {
        return new AtOpen();
    }

    /** At the first audio, before anything is said about it. */
    static Moment atFirstFrame() {
        return new AfterAudio(Duration.ZERO);
    }

    /** When this much audio has been received. */
    static Moment afterAudio(Duration audio) {
        return new AfterAudio(audio);
    }

    /** While a word of a recording is half heard, the first time at or after this much audio. */
    static Moment midWord(Duration audio) {
        return new MidWord(audio);
    }

    /** In the first pause at or after this much audio in which all that was spoken is settled and nobody speaks. */
    static Moment betweenUtterances(Duration audio) {
        return new BetweenUtterances(audio);
    }

    /** When the client says {@code CloseStream}; nothing is answered to it. */
    static Moment atCloseStream() {
        return new AtCloseStream();
    }

    record AtOpen() implements Moment {}

    record AfterAudio(Duration audio) implements Moment {}

    record MidWord(Duration audio) implements Moment {}

    record BetweenUtterances(Duration audio) implements Moment {}

    record AtCloseStream() implements Moment {}
}
