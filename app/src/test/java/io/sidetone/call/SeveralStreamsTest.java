package io.sidetone.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Streams of one call: beside each other, one after another, and one in place of another. */
class SeveralStreamsTest {
    private static final String CALL = "s_many";

    private final CallWorld world = new CallWorld();

    @Test
    void streamsOfTwoPhoneLegsMakeOneCall() {
        CallStream caller = world.opened(CallWorld.start(CALL, "MZ1", Track.INBOUND));
        CallStream agent = world.opened(ofOtherPhone("CA2", "MZ2", "agent"));
        caller.stopped();
        assertThat(world.engine.data("call.ended")).isEmpty();
        agent.stopped();

        assertThat(world.engine.data("leg.started"))
                .extracting(
                        it -> it.path("legId").asText() + " " + it.path("role").asText())
                .containsExactly("l1 caller", "l2 agent");
        assertThat(world.engine.data("call.ended")).hasSize(1);
        assertThat(world.engine.events).extracting(it -> it.seq()).doesNotHaveDuplicates();
    }

    @Test
    void theNewestStreamOfALegWinsAndKeepsItsName() {
        CallStream older = world.open(CALL);
        world.talk(older, 0, 1_000);
        world.speech.of("inbound").say(ScriptedSpeech.words("one", 0, 500, true));
        CallStream newer = world.opened(CallWorld.start(CALL, "MZ2", Track.INBOUND, Track.OUTBOUND));
        int heardByOlder = world.speech.sessions.get(0).slices.size();
        world.frame(older, Track.INBOUND, 1_000, 9);
        world.frame(newer, Track.INBOUND, 0, 3);
        world.speech.of("inbound").say(ScriptedSpeech.words("two", 1_000, 1_500, true));

        assertThat(world.socketsClosed).containsExactly(EndReason.REPLACED);
        assertThat(world.speech.sessions.get(0).slices).hasSize(heardByOlder);
        assertThat(world.speech.of("inbound").slices).hasSize(1);
        assertThat(world.engine.data("transcript.final"))
                .extracting(it -> it.path("finalId").asText() + " utt " + it.path("utt") + " rev " + it.path("rev"))
                .containsExactly("s_many.l1.1 utt 1 rev 1", "s_many.l1.2 utt 2 rev 2");
        newer.stopped();
        assertThat(world.engine.data("leg.ended")).hasSize(2);
        assertThat(ended().path("endReason").asText()).isEqualTo("completed");
        assertThat(ended().path("legs").get(0).path("audioMs").asLong()).isEqualTo(1_020);
    }

    @Test
    void aStreamThatLosesOneOfItsLegsGoesOnWithTheOther() {
        CallStream both = world.open(CALL);
        CallStream one = world.opened(CallWorld.start(CALL, "MZ2", Track.INBOUND));
        world.frame(both, Track.OUTBOUND, 0, 5);

        assertThat(world.socketsClosed).isEmpty();
        assertThat(world.speech.of("outbound").slices).hasSize(1);
        one.stopped();
        assertThat(world.engine.data("call.ended")).isEmpty();
        both.stopped();
        assertThat(world.engine.data("leg.started")).hasSize(3);
        assertThat(ended().path("legs")).hasSize(2);
    }

    @Test
    void theCallWaitsForTheLastWordsOfAReplacedLeg() {
        world.speech.closesWhenFinished = false;
        CallStream older = world.opened(CallWorld.start(CALL, "MZ1", Track.INBOUND));
        world.frame(older, Track.INBOUND, 0, 1);
        ScriptedSpeech.Session first = world.speech.of("inbound");
        CallStream newer = world.opened(CallWorld.start(CALL, "MZ2", Track.INBOUND));
        ScriptedSpeech.Session second = world.speech.of("inbound");
        newer.stopped();
        second.close(true, "done");
        assertThat(world.engine.data("call.ended")).isEmpty();

        first.say(ScriptedSpeech.words("last words", 100, 900, false));
        first.close(true, "done");
        assertThat(world.engine.types(CALL))
                .endsWith("transcript.final", "utterance.completed", "leg.ended", "call.ended");
        assertThat(world.engine.data("leg.ended").get(0).path("finals").asInt()).isEqualTo(1);
        assertThat(ended().path("endReason").asText()).isEqualTo("completed");
    }

