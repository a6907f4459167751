package io.sidetone.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultEventLoop;
import io.sidetone.redaction.Redactor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One call on one loop: its audio, its numbers, its end. */
class CallTest {
    private static final String CALL = "s_call";

    private final CallWorld world = new CallWorld();

    @Test
    void audioReachesEachSpeakersSessionUnchangedAndInOrder() {
        CallStream stream = world.open(CALL);
        for (int i = 0; i < 300; i++) {
            world.advance(20);
            world.frame(stream, Track.INBOUND, i * 20L, i);
            world.frame(stream, Track.OUTBOUND, i * 20L, 255 - i);
        }

        byte[] caller = world.speech.of("inbound").heard();
        byte[] agent = world.speech.of("outbound").heard();
        assertThat(caller).hasSize(300 * 160);
        assertThat(agent).hasSize(300 * 160);
        for (int i = 0; i < caller.length; i++) {
            assertThat(caller[i]).isEqualTo((byte) (i / 160));
            assertThat(agent[i]).isEqualTo((byte) (255 - i / 160));
        }
        assertThat(world.speech.sessions.get(0).leg.role()).isEqualTo("caller");
        assertThat(world.speech.sessions.get(1).leg.role()).isEqualTo("agent");
    }

    @Test
    void emptyFramesOpenNothingAndAnUnannouncedTrackIsHeardAllTheSame() {
        CallStream stream = world.opened(CallWorld.start(CALL, "MZ1", Track.INBOUND));
        stream.audio(Track.OUTBOUND, 0, Unpooled.EMPTY_BUFFER);
        assertThat(world.speech.sessions).hasSize(1);

        world.frame(stream, Track.OUTBOUND, 0, 7);
        assertThat(world.speech.of("outbound").heard()).isEqualTo(CallWorld.filled(160, 7));
    }

    @Test
    void finalsAndUtterancesAreNumberedPerLegAndEventsPerCall() {
        CallStream stream = world.open(CALL);
        ScriptedSpeech.Session caller = world.speech.of("inbound");
        ScriptedSpeech.Session agent = world.speech.of("outbound");
        caller.say(ScriptedSpeech.words("one", 0, 500, false));
        agent.say(ScriptedSpeech.words("uno", 100, 600, true));
        caller.say(ScriptedSpeech.words("two", 500, 900, true));
        caller.say(ScriptedSpeech.words("three", 2_000, 2_500, true));
        stream.stopped();

        assertThat(world.engine.data("transcript.final"))
                .extracting(it -> it.path("finalId").asText() + " utt " + it.path("utt"))
                .containsExactly("s_call.l1.1 utt 1", "s_call.l2.1 utt 1", "s_call.l1.2 utt 1", "s_call.l1.3 utt 2");
        assertThat(world.engine.data("utterance.completed"))
                .extracting(it -> it.path("legId").asText() + " utt " + it.path("utt") + " " + it.path("finals"))
                .containsExactly(
                        "l2 utt 1 [\"s_call.l2.1\"]",
                        "l1 utt 1 [\"s_call.l1.1\",\"s_call.l1.2\"]",
                        "l1 utt 2 [\"s_call.l1.3\"]");
        noHoles();
    }

    @Test
    void theLastWordsComeBeforeTheEnd() {
        world.speech.closesWhenFinished = false;
        CallStream stream = world.open(CALL);
        world.talk(stream, 0, 1_000);
        stream.stopped();
        stream.closed();
        world.advance(1_000);
        assertThat(world.calls.size()).isEqualTo(1);
        assertThat(world.engine.data("call.ended")).isEmpty();

        ScriptedSpeech.Session caller = world.speech.of("inbound");
        caller.say(ScriptedSpeech.words("bye", 100, 900, false));
        caller.close(true, "done");
        world.speech.of("outbound").close(true, "done");

        assertThat(world.engine.types(CALL))
                .containsExactly(
                        "call.started",
                        "leg.started",
                        "leg.started",
                        "transcript.final",
                        "utterance.completed",
                        "leg.ended",
                        "leg.ended",
                        "call.ended");
        assertThat(ended().path("endReason").asText()).isEqualTo("completed");
        assertThat(world.engine.onTheLine).isEmpty();
        noHoles();
    }

    @Test
    void whatComesBehindTheStopIsIgnored() {
        CallStream stream = world.open(CALL);
        stream.stopped();
        world.frame(stream, Track.INBOUND, 0, 1);
        stream.dtmf(Track.INBOUND);
        stream.stopped();
        stream.closed();
        world.advance(1_000);

        assertThat(world.engine.types(CALL)).endsWith("call.ended").doesNotContain("dtmf");
        assertThat(ended().path("legs").get(0).path("audioMs").asInt()).isZero();
    }

    @Test
    void aSocketThatClosesWithoutAStopIsSaidToHaveClosed() {
        world.open(CALL).closed();

        assertThat(ended().path("endReason").asText()).isEqualTo("stream_closed");
    }

