package io.sidetone.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidetone.speech.SpeechEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Words that the vendor does not settle: kept once, marked, and never said twice. */
class LegWordsTest {
    private static final String CALL = "s_words";

    private final CallWorld world = new CallWorld();
    private final CallStream stream = world.opened(CallWorld.start(CALL, "MZ1", Track.INBOUND));
    private final ScriptedSpeech.Session vendor = world.speech.of("inbound");

    @Test
    void aGuessThatIsNeverSettledIsAskedForAndThenSaidUnconfirmed() {
        vendor.say(ScriptedSpeech.guess("hello world", 0, 800));
        world.advance(2_980);
        assertThat(vendor.finalizes).isZero();
        world.advance(20);
        assertThat(vendor.finalizes).isEqualTo(1);
        assertThat(finals()).isEmpty();

        world.advance(1_000);
        assertThat(texts()).containsExactly("hello world");
        assertThat(finals().get(0).path("unconfirmed").asBoolean()).isTrue();
        assertThat(endings()).containsExactly("silence");
    }

    @Test
    void theVendorsOwnFinalComesTooLateToBeSaidAgain() {
        vendor.say(ScriptedSpeech.guess("hello world", 0, 800));
        world.advance(4_000);
        vendor.say(ScriptedSpeech.words("Hello world.", 0, 800, true));
        stream.stopped();

        assertThat(texts()).containsExactly("hello world");
        assertThat(endings()).containsExactly("silence");
    }

    @Test
    void ofALateFinalOnlyTheNewWordsAreSaid() {
        vendor.say(ScriptedSpeech.guess("one two", 0, 800));
        world.advance(4_000);
        vendor.say(ScriptedSpeech.words("One two three four", 0, 1_600, true));

        assertThat(texts()).containsExactly("one two", "three four");
        assertThat(finals().get(1).path("startMs").asLong()).isEqualTo(800);
        assertThat(endings()).containsExactly("silence", "speech_final");
    }

    @Test
    void ofALateGuessThatIsKeptTooOnlyTheNewWordsAreSaid() {
        vendor.say(ScriptedSpeech.guess("one two", 0, 800));
        world.advance(4_000);
        vendor.say(ScriptedSpeech.guess("one two three four", 0, 1_600));
        stream.stopped();

        assertThat(texts()).containsExactly("one two", "three four");
        assertThat(endings()).containsExactly("silence", "leg_ended");
    }

    @Test
    void aGuessThatOnlyRepeatsWhatWasKeptMakesNoUtterance() {
        vendor.say(ScriptedSpeech.guess("one two", 0, 800));
        world.advance(4_000);
        vendor.say(ScriptedSpeech.guess("one two", 0, 810)); // the vendor's times wander
        stream.stopped();

        assertThat(texts()).containsExactly("one two");
        assertThat(endings()).containsExactly("silence");
    }

    @Test
    void guessesLeftWhenTheVendorDiesAreKept() {
        vendor.say(ScriptedSpeech.guess("hello", 0, 400));
        vendor.close(false, "gone");

        assertThat(texts()).containsExactly("hello");
        assertThat(endings()).containsExactly("leg_ended");
        stream.stopped();
        assertThat(endings()).hasSize(1);
    }

    @Test
    void resultsAreNumberedSoThatAnOldGuessCannotOverwriteAFinal() {
        vendor.say(ScriptedSpeech.guess("hel", 0, 300));
        vendor.say(ScriptedSpeech.words("hello", 0, 400, true));
        vendor.say(ScriptedSpeech.guess("wor", 900, 1_100));

        assertThat(finals().get(0).path("rev").asInt()).isEqualTo(2);
        assertThat(world.engine.published)
                .filteredOn(it -> it.slot().equals("l1/interim"))
                .extracting(it ->
                        it.json().path("rev").asInt() + " utt " + it.json().path("utt"))
                .containsExactly("1 utt 1", "3 utt 2");
    }

    @Test
    void theSourceOfUnconfirmedWordsIsTheVendorThatGuessedThem() {
        vendor.say(new SpeechEvent.Opened("acme", "big", "r-7"));
        vendor.say(ScriptedSpeech.guess("hello", 0, 400));
        stream.stopped();

        assertThat(finals().get(0).path("provider").asText()).isEqualTo("acme");
        assertThat(finals().get(0).path("requestId").asText()).isEqualTo("r-7");
    }

