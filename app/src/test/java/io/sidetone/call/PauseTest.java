package io.sidetone.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidetone.engine.Commands;
import io.sidetone.engine.Commands.Command;
import io.sidetone.speech.SpeechEvent;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** A pause on one loop: what is spoken during it reaches nobody, and everything else reaches everybody. */
class PauseTest {
    private static final String CALL = "s_pause";
    private static final Duration HOLD = Duration.ofSeconds(5);

    private final CallWorld world = new CallWorld();

    @Test
    void whatIsSpokenDuringAPauseReachesNobodyAndLeavesAHoleInTime() {
        CallStream stream = world.open(CALL);
        world.talk(stream, 0, 1_000);
        assertThat(pause("maria")).isEqualTo(Commands.Answer.DONE);
        for (long at = 1_000; at < 3_000; at += 20) {
            world.advance(20);
            world.frame(stream, Track.INBOUND, at, 9);
            world.frame(stream, Track.OUTBOUND, at, 9);
        }
        assertThat(resume("jo")).isEqualTo(Commands.Answer.DONE);
        world.talk(stream, 3_000, 500);
        stream.stopped();

        for (int track = 0; track < 2; track++) {
            ScriptedSpeech.Session session = world.speech.sessions.get(track);
            assertThat(session.heard()).isEqualTo(CallWorld.filled(1_500 * 8, track + 1));
            assertThat(session.slices.get(49).callTimeMs()).isEqualTo(980);
            assertThat(session.slices.get(50).callTimeMs()).isEqualTo(3_000);
            assertThat(session.finalizes).isEqualTo(1);
        }
        assertThat(only("call.paused").path("atMs").asLong()).isEqualTo(1_000);
        assertThat(only("call.paused").path("by").asText()).isEqualTo("maria");
        assertThat(only("call.resumed").path("atMs").asLong()).isEqualTo(3_000);
        assertThat(only("call.resumed").path("by").asText()).isEqualTo("jo");
        assertThat(world.engine.data("fault")).isEmpty();
        for (JsonNode leg : only("call.ended").path("legs")) {
            assertThat(leg.path("audioMs").asLong()).isEqualTo(3_500);
            assertThat(leg.path("pausedMs").asLong()).isEqualTo(2_000);
            assertThat(leg.path("lostMs").asLong()).isZero();
            assertThat(leg.path("gaps").asLong()).isZero();
        }
        assertThat(world.engine.data("leg.ended"))
                .extracting(leg -> leg.path("pausedMs").asLong())
                .containsExactly(2_000L, 2_000L);
    }

    @Test
    void aPauseIsIdempotentAndKnowsTheCallOnlyWhileItLives() {
        CallStream stream = world.open(CALL);
        assertThat(resume("jo")).isEqualTo(Commands.Answer.NO_CHANGE);
        assertThat(pause("jo")).isEqualTo(Commands.Answer.DONE);
        assertThat(pause("jo")).isEqualTo(Commands.Answer.NO_CHANGE);
        assertThat(resume("jo")).isEqualTo(Commands.Answer.DONE);
        assertThat(resume("jo")).isEqualTo(Commands.Answer.NO_CHANGE);
        Commands.Handler kept = world.engine.served.get(CALL);
        stream.stopped();

        assertThat(pause("jo")).isEqualTo(Commands.Answer.UNKNOWN_CALL);
        assertThat(world.engine.served).isEmpty();
        assertThat(kept).isNotNull();
        if (kept != null) { // a command that was on its way when the call ended
            assertThat(now(kept.handle(new Command.Pause("jo")))).isEqualTo(Commands.Answer.UNKNOWN_CALL);
        }
        assertThat(world.engine.data("call.paused")).hasSize(1);
        assertThat(world.engine.data("call.resumed")).hasSize(1);
    }

    @Test
    void wordsFromBeforeThePauseArriveAndAreNotLate() {
        CallStream stream = world.open(CALL);
        world.talk(stream, 0, 2_000);
        caller().say(ScriptedSpeech.guess("my number", 1_500, 1_980));
        pause("maria");
        world.advance(300);
        caller().say(ScriptedSpeech.words("my number is", 1_500, 2_000, true));

        JsonNode said = only("transcript.final");
        assertThat(said.path("text").asText()).isEqualTo("my number is");
        assertThat(said.path("late").asBoolean()).isFalse();
        assertThat(said.path("completeUntilMs").asLong()).isLessThanOrEqualTo(1_500);
        assertThat(world.engine.types(CALL)).containsSubsequence("call.paused", "transcript.final");
    }