    @Test
    void aStreamWithoutMediaIsGivenUp() {
        CallStream stream = world.open(CALL);
        world.talk(stream, 0, 1_000);
        world.advance(299_980);
        assertThat(world.socketsClosed).isEmpty();

        world.advance(20);
        assertThat(world.socketsClosed).containsExactly(EndReason.IDLE);
        assertThat(ended().path("endReason").asText()).isEqualTo("idle");
    }

    @Test
    void oneLegsVendorFailureLeavesTheOtherRunning() {
        CallStream stream = world.open(CALL);
        world.talk(stream, 0, 1_000);
        world.speech.of("inbound").close(false, "refused");
        world.talk(stream, 1_000, 500);
        world.speech.of("outbound").say(ScriptedSpeech.words("hello", 1_000, 1_400, true));
        stream.stopped();

        assertThat(world.speech.of("outbound").slices).hasSize(75);
        assertThat(world.engine.data("transcript.final")).hasSize(1);
        assertThat(ended().path("endReason").asText()).isEqualTo("completed");
        assertThat(ended().path("legs").get(0).path("lostMs").asInt())
                .as("heard by no vendor")
                .isEqualTo(500);
    }

    @Test
    void aCallThatNobodyCouldTranscribeSaysSo() {
        CallStream stream = world.open(CALL);
        world.talk(stream, 0, 1_000);
        world.speech.of("inbound").close(false, "refused");
        world.speech.of("outbound").close(false, "refused");
        world.talk(stream, 1_000, 100);
        stream.stopped();

        assertThat(ended().path("endReason").asText()).isEqualTo("speech_failed");
        assertThat(world.engine.types(CALL).stream().filter("leg.ended"::equals))
                .hasSize(2);
    }

    @Test
    void aVendorThatFailsAtTheVeryEndHasTranscribedTheCall() {
        world.speech.closesWhenFinished = false;
        CallStream stream = world.open(CALL);
        world.talk(stream, 0, 1_000);
        world.speech.of("inbound").say(ScriptedSpeech.words("hello", 0, 900, true));
        stream.stopped();
        world.speech.of("inbound").close(false, "no goodbye in time");
        world.speech.of("outbound").close(false, "no goodbye in time");

        assertThat(ended().path("endReason").asText()).isEqualTo("completed");
    }

    @Test
    void wordsThatComeAfterACompleteTimeWasGivenAreLate() {
        CallStream stream = world.open(CALL);
        world.talk(stream, 0, 10_000);
        world.speech.of("inbound").say(ScriptedSpeech.words("now", 9_000, 9_500, true));
        world.speech.of("outbound").say(ScriptedSpeech.words("then", 1_000, 1_500, true));
        List<JsonNode> finals = world.engine.data("transcript.final");

        assertThat(finals.get(0).path("late").asBoolean()).isFalse();
        assertThat(finals.get(0).path("completeUntilMs").asLong()).isBetween(6_000L, 7_000L);
        assertThat(finals.get(1).path("late").asBoolean()).isTrue();
        assertThat(finals.get(1).path("completeUntilMs").asLong())
                .isGreaterThanOrEqualTo(finals.get(0).path("completeUntilMs").asLong());
    }

    @Test
    void anOpenGuessHoldsTheCompleteTimeBack() {
        CallStream stream = world.open(CALL);
        world.talk(stream, 0, 2_000);
        world.speech.of("outbound").say(ScriptedSpeech.guess("a long story", 1_000, 2_000));
        for (long at = 2_000; at < 15_000; at += 1_000) {
            world.talk(stream, at, 1_000);
            world.speech.of("outbound").say(ScriptedSpeech.guess("a long story", 1_000, at));
        }
        world.speech.of("inbound").say(ScriptedSpeech.words("now", 14_000, 14_500, true));

        assertThat(world.engine
                        .data("transcript.final")
                        .get(0)
                        .path("completeUntilMs")
                        .asLong())
                .isLessThanOrEqualTo(1_000);
    }

    @Test
    void aCallRefusesThreadsThatDoNotOwnIt() throws Exception {
        DefaultEventLoop home = new DefaultEventLoop();
        try {
            Call call = home.submit(() -> new Call(
                            CallWorld.start(CALL, "MZ1", Track.INBOUND),
                            CALL,
                            home,
                            new CallEvents(
                                    CALL,
                                    new Journal(CALL, "CA1", world.engine.events(), () -> CallWorld.NOW, Map.of()),
                                    world.engine.live(),
                                    () -> CallWorld.NOW,
                                    Map.of(),
                                    new Masking(Redactor.OFF)),
                            world.calls))
                    .get();

            assertThatThrownBy(call::begin)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageStartingWith("call s_call touched by")
                    .hasMessageEndingWith("use CallHandle.tell");
        } finally {
            home.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        }
    }

    private JsonNode ended() {
        assertThat(world.engine.data("call.ended")).hasSize(1);
        return world.engine.data("call.ended").get(0);
    }

    private void noHoles() {
        assertThat(world.engine.events)
                .extracting(it -> (int) it.seq())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, world.engine.events.size())
                        .boxed()
                        .toList());
    }
}
