package io.sidetone.call;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import io.sidetone.engine.CallEvent;
import io.sidetone.redaction.Redaction;
import io.sidetone.redaction.Redactor;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.Word;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** With redaction on, whatever way out of a call is taken: no digit of a number, nor an address, goes along. */
class MaskedCallTest {
    private static final String CALL = "s_masked";
    private static final String CARD = "four one one one one one one one one one one one one one one one";

    private final CallWorld world = new CallWorld(CallWorld.rules(new Redactor(
            new Redaction(true, true, true, Map.of("account", Pattern.compile("AC [0-9]+"))), name -> {})));
    private final CallStream stream = world.open(CALL);

    @Test
    void aFinalIsMaskedAsAWholeAndWordByWord() {
        caller().say(ScriptedSpeech.words("it's four one one one one one, okay?", 0, 800, false));

        JsonNode data = only("transcript.final");
        assertThat(data.path("text").asText()).isEqualTo("it's [number], okay?");
        assertThat(data.path("words")).isEqualTo(FakeEngine.parse("""
                [{"text":"it's","startMs":0,"endMs":100,"confidence":0.9},
                 {"text":"[number],","startMs":100,"endMs":700,"confidence":0.9},
                 {"text":"okay?","startMs":700,"endMs":800,"confidence":0.9}]"""));
        assertThat(data.path("startMs").asLong()).isZero();
        assertThat(data.path("endMs").asLong()).isEqualTo(800);
    }

    @Test
    void anUtteranceIsMadeOfTheMaskedFinals() {
        caller().say(ScriptedSpeech.words("mail jo@example.com or 4111", 0, 500, false));
        caller().say(ScriptedSpeech.words("1111 or AC 7", 600, 900, true));

        assertThat(only("utterance.completed").path("text").asText())
                .isEqualTo("mail [email] or [number] [number] or [account]");
    }

    @Test
    void shortEndsThatMakeALongNumberTogetherAreMaskedInTheUtterance() {
        caller().say(ScriptedSpeech.words("it is four one one", 0, 500, false));
        caller().say(ScriptedSpeech.words("one one one okay", 600, 900, true));

        assertThat(texts("transcript.final")).containsExactly("it is four one one", "one one one okay");
        assertThat(only("utterance.completed").path("text").asText()).isEqualTo("it is [number] okay");
    }

    @Test
    void guessesAreMaskedInTheLanguageOfTheLastFinal() {
        caller().say(ScriptedSpeech.guess("zero um zero um once", 0, 500));
        assertThat(newestGuess()).isEqualTo("[number]");

        caller().say(ScriptedSpeech.words("hello", 0, 500, false)); // English
        caller().say(ScriptedSpeech.guess("zero um zero um once", 600, 900));
        assertThat(newestGuess()).isEqualTo("zero um zero um once");
    }

    @Test
    void insideTheWordsAreAsTheyWereHeard() {
        caller().say(ScriptedSpeech.guess("four one one one one one", 0, 600));
        stream.stopped(); // the leg keeps the guess, which nobody settles

        JsonNode kept = only("transcript.final");
        assertThat(kept.path("unconfirmed").asBoolean()).isTrue();
        assertThat(kept.path("text").asText()).isEqualTo("[number]");
        assertThat(world.engine.data("leg.ended").get(0).path("words").asInt()).isEqualTo(6);
    }

    @Test
    void noDigitOfACardGetsOutByAnyWay() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger ours = (Logger) LoggerFactory.getLogger("io.sidetone.call");
        Level before = ours.getLevel();
        log.start();
        ours.addAppender(log);
        ours.setLevel(Level.TRACE);
        try {
            sayACardInEveryWay();
        } finally {
            ours.setLevel(before);
            ours.detachAppender(log);
        }

        for (CallEvent event : world.engine.events) {
            isClean(new String(event.data(), StandardCharsets.UTF_8));
            isClean(event.toString());
        }
        world.engine.published.forEach(it -> isClean(it.json().toString()));
        log.list.forEach(line -> isClean(line.getFormattedMessage()));
        assertThat(log.list).isNotEmpty();
        assertThat(texts("transcript.final")).hasSizeGreaterThan(3).allMatch(text -> text.contains("[card]"));
    }

    private void sayACardInEveryWay() {
        world.engine.storing = false; // what cannot be stored is logged
        StringBuilder grown = new StringBuilder("card");
        long atMs = 0;
        for (String word : CARD.split(" ", -1)) {
            grown.append(' ').append(word);
            atMs += 100;
            caller().say(ScriptedSpeech.guess(grown.toString(), 0, atMs));
        }
        caller().say(ScriptedSpeech.words("card " + CARD + " yes", 0, atMs, false));
        caller().say(ScriptedSpeech.words("card 4111 1111-1111 1111 yes", 2_000, 3_000, true));
        caller().say(ScriptedSpeech.repaired("card 41 eleven, 1111, 1111, double one 11 yes", 4_000, 5_000));
        world.advance(Duration.ofSeconds(25).toMillis());
        caller().say(ScriptedSpeech.guess("card " + CARD, 6_000, 9_000));
        stream.stopped();
    }

    /** Three digits of a guess may show until the fourth comes. */
    private static void isClean(String text) {
        assertThat(text).doesNotContain("one one one one", "1111", "one, one", "eleven");
        assertThat(text).doesNotContainPattern("(one[^a-z]+){4}");
    }

    private String newestGuess() {
        List<String> guesses = new ArrayList<>();
        world.engine.published.stream()
                .filter(it -> it.slot().equals("l1/interim"))
                .forEach(it -> guesses.add(it.json().path("text").asText()));
        return guesses.get(guesses.size() - 1);
    }

    private List<String> texts(String type) {
        return world.engine.data(type).stream()
                .map(data -> data.path("text").asText())
                .toList();
    }

    private JsonNode only(String type) {
        assertThat(world.engine.data(type)).hasSize(1);
        return world.engine.data(type).get(0);
    }

    private ScriptedSpeech.Session caller() {
        return world.speech.of("inbound");
    }

    @Test
    void aWordIsAsSureAsItsLeastSurePart() {
        SpeechEvent.Final plain = ScriptedSpeech.words("1234 56", 0, 100, true);
        List<Word> words = new ArrayList<>(plain.words());
        words.set(1, new Word("56", 50, 100, 0.25));
        caller().say(new SpeechEvent.Final(
                plain.text(), 0, 100, 100, 0.9, "en", true, false, false, plain.source(), words));

        assertThat(only("transcript.final")
                        .path("words")
                        .get(0)
                        .path("confidence")
                        .asDouble())
                .isEqualTo(0.25);
    }
}