    @Test
    void aReplacedLegAndItsSuccessorDoNotMixTheirUtterances() {
        world.speech.closesWhenFinished = false;
        world.opened(CallWorld.start(CALL, "MZ1", Track.INBOUND));
        ScriptedSpeech.Session first = world.speech.of("inbound");
        first.say(ScriptedSpeech.words("one", 0, 400, false));
        CallStream newer = world.opened(CallWorld.start(CALL, "MZ2", Track.INBOUND));
        ScriptedSpeech.Session second = world.speech.of("inbound");
        second.say(ScriptedSpeech.words("three", 900, 1_300, false));
        first.say(ScriptedSpeech.words("two", 400, 800, false));
        first.close(true, "done");
        second.say(ScriptedSpeech.words("four", 1_300, 1_700, true));
        newer.stopped();
        second.close(true, "done");

        assertThat(world.engine.data("utterance.completed"))
                .extracting(it -> it.path("utt") + " " + it.path("text").asText() + " " + it.path("finals"))
                .containsExactly(
                        "1 one two [\"s_many.l1.1\",\"s_many.l1.3\"]",
                        "2 three four [\"s_many.l1.2\",\"s_many.l1.4\"]");
    }

    @Test
    void aReplacedLegsGuessesAreNotShownAnyMore() {
        world.speech.closesWhenFinished = false;
        world.opened(CallWorld.start(CALL, "MZ1", Track.INBOUND));
        ScriptedSpeech.Session first = world.speech.of("inbound");
        world.opened(CallWorld.start(CALL, "MZ2", Track.INBOUND));
        world.engine.published.clear();
        first.say(ScriptedSpeech.guess("old", 0, 400));

        assertThat(world.engine.published).isEmpty();
    }

    @Test
    void aCallHasAsManyStreamsAsTheLimitAllows() {
        CallWorld small = new CallWorld(CallWorld.rules(2, 10));
        small.opened(CallWorld.start(CALL, "MZ1", Track.INBOUND));
        CallStream second = small.opened(ofOtherPhone("CA2", "MZ2", "agent"));
        assertThat(small.calls.open(ofOtherPhone("CA3", "MZ3", "agent"), small.loop(), why -> {}))
                .isNull();

        second.stopped();
        assertThat(small.calls.open(ofOtherPhone("CA3", "MZ3", "agent"), small.loop(), why -> {}))
                .isNotNull();
        assertThat(small.engine.data("call.started")).hasSize(1);
    }

    @Test
    void aStreamThatComesWhileTheLastWordsAreAwaitedKeepsTheCallOpen() {
        world.speech.closesWhenFinished = false;
        CallStream first = world.opened(CallWorld.start(CALL, "MZ1", Track.INBOUND));
        first.closed();
        CallStream second = world.opened(CallWorld.start(CALL, "MZ2", Track.INBOUND));
        world.speech.sessions.get(0).close(true, "done");
        assertThat(world.engine.data("call.ended")).isEmpty();

        second.stopped();
        world.speech.sessions.get(1).close(true, "done");
        assertThat(ended().path("endReason").asText()).isEqualTo("completed");
        assertThat(world.engine.data("call.started")).hasSize(1);
    }

    private JsonNode ended() {
        assertThat(world.engine.data("call.ended")).hasSize(1);
        return world.engine.data("call.ended").get(0);
    }

    private static StreamStart ofOtherPhone(String callSid, String streamSid, String role) {
        StreamStart one = CallWorld.start(CALL, streamSid, Track.INBOUND);
        return new StreamStart(
                CALL,
                true,
                callSid,
                streamSid,
                one.accountSid(),
                List.of(Track.INBOUND),
                one.direction(),
                one.from(),
                one.to(),
                Map.of(Track.INBOUND, role),
                false,
                one.speech(),
                one.labels(),
                one.parameters());
    }
}
