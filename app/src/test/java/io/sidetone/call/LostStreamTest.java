package io.sidetone.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A media socket that is lost without a stop, and what comes after it. */
class LostStreamTest {
    private static final String CALL = "s_lost";

    private final CallWorld world = new CallWorld(CallWorld.rules(8, 100, Duration.ofSeconds(10)));

    @Test
    void theCallWaitsAndSaysSo() {
        CallStream stream = world.open(CALL);
        world.talk(stream, 0, 1_000);

        assertThat(stream.closed()).isTrue();
        world.advance(9_000);

        assertThat(faults("twilio.stream_lost"))
                .extracting(it -> it.path("legId").asText() + " "
                        + it.path("severity").asText() + " at " + it.path("atMs") + " " + it.path("resolved"))
                .containsExactly("l1 warning at 1000 false", "l2 warning at 1000 false");
        assertThat(world.speech.sessions).allSatisfy(session -> {
            assertThat(session.finished).isFalse();
            assertThat(session.heard()).hasSize(8_000);
        });
        assertThat(world.engine.data("leg.ended")).isEmpty();
        assertThat(stream.isAwaited()).isTrue();
    }

    @Test
    void whenNothingFollowsTheCallEndsAsOneWhoseStreamClosed() {
        CallStream stream = world.open(CALL);
        world.talk(stream, 0, 1_000);
        stream.closed();
        world.advance(10_020);

        assertThat(world.engine.data("leg.ended"))
                .extracting(it -> it.path("reason").asText())
                .containsExactly("stream_closed", "stream_closed");
        assertThat(ended().path("endReason").asText()).isEqualTo("stream_closed");
        assertThat(stream.isAwaited()).isFalse();
        assertThat(world.calls.size()).isZero();
    }

    @Test
    void withoutPatienceItEndsAtOnce() {
        CallWorld hasty = new CallWorld();
        CallStream stream = hasty.open(CALL);

        assertThat(stream.closed()).isFalse();
        assertThat(hasty.engine.types(CALL)).endsWith("call.ended").doesNotContain("fault");
    }

    @Test
    void aStreamThatWeRefusedIsNotWaitedFor() {
        CallStream stream = world.open(CALL);
        stream.refused();

        assertThat(ended().path("endReason").asText()).isEqualTo("stream_closed");
        assertThat(faults("twilio.stream_lost")).isEmpty();
    }

    @Test
    void anotherStreamCarriesTheSameLegsOn() {
        CallStream lost = world.open(CALL);
        world.talk(lost, 0, 1_000);
        world.speech.of("inbound").say(ScriptedSpeech.words("before", 100, 600, false));
        lost.closed();
        world.advance(1_000);
        CallStream next = world.opened(CallWorld.start(CALL, "MZ2", Track.INBOUND, Track.OUTBOUND));
        world.talk(next, 0, 1_000);
        world.speech.of("inbound").say(ScriptedSpeech.words("after", 2_100, 2_600, true));
        next.stopped();

        assertThat(world.speech.sessions).as("the vendor's connections stay").hasSize(2);
        assertThat(world.speech.of("inbound").heard()).hasSize(16_000);
        assertThat(world.engine.data("transcript.final"))
                .extracting(it -> it.path("finalId").asText() + " utt " + it.path("utt"))
                .containsExactly("s_lost.l1.1 utt 1", "s_lost.l1.2 utt 1");
        assertThat(world.engine.data("utterance.completed"))
                .extracting(it -> it.path("text").asText())
                .containsExactly("before after");
        assertThat(world.engine.data("leg.started")).hasSize(2);
        assertThat(world.engine.data("leg.ended"))
                .extracting(it -> it.path("reason").asText())
                .containsExactly("completed", "completed");
        assertThat(ended().path("endReason").asText()).isEqualTo("completed");
        assertThat(ended().path("legs").get(0).path("audioMs").asLong()).isEqualTo(2_000);
    }

    @Test
    void theMissingStretchIsNotedToTheMillisecond() {
        CallStream lost = world.open(CALL);
        world.talk(lost, 0, 1_000);
        lost.closed();
        world.advance(2_000);
        CallStream next = world.opened(CallWorld.start(CALL, "MZ2", Track.INBOUND, Track.OUTBOUND));
        world.talk(next, 7, 100);
        next.stopped();

        assertThat(faults("audio.gap"))
                .extracting(it -> it.path("legId").asText() + " at " + it.path("atMs") + " " + it.path("lostMs"))
                .containsExactly("l1 at 1000 2007", "l2 at 1000 2007");
        assertThat(faults("twilio.stream_lost"))
                .extracting(it -> it.path("faultId").asText() + " at " + it.path("atMs") + " " + it.path("resolved"))
                .containsExactly(
                        "flt_1 at 1000 false", "flt_2 at 1000 false", "flt_1 at 3000 true", "flt_2 at 3000 true");
        assertThat(ended().path("legs")).allSatisfy(leg -> {
            assertThat(leg.path("gaps").asInt()).isEqualTo(1);
            assertThat(leg.path("gapMs").asLong()).isEqualTo(2_007);
        });
    }

