package io.sidetone.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.engine.CallEvent;
import io.sidetone.engine.Directory;
import io.sidetone.engine.Engine;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** All calls of the process: room, ids, and the way out. */
class CallsTest {
    private final CallWorld world = new CallWorld(CallWorld.rules(8, 2));

    @Test
    void thereIsRoomUntilTheLimitIsReached() {
        CallStream first = world.open("s_1");
        assertThat(world.calls.haveRoom()).isTrue();
        world.open("s_2");
        assertThat(world.calls.haveRoom()).isFalse();

        first.stopped();
        assertThat(world.calls.haveRoom()).isTrue();
        assertThat(world.calls.size()).isEqualTo(1);
        assertThat(world.calls.find("s_1")).isNull();
        assertThat(world.calls.find("s_2")).isNotNull();
    }

    @Test
    void nobodyNewIsLetInWhileTooMuchWaitsForTheJournal() {
        CallStream live = world.open("s_1");

        world.engine.backlogBytes = CallWorld.BACKLOG_BYTES + 1;
        assertThat(world.calls.haveRoom()).isFalse();
        world.talk(live, 0, 100); // who is in stays in
        assertThat(world.calls.size()).isEqualTo(1);
        world.engine.backlogBytes = CallWorld.BACKLOG_BYTES;
        assertThat(world.calls.haveRoom()).isTrue();
    }

    @Test
    void liveCallsTellWhenTheJournalTakesNothingAndWhenItDoesAgain() {
        world.open("s_1");
        world.engine.health = new Engine.Health(false, "storage.full", "no space left on the disk");
        world.calls.watchStorage();
        world.calls.watchStorage();
        CallStream later = world.open("s_2");
        world.engine.health = new Engine.Health(true, null, "well");
        world.calls.watchStorage();
        world.runNow();
        later.stopped();

        assertThat(world.engine.data("fault"))
                .extracting(fault -> fault.path("callId").asText() + " "
                        + fault.path("faultId").asText() + " "
                        + fault.path("code").asText() + " "
                        + fault.path("resolved").asBoolean())
                .containsExactly("s_1 flt_1 storage.full false", "s_1 flt_1 storage.full true");
        assertThat(world.engine.data("fault").get(0).path("message").asText()).contains("no space left on the disk");
    }

    @Test
    void anIdOfAFormerProcessIsNotUsedAgain() {
        world.calls.neverAgain(List.of("CA7"));

        assertThat(world.opened(CallWorld.foreign("CA7")).callId()).isEqualTo("CA7~2");
    }

    @Test
    void theDirectoryShowsWhoIsOnTheLine() {
        CallStream stream = world.open("s_1");
        assertThat(world.engine.onTheLine)
                .containsEntry(
                        "s_1",
                        new Directory.CallRecord(
                                "s_1", "CA1", "node-1", CallWorld.NOW.toEpochMilli(), Map.of("queue", "support")));

        stream.stopped();
        assertThat(world.engine.onTheLine).isEmpty();
    }

    @Test
    void operatorsSeeHowManyCallsAreOn() {
        CallStream first = world.open("s_1");
        world.open("s_2");
        first.stopped();

        assertThat(world.meters.get("sidetone_calls_live").gauge().value()).isEqualTo(1);
        assertThat(world.meters.get("sidetone_calls_started").counter().count()).isEqualTo(2);
        assertThat(world.meters
                        .get("sidetone_calls_ended")
                        .tag("reason", "completed")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void operatorsSeeHowTheLegsStand() {
        CallStream stream = world.open("s_1");
        world.talk(stream, 0, 1_000);
        assertThat(legs("connecting") + legs("live")).isEqualTo(2);

        stream.stopped();
        for (LegState state : LegState.values()) {
            assertThat(state == LegState.ENDED ? 0 : legs(state.wireName()))
                    .as(state.wireName())
                    .isZero();
        }
        assertThat(world.meters.get("sidetone_leg_audio_ms").counter().count()).isEqualTo(2_000);
    }

    private double legs(String state) {
        return world.meters.get("sidetone_legs").tag("state", state).gauge().value();
    }

    @Test
    void anIdThatWasUsedGetsANumber() {
        world.opened(CallWorld.foreign("CA7")).stopped();
        CallStream again = world.opened(CallWorld.foreign("CA7"));
        assertThat(again.callId()).isEqualTo("CA7~2");
        again.stopped();
        assertThat(world.opened(CallWorld.foreign("CA7")).callId()).isEqualTo("CA7~3");

        assertThat(world.engine.events).extracting(CallEvent::eventId).doesNotHaveDuplicates();
        assertThat(world.engine.types("CA7~2")).startsWith("call.started").endsWith("call.ended");
    }

    @Test
    void aMintedIdThatWasUsedGetsANumberToo() {
        world.open("s_1").stopped();

        assertThat(world.open("s_1").callId()).isEqualTo("s_1~2");
    }

    @Test
    void aForeignStreamJoinsItsOwnCallWhileThatIsOn() {
        CallStream first = world.opened(CallWorld.foreign("CA7"));
        CallStream second = world.opened(CallWorld.foreign("CA7"));

        assertThat(second.callId()).isEqualTo(first.callId());
        assertThat(world.socketsClosed).containsExactly(EndReason.REPLACED);
    }

    @Test
    void aStreamStillJoiningKeepsItsCallFromEnding() {
        world.open("s_1");

        assertThat(world.calls.release("s_1", () -> {
                    throw new AssertionError("said goodbye with a stream on the line");
                }))
                .isFalse();
        assertThat(world.calls.find("s_1")).isNotNull();
    }

    @Test
    void drainingTakesNobodyNewAndWaitsForTheLastCall() {
        CallStream stream = world.open("s_1");
        CompletionStage<Void> drained = world.calls.drain();

        assertThat(world.calls.haveRoom()).isFalse();
        assertThat(drained.toCompletableFuture()).isNotDone();
        stream.stopped();
        assertThat(drained.toCompletableFuture()).isCompleted();
    }

    @Test
    void drainingAnEmptyHouseIsDoneAtOnce() {
        assertThat(world.calls.drain().toCompletableFuture()).isCompleted();
    }

    @Test
    void endingAllStillWaitsForTheLastWords() {
        world.speech.closesWhenFinished = false;
        CallStream stream = world.open("s_1");
        world.talk(stream, 0, 1_000);
        CompletionStage<Void> drained = world.calls.drain();
        world.calls.endAll(EndReason.SHUTDOWN);
        world.runNow();
        assertThat(world.socketsClosed).containsExactly(EndReason.SHUTDOWN);
        assertThat(drained.toCompletableFuture()).isNotDone();

        world.speech.of("inbound").say(ScriptedSpeech.words("bye", 100, 900, true));
        world.speech.of("inbound").close(true, "done");
        world.speech.of("outbound").close(true, "done");
        assertThat(drained.toCompletableFuture()).isCompleted();
        assertThat(world.engine.data("call.ended").get(0).path("endReason").asText())
                .isEqualTo("shutdown");
        assertThat(world.engine.data("transcript.final")).hasSize(1);
    }
}