    @Test
    void aPausedLegHoldsTheWatermarkBackUntilItsWordsAreSettledAndNoLonger() {
        CallStream stream = world.open(CALL);
        world.talk(stream, 0, 2_000);
        pause("maria");
        caller().say(new SpeechEvent.Settled(2_000, false, true));
        agent().say(new SpeechEvent.Settled(2_000, false, true));
        world.advance(60_000);
        caller().say(ScriptedSpeech.words("repaired", 59_000, 60_000, true));

        assertThat(only("transcript.final").path("completeUntilMs").asLong()).isGreaterThan(61_500);
    }

    @Test
    void aPauseHidesHowTheVendorStandsAndTheEndOfItShowsIt() {
        world.open(CALL);
        caller().say(new SpeechEvent.Health(SpeechEvent.State.LIVE, "connected"));
        pause("maria");
        caller().say(new SpeechEvent.Health(SpeechEvent.State.RECONNECTING, "gone"));
        assertThat(states("l1")).containsExactly("live", "paused");

        resume("maria");
        assertThat(states("l1")).containsExactly("live", "paused", "reconnecting");
    }

    @Test
    void aLegThatOpensDuringAPauseStartsPaused() {
        CallStream older = world.opened(CallWorld.start(CALL, "MZ1", Track.INBOUND));
        pause("maria");
        CallStream newer = world.opened(CallWorld.start(CALL, "MZ2", Track.INBOUND, Track.OUTBOUND));
        older.closed();
        world.talk(newer, 0, 1_000);
        assertThat(world.engine.data("leg.started"))
                .extracting(it -> it.path("state").asText())
                .containsExactly("connecting", "paused", "paused");
        assertThat(caller().slices).isEmpty();
        assertThat(agent().slices).isEmpty();

        resume("maria");
        world.talk(newer, 1_000, 1_000);
        newer.stopped();
        assertThat(caller().heard()).isEqualTo(CallWorld.filled(8_000, 1));
        assertThat(agent().heard()).isEqualTo(CallWorld.filled(8_000, 2));
        assertThat(only("call.ended").path("legs"))
                .extracting(leg -> leg.path("pausedMs").asLong())
                .containsExactly(1_000L, 1_000L);
    }

    @Test
    void whatAGateKeepsIsFromOutsideThePauseOnly() {
        CallStream stream = world.opened(CallWorld.gated(CALL));
        world.dial(CALL, DialProgress.Step.INITIATED);
        world.talk(stream, 0, 1_000);
        pause("maria");
        for (long at = 1_000; at < 3_000; at += 20) {
            world.advance(20);
            world.frame(stream, Track.OUTBOUND, at, 9);
        }
        world.dial(CALL, DialProgress.Step.ANSWERED); // opens from 2 000 on
        assertThat(states("l2")).containsExactly("paused");
        resume("maria");
        world.talk(stream, 3_000, 500);

        assertThat(agent().heard()).isEqualTo(CallWorld.filled(500 * 8, 2));
        assertThat(world.engine.data("fault"))
                .as("the caller's side sent nothing, which nobody missed")
                .isEmpty();
        assertThat(states("l2")).containsExactly("paused", "connecting");
    }

    @Test
    void aGatedLegWaitsAgainAfterAPause() {
        world.opened(CallWorld.gated(CALL));
        pause("maria");
        resume("maria");

        assertThat(states("l2")).containsExactly("paused", "waiting");
    }

    @Test
    void aPauseUntilTheEndEndsWithTheCall() {
        CallStream stream = world.open(CALL);
        world.talk(stream, 0, 1_000);
        pause("maria");
        world.talk(stream, 1_000, 1_000);
        stream.stopped();

        assertThat(caller().heard()).hasSize(8_000);
        assertThat(world.engine.types(CALL)).endsWith("call.ended").doesNotContain("call.resumed");
        assertThat(only("call.ended").path("endReason").asText()).isEqualTo("completed");
    }