    /** A sender that is faster than real time has spoken into the future; what follows must not lie before that. */
    @Test
    void callTimeNeverGoesBack() {
        CallStream lost = world.open(CALL);
        for (long at = 0; at < 5_000; at += 20) {
            world.frame(lost, Track.INBOUND, at, 1);
        }
        lost.closed();
        CallStream next = world.opened(CallWorld.start(CALL, "MZ2", Track.INBOUND));
        world.frame(next, Track.INBOUND, 0, 2);
        world.frame(next, Track.INBOUND, 20, 2);

        List<Long> times = new ArrayList<>();
        world.speech.of("inbound").slices.forEach(slice -> times.add(slice.callTimeMs()));
        assertThat(times).isSorted().doesNotHaveDuplicates().endsWith(4_980L, 5_000L, 5_020L);
        assertThat(faults("audio.gap")).as("nothing is missing between the two").isEmpty();
    }

    @Test
    void theOldSocketHasNoSayAnyMore() {
        CallStream lost = world.open(CALL);
        world.talk(lost, 0, 200);
        lost.closed();
        CallStream next = world.opened(CallWorld.start(CALL, "MZ2", Track.INBOUND, Track.OUTBOUND));
        world.frame(lost, Track.INBOUND, 200, 9);
        lost.dtmf(Track.INBOUND);
        lost.stopped();
        assertThat(lost.closed()).isFalse();
        lost.giveUp();
        world.talk(next, 0, 200);
        world.advance(11_000);

        assertThat(world.speech.of("inbound").heard()).hasSize(3_200).doesNotContain(9);
        assertThat(world.engine.types(CALL)).doesNotContain("dtmf", "leg.ended", "call.ended");
    }

    @Test
    void aNewerStreamStillWinsOverTheOneThatCarriedOn() {
        CallStream lost = world.opened(CallWorld.start(CALL, "MZ1", Track.INBOUND));
        lost.closed();
        CallStream second = world.opened(CallWorld.start(CALL, "MZ2", Track.INBOUND));
        CallStream third = world.opened(CallWorld.start(CALL, "MZ3", Track.INBOUND));
        world.frame(second, Track.INBOUND, 0, 2);
        world.frame(third, Track.INBOUND, 0, 3);

        assertThat(world.socketsClosed).containsExactly(EndReason.REPLACED);
        assertThat(world.speech.sessions.get(0).heard()).isEmpty();
        assertThat(world.speech.sessions.get(1).heard()).hasSize(160);
        third.stopped();
        assertThat(ended().path("legs")).hasSize(1);
        assertThat(ended().path("endReason").asText()).isEqualTo("completed");
    }

    @Test
    void itMayBeLostAgainAndAgain() {
        CallStream stream = world.open(CALL);
        for (int i = 2; i <= 5; i++) {
            world.talk(stream, 0, 100);
            stream.closed();
            world.advance(5_000);
            stream = world.opened(CallWorld.start(CALL, "MZ" + i, Track.INBOUND, Track.OUTBOUND));
        }
        world.talk(stream, 0, 100);
        stream.stopped();

        assertThat(world.speech.sessions).hasSize(2);
        assertThat(world.engine.data("leg.started")).hasSize(2);
        assertThat(ended().path("legs").get(1).path("gaps").asInt()).isEqualTo(4);
        assertThat(ended().path("legs").get(1).path("audioMs").asLong()).isEqualTo(500);
    }

    @Test
    void aGateKeepsItsState() {
        CallStream lost = world.opened(CallWorld.gated(CALL));
        world.dial(CALL, DialProgress.Step.INITIATED);
        world.talk(lost, 0, 200);
        lost.closed();
        world.advance(1_000);
        CallStream next = world.opened(CallWorld.gated(CALL));
        world.talk(next, 0, 200);
        assertThat(world.speech.of("outbound").heard()).as("still shut").isEmpty();

        world.dial(CALL, DialProgress.Step.ANSWERED);
        world.talk(next, 200, 200);
        assertThat(world.speech.of("outbound").heard())
                .as("from one second before the answer on")
                .hasSize(8 * 400);
        next.closed();
        CallStream last = world.opened(CallWorld.gated(CALL));
        world.talk(last, 0, 200);
        assertThat(world.speech.of("outbound").heard()).as("still open").hasSize(8 * 600);
    }

