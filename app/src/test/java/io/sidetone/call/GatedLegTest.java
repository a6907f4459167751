package io.sidetone.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidetone.call.DialProgress.Step;
import io.sidetone.speech.SpeechEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The dialled side waits for its answer: callbacks that come early, late, twice, shuffled or never. */
class GatedLegTest {
    private static final String CALL = "s_gated";

    private final CallWorld world = new CallWorld();
    private final CallStream stream = world.opened(CallWorld.gated(CALL));

    @Test
    void theCallerIsHeardFromTheStart() {
        world.talk(stream, 0, 1_000);

        assertThat(caller().slices).hasSize(50);
        assertThat(agent().slices).isEmpty();
        assertThat(world.engine.data("leg.started").get(1).path("state").asText())
                .isEqualTo("waiting");
    }

    @Test
    void anAnswerOpensItFromOneSecondBefore() {
        dial(Step.INITIATED);
        world.talk(stream, 0, 4_000);
        dial(Step.ANSWERED);
        world.talk(stream, 4_000, 1_000);

        assertThat(agent().slices.get(0).callTimeMs()).isEqualTo(3_000);
        assertThat(agent().slices).hasSize(100);
        assertThat(agent().slices).extracting(ScriptedSpeech.Slice::callTimeMs).isSorted();
    }

    @Test
    void anAnswerThatComesTwiceOpensItOnce() {
        world.talk(stream, 0, 2_000);
        dial(Step.ANSWERED);
        world.talk(stream, 2_000, 500);
        dial(Step.ANSWERED);
        dial(Step.INITIATED);
        world.talk(stream, 2_500, 500);

        assertThat(agent().slices).hasSize(100);
        assertThat(agent().slices).extracting(ScriptedSpeech.Slice::callTimeMs).doesNotHaveDuplicates();
    }

    @Test
    void anAnswerKnownBeforeTheLegOpensItAtOnce() {
        CallStream early = world.opened(CallWorld.start("s_early", "MZ1", Track.INBOUND));
        world.dial("s_early", Step.ANSWERED);
        StreamStart gated = CallWorld.gated("s_early");
        CallStream second = world.opened(new StreamStart(
                "s_early",
                true,
                "CA2",
                "MZ2",
                "AC1",
                List.of(Track.OUTBOUND),
                "inbound",
                null,
                null,
                gated.roles(),
                true,
                gated.speech(),
                gated.labels(),
                gated.parameters()));
        world.frame(second, Track.OUTBOUND, 0, 2);

        assertThat(early.callId()).isEqualTo(second.callId());
        assertThat(agent().slices).hasSize(1);
    }

    @Test
    void withoutAnyCallbackItOpensAfterFiveSecondsAndSaysSo() {
        world.talk(stream, 0, 4_980);
        assertThat(agent().slices).isEmpty();

        world.talk(stream, 4_980, 1_020);
        assertThat(agent().slices.get(0).callTimeMs()).as("everything kept").isZero();
        assertThat(agent().slices).hasSize(300);
        List<JsonNode> faults = world.engine.data("fault");
        assertThat(faults).hasSize(1);
        assertThat(faults.get(0).path("code").asText()).isEqualTo("twilio.callbacks_missing");
        assertThat(faults.get(0).path("legId").asText()).isEqualTo("l2");
        assertThat(faults.get(0).path("message").asText()).contains("/twilio/call-status");
    }

    @Test
    void aDialThatWasReportedIsWaitedForAsLongAsItRings() {
        dial(Step.INITIATED);
        world.talk(stream, 0, 40_000);

        assertThat(agent().slices).isEmpty();
        assertThat(world.engine.data("fault")).isEmpty();
    }

    @Test
    void itWaitsAgainWhenTheDialledSideHasGone() {
        world.talk(stream, 0, 1_000);
        dial(Step.ANSWERED);
        world.talk(stream, 1_000, 1_000);
        dial(Step.ENDED);
        world.talk(stream, 2_000, Leg.UNDER_WAY_MS); // the last words may still be under way
        int heard = agent().slices.size();
        world.talk(stream, 2_000 + Leg.UNDER_WAY_MS, 20_000 - Leg.UNDER_WAY_MS);
        assertThat(agent().slices).hasSize(heard);
        assertThat(agent().finalizes).as("the last words are asked for").isEqualTo(1);

        dial(Step.INITIATED);
        dial(Step.ANSWERED);
        world.talk(stream, 22_000, 100);
        assertThat(agent().slices).hasSize(heard + 50 + 5);
        assertThat(agent().slices.get(heard).callTimeMs()).isEqualTo(21_000);
    }

    @Test
    void aLateReportOfTheFirstDialDoesNotSilenceTheSecond() {
        world.talk(stream, 0, 1_000);
        dial(Step.INITIATED, "CA-first");
        dial(Step.INITIATED, "CA-second");
        dial(Step.ANSWERED, "CA-second");
        world.talk(stream, 1_000, 1_000);
        dial(Step.ENDED, "CA-first");
        world.talk(stream, 2_000, 1_000);

        assertThat(agent().slices).hasSize(150);
    }

    @Test
    void anAnswerReportedAgainAfterItsEndOpensNothing() {
        world.talk(stream, 0, 1_000);
        dial(Step.ANSWERED, "CA-first");
        dial(Step.ENDED, "CA-first");
        world.advance(Leg.UNDER_WAY_MS);
        int heard = agent().slices.size();
        dial(Step.ANSWERED, "CA-first");
        world.talk(stream, 1_000, 1_000);

        assertThat(agent().slices).hasSize(heard);
    }

    @Test
    void aLegThatWaitsAgainGoesBackToWhatItsVendorSays() {
        agent().say(new SpeechEvent.Health(SpeechEvent.State.LIVE, "open"));
        assertThat(lastState()).as("the gate is shut").isNotEqualTo("live");
        dial(Step.ANSWERED);
        assertThat(lastState()).isEqualTo("live");
        dial(Step.ENDED);
        assertThat(lastState()).as("the last words may still be under way").isEqualTo("live");
        world.advance(Leg.UNDER_WAY_MS);
        assertThat(lastState()).isEqualTo("waiting");
        dial(Step.ANSWERED);
        assertThat(lastState()).isEqualTo("live");
    }

    @Test
    void aGateThatNeverOpenedEndsWithItsCall() {
        world.talk(stream, 0, 1_000);
        stream.stopped();
        dial(Step.ANSWERED);
        world.advance(40);

        assertThat(agent().slices).isEmpty();
        assertThat(world.engine.types(CALL)).endsWith("leg.ended", "leg.ended", "call.ended");
        assertThat(world.calls.size()).isZero();
    }

    private String lastState() {
        return world.engine.published.stream()
                .filter(it -> it.slot().equals("l2/state"))
                .map(it -> it.json().path("patch").path("state").asText())
                .reduce((older, newer) -> newer)
                .orElse("none");
    }

    private void dial(Step step) {
        world.dial(CALL, step);
    }

    private void dial(Step step, String dialledSid) {
        world.dial(CALL, step, dialledSid);
    }

    private ScriptedSpeech.Session caller() {
        return world.speech.of("inbound");
    }

    private ScriptedSpeech.Session agent() {
        return world.speech.of("outbound");
    }
}