    @Test
    void framesOfThePauseThatComeAfterItAreDroppedToo() {
        CallStream stream = world.open(CALL);
        world.talk(stream, 0, 1_000);
        pause("maria");
        world.advance(2_000); // the line is stuck
        resume("maria");
        world.advance(100);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        expected.writeBytes(CallWorld.filled(8_000, 1));
        for (long at = 1_000; at < 3_100; at += 20) {
            world.frame(stream, Track.INBOUND, at, at < 2_980 ? 9 : 3);
            expected.writeBytes(CallWorld.filled(at < 2_980 ? 0 : 160, 3));
        }

        assertThat(caller().heard()).isEqualTo(expected.toByteArray());
    }

    @Test
    void aKeyPausesAndResumes() {
        CallStream stream = world.open(CALL);
        world.talk(stream, 0, 1_000);
        stream.pauseKey();
        world.talk(stream, 1_000, 1_000);
        stream.pauseKey();
        world.talk(stream, 2_000, 1_000);

        assertThat(caller().heard()).hasSize(16_000);
        assertThat(only("call.paused").path("by").asText()).isEqualTo("dtmf");
        assertThat(only("call.resumed").path("by").asText()).isEqualTo("dtmf");
    }

    @Test
    void thePauseOfAKeypadEndsSoLongAfterItsLastKey() {
        CallStream stream = world.open(CALL);
        stream.keypad(HOLD);
        world.advance(4_980);
        stream.keypad(HOLD);
        world.advance(4_980);
        assertThat(world.engine.data("call.resumed")).isEmpty();

        world.advance(20);
        assertThat(only("call.resumed").path("atMs").asLong()).isEqualTo(9_980);
        world.advance(60_000);
        stream.keypad(HOLD);
        stream.pauseKey();
        assertThat(world.engine.data("call.resumed"))
                .as("the key ends it at once")
                .hasSize(2);
    }

    @Test
    void noKeyEndsThePauseOfACommandAndACommandEndsThatOfAKey() {
        CallStream stream = world.open(CALL);
        pause("maria");
        stream.pauseKey();
        stream.keypad(HOLD);
        world.advance(6_000);
        assertThat(world.engine.data("call.resumed")).isEmpty();
        assertThat(resume("maria")).isEqualTo(Commands.Answer.DONE);

        stream.pauseKey();
        assertThat(resume("maria")).isEqualTo(Commands.Answer.DONE);
        stream.keypad(HOLD);
        assertThat(resume("maria")).isEqualTo(Commands.Answer.DONE);
        world.advance(6_000);
        assertThat(world.engine.data("call.resumed")).hasSize(3);
    }

    @Test
    void aCommandMakesThePauseOfAKeypadLast() {
        CallStream stream = world.open(CALL);
        stream.keypad(HOLD);
        assertThat(pause("maria")).isEqualTo(Commands.Answer.NO_CHANGE);
        world.advance(60_000);
        assertThat(world.engine.data("call.resumed")).isEmpty();

        stream.stopped();
        world.advance(60_000);
        assertThat(world.engine.types(CALL)).endsWith("call.ended");
    }

    @Test
    void theCallMayEndDuringThePauseOfAKeypad() {
        CallStream stream = world.open(CALL);
        stream.keypad(HOLD);
        stream.stopped();
        world.advance(60_000);

        assertThat(world.engine.types(CALL)).endsWith("call.ended").doesNotContain("call.resumed");
    }

    private Commands.Answer pause(String by) {
        return now(world.engine.commands().send(CALL, new Command.Pause(by)));
    }

    private Commands.Answer resume(String by) {
        return now(world.engine.commands().send(CALL, new Command.Resume(by)));
    }

    private static Commands.Answer now(CompletionStage<Commands.Answer> answer) {
        CompletableFuture<Commands.Answer> done = answer.toCompletableFuture();
        assertThat(done).isCompleted();
        return done.join();
    }

    private List<String> states(String legId) {
        return world.engine.published.stream()
                .filter(it -> it.slot().equals(legId + "/state"))
                .map(it -> it.json().path("patch").path("state").asText())
                .toList();
    }

    private JsonNode only(String type) {
        assertThat(world.engine.data(type)).hasSize(1);
        return world.engine.data(type).get(0);
    }

    private ScriptedSpeech.Session caller() {
        return world.speech.of("inbound");
    }

    private ScriptedSpeech.Session agent() {
        return world.speech.of("outbound");
    }
}