    @Test
    void repairedWordsAreAnUtteranceOfTheirOwnWithinAnOpenOne() {
        vendor.say(ScriptedSpeech.words("before", 0, 400, false));
        vendor.say(ScriptedSpeech.repaired("in the gap", 1_000, 1_900));
        vendor.say(ScriptedSpeech.words("after", 3_000, 3_400, true));

        assertThat(texts()).containsExactly("before", "in the gap", "after");
        assertThat(finals())
                .extracting(
                        it -> it.path("n").asInt(),
                        it -> it.path("utt").asInt(),
                        it -> it.path("rev").asInt(),
                        it -> it.path("repaired").asBoolean(),
                        it -> it.path("finalId").asText())
                .containsExactly(
                        tuple(1, 1, 1, false, "s_words.l1.1"),
                        tuple(2, 2, 2, true, "s_words.l1.2"),
                        tuple(3, 1, 3, false, "s_words.l1.3"));
        assertThat(world.engine.data("utterance.completed"))
                .extracting(
                        it -> it.path("utt").asInt(),
                        it -> it.path("text").asText(),
                        it -> it.path("end").asText(),
                        it -> it.path("startMs").asInt())
                .containsExactly(tuple(2, "in the gap", "silence", 1_000), tuple(1, "before after", "speech_final", 0));
    }

    @Test
    void eachRepairedFinalIsAnUtteranceAndTheNextGoesOnBehindThem() {
        vendor.say(ScriptedSpeech.repaired("one", 0, 400));
        vendor.say(ScriptedSpeech.repaired("two", 1_000, 1_400));
        vendor.say(ScriptedSpeech.words("three", 2_000, 2_400, true));

        assertThat(finals()).extracting(it -> it.path("utt").asInt()).containsExactly(1, 2, 3);
        assertThat(endings()).containsExactly("silence", "silence", "speech_final");
    }

    @Test
    void repairedNewsLeavesANewerGuessAlone() {
        vendor.say(ScriptedSpeech.guess("now", 5_000, 5_400));
        vendor.say(ScriptedSpeech.repaired("then", 1_000, 1_400));
        vendor.say(new SpeechEvent.Settled(2_000, false, false));

        assertThat(interims()).containsExactly("now");
        world.advance(4_000);
        assertThat(texts()).containsExactly("then", "now");
        assertThat(finals().get(1).path("unconfirmed").asBoolean()).isTrue();
    }

    @Test
    void aGuessIsNeitherAskedForNorKeptWhileTheVendorIsAway() {
        vendor.say(new SpeechEvent.Health(SpeechEvent.State.LIVE, "open"));
        vendor.say(ScriptedSpeech.guess("hello", 0, 400));
        vendor.say(new SpeechEvent.Health(SpeechEvent.State.RECONNECTING, "broken"));
        world.advance(30_000);
        assertThat(vendor.finalizes).isZero();
        assertThat(texts()).isEmpty();

        vendor.say(new SpeechEvent.Health(SpeechEvent.State.LIVE, "open"));
        vendor.say(ScriptedSpeech.words("Hello there.", 0, 800, true));
        stream.stopped();
        assertThat(texts()).containsExactly("Hello there.");
        assertThat(endings()).containsExactly("speech_final");
    }

    @Test
    void repairedWordsBehindWhatWasCalledCompleteAreLate() {
        for (long at = 0; at < 10_000; at += 20) {
            world.advance(20);
            world.frame(stream, Track.INBOUND, at, 1);
        }
        vendor.say(ScriptedSpeech.words("now", 9_500, 9_900, true));
        vendor.say(ScriptedSpeech.repaired("then", 1_000, 1_400));

        assertThat(finals()).extracting(it -> it.path("late").asBoolean()).containsExactly(false, true);
    }

    private List<String> interims() {
        return world.engine.published.stream()
                .filter(it -> it.slot().equals("l1/interim"))
                .map(it -> it.json().path("text").asText())
                .toList();
    }

    private List<JsonNode> finals() {
        return world.engine.data("transcript.final");
    }

    private List<String> texts() {
        return finals().stream().map(it -> it.path("text").asText()).toList();
    }

    private List<String> endings() {
        return world.engine.data("utterance.completed").stream()
                .map(it -> it.path("end").asText())
                .toList();
    }
}
