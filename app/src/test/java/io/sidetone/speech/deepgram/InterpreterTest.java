package io.sidetone.speech.deepgram;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.speech.CallTimeMap;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.Word;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** 10 s of audio from 60 s on, then a hole of 30 s, then 10 s more. */
class InterpreterTest {
    private static final SpeechEvent.Source ASKED = new SpeechEvent.Source("deepgram", "nova-3", "from-the-handshake");

    private final CallTimeMap time = new CallTimeMap(8_000);
    private final Interpreter interpreter = new Interpreter(time, "nova-3", "en");

    @BeforeEach
    void send() {
        time.sent(80_000, 60_000);
        time.sent(80_000, 100_000);
        interpreter.opened("from-the-handshake");
    }

    @Test
    void aFinalHasTheTimesOfItsWords() {
        var results = results(
                1.0, 2.5, true, true, "It leaks.", word("It", 1.2, 1.4, null), word("leaks.", 1.4, 2.123, null));

        assertThat(interpreter.results(results))
                .isEqualTo(new SpeechEvent.Final(
                        "It leaks.",
                        61_200,
                        62_123,
                        63_500,
                        0.9,
                        "en",
                        true,
                        false,
                        false,
                        ASKED,
                        List.of(new Word("It", 61_200, 61_400, 0.8), new Word("leaks.", 61_400, 62_123, 0.8))));
    }

    @Test
    void wordsOnBothSidesOfAHoleKeepTheirTimes() {
        var results = results(
                9.0, 2.0, true, false, "wait here", word("wait", 9.5, 10.0, null), word("here", 10.0, 10.5, null));

        SpeechEvent.Final said = (SpeechEvent.Final) interpreter.results(results);

        assertThat(said.words())
                .containsExactly(new Word("wait", 69_500, 70_000, 0.8), new Word("here", 100_000, 100_500, 0.8));
        assertThat(said.startMs()).isEqualTo(69_500);
        assertThat(said.endMs()).isEqualTo(100_500);
        assertThat(said.settledUntilMs()).isEqualTo(101_000);
    }

    @Test
    void speechFinalAloneIsAFinalToo() {
        assertThat(interpreter.results(results(0, 1, false, true, "Yes.", word("Yes.", 0.1, 0.4, null))))
                .isInstanceOf(SpeechEvent.Final.class);
    }

    @Test
    void anEmptyFinalSettlesItsStretchAndMayEndTheUtterance() {
        assertThat(interpreter.results(results(2, 3, true, true, "")))
                .isEqualTo(new SpeechEvent.Settled(65_000, true, false));
        assertThat(interpreter.results(results(2, 8, true, false, "  ")))
                .isEqualTo(new SpeechEvent.Settled(70_000, false, false));
    }

    @Test
    void anInterimIsAGuessAndAnEmptyOneClears() {
        assertThat(interpreter.results(results(1, 2, false, false, "it", word("it", 1.25, 1.5, null))))
                .isEqualTo(new SpeechEvent.Interim(
                        "it", 61_250, 61_500, 0.9, List.of(new Word("it", 61_250, 61_500, 0.8))));
        assertThat(interpreter.results(results(1, 2, false, false, "")))
                .isEqualTo(new SpeechEvent.Interim("", 61_000, 63_000, 0.9, List.of()));
    }

    @Test
    void theLanguageIsTheOneHeardBeforeTheOneAskedFor() {
        Interpreter multi = new Interpreter(time, "nova-3", "multi");

        var named = new DeepgramMessage.Results(
                0, 1, true, true, false, "sí", 1, List.of("es", "en"), List.of(word("sí", 0, 1, "en")), null, null);
        assertThat(language(multi.results(named))).isEqualTo("es");
        assertThat(language(multi.results(results(0, 1, true, true, "sí", word("sí", 0, 1, "pt")))))
                .isEqualTo("pt");
        assertThat(language(multi.results(results(0, 1, true, true, "sí", word("sí", 0, 1, null)))))
                .isNull();
        assertThat(language(interpreter.results(results(0, 1, true, true, "yes", word("yes", 0, 1, null)))))
                .isEqualTo("en");
    }

    @Test
    void theSourceIsTheOneNamedBeforeTheOneAskedFor() {
        var named = new DeepgramMessage.Results(
                0, 1, true, true, true, "yes", 1, List.of(), List.of(), "its-own", "general-nova-3");

        SpeechEvent.Final said = (SpeechEvent.Final) interpreter.results(named);

        assertThat(said.source()).isEqualTo(new SpeechEvent.Source("deepgram", "general-nova-3", "its-own"));
        assertThat(said.fromFinalize()).isTrue();
    }

    @Test
    void aWordThatEndsBeforeItBeginsIsMadeToEndThere() {
        SpeechEvent.Final said =
                (SpeechEvent.Final) interpreter.results(results(0, 3, true, true, "odd", word("odd", 2.0, 1.0, null)));

        assertThat(said.words()).containsExactly(new Word("odd", 62_000, 62_000, 0.8));
    }

    @Test
    void hintsAreOnCallTime() {
        assertThat(interpreter.speechStarted(new DeepgramMessage.SpeechStarted(10.0)))
                .isEqualTo(new SpeechEvent.SpeechStarted(100_000));
        assertThat(interpreter.utteranceEnd(new DeepgramMessage.UtteranceEnd(10.0)))
                .isEqualTo(new SpeechEvent.UtteranceEnd(70_000));
        assertThat(interpreter.utteranceEnd(new DeepgramMessage.UtteranceEnd(-1)))
                .isEqualTo(new SpeechEvent.UtteranceEnd(59_000));
    }

    private static @Nullable String language(SpeechEvent event) {
        return ((SpeechEvent.Final) event).language();
    }

    private static DeepgramMessage.Word word(String text, double start, double end, @Nullable String language) {
        return new DeepgramMessage.Word(text, start, end, 0.8, language);
    }

    private static DeepgramMessage.Results results(
            double start,
            double duration,
            boolean isFinal,
            boolean speechFinal,
            String text,
            DeepgramMessage.Word... words) {
        return new DeepgramMessage.Results(
                start, duration, isFinal, speechFinal, false, text, 0.9, List.of(), List.of(words), null, null);
    }
}
