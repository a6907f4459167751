package io.sidetone.call;

import static org.assertj.core.api.Assertions.assertThat;

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