    @Test
    void anAnswerDuringTheWaitingOpensTheGate() {
        CallStream lost = world.opened(CallWorld.gated(CALL));
        world.dial(CALL, DialProgress.Step.INITIATED);
        lost.closed();
        world.dial(CALL, DialProgress.Step.ANSWERED);
        CallStream next = world.opened(CallWorld.gated(CALL));
        world.talk(next, 0, 200);

        assertThat(world.speech.of("outbound").heard()).hasSize(1_600);
    }

    @Test
    void aHangUpEndsTheWaitingAtOnce() {
        CallStream lost = world.open(CALL);
        CallStream other = world.opened(CallWorld.start("s_other", "MZ8", Track.INBOUND));
        lost.closed();
        world.calls.phoneLegOver("CA-somebody-else's");
        assertThat(world.engine.types(CALL)).doesNotContain("call.ended");

        world.calls.phoneLegOver("CA1");
        assertThat(world.engine.types(CALL)).endsWith("call.ended");
        assertThat(world.engine.types("s_other"))
                .as("a live leg is not touched")
                .doesNotContain("leg.ended");
        other.stopped();
    }

    @Test
    void aStreamThatWasStoppedAfterAllEndsTheWaiting() {
        CallStream lost = world.open(CALL);
        lost.closed();
        world.calls.streamOver("MZ7");
        assertThat(lost.isAwaited()).isTrue();

        world.calls.streamOver("MZ1");
        assertThat(world.engine.types(CALL)).endsWith("call.ended");
    }

    @Test
    void shuttingDownDoesNotWait() {
        CallStream lost = world.open(CALL);
        lost.closed();
        world.calls.drain();
        world.calls.endAll(EndReason.SHUTDOWN);
        world.runNow();

        assertThat(ended().path("endReason").asText()).isEqualTo("shutdown");
        assertThat(world.engine.data("leg.ended"))
                .extracting(it -> it.path("reason").asText())
                .containsOnly("shutdown");
    }

    @Test
    void aLegWhoseTrackDoesNotComeBackEndsWhileTheOtherGoesOn() {
        CallStream lost = world.open(CALL);
        world.talk(lost, 0, 100);
        lost.closed();
        CallStream next = world.opened(CallWorld.start(CALL, "MZ2", Track.INBOUND));
        world.advance(10_020);

        assertThat(world.engine.data("leg.ended"))
                .extracting(it ->
                        it.path("legId").asText() + " " + it.path("reason").asText())
                .containsExactly("l2 stream_closed");
        next.stopped();
        assertThat(ended().path("endReason").asText()).isEqualTo("completed");
    }

    @Test
    void aDialledLegThatAnswersIsToldToTheCallersStreamOnce() {
        List<String> told = new ArrayList<>();
        StreamSocket socket = new StreamSocket() {
            @Override
            public void close(EndReason why) {}

            @Override
            public void answered(String dialledSid) {
                told.add(dialledSid);
            }
        };
        CallStream first = Objects.requireNonNull(
                world.calls.open(CallWorld.start(CALL, "MZ1", Track.INBOUND), world.loop(), socket));
        world.dial(CALL, DialProgress.Step.INITIATED, "CA2");
        world.dial(CALL, DialProgress.Step.ANSWERED, "CA2");
        world.dial(CALL, DialProgress.Step.ANSWERED, "CA2");
        assertThat(told).containsExactly("CA2");

        first.closed();
        world.dial(CALL, DialProgress.Step.ENDED, "CA2");
        world.dial(CALL, DialProgress.Step.ANSWERED, "CA3");
        assertThat(told).as("nobody is there to hear it").containsExactly("CA2");
        CallStream next = world.calls.open(CallWorld.start(CALL, "MZ2", Track.INBOUND), world.loop(), socket);
        assertThat(next).isNotNull();
        world.runNow();
        assertThat(told).containsExactly("CA2", "CA3");
    }

    @Test
    void aStreamThatNeverCameIsTheCallsFault() {
        world.open(CALL);
        Objects.requireNonNull(world.calls.find(CALL))
                .streamMissing("the dialled leg has no stream; check this and that");

        assertThat(faults("twilio.stream_lost")).singleElement().satisfies(fault -> {
            assertThat(fault.has("legId")).isFalse();
            assertThat(fault.path("message").asText()).contains("check this and that");
            assertThat(fault.path("resolved").asBoolean()).isFalse();
        });
    }

    private List<JsonNode> faults(String code) {
        return world.engine.data("fault").stream()
                .filter(it -> it.path("code").asText().equals(code))
                .toList();
    }

    private JsonNode ended() {
        assertThat(world.engine.data("call.ended")).hasSize(1);
        return world.engine.data("call.ended").get(0);
    }
}
