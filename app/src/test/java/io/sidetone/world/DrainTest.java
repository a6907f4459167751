package io.sidetone.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.sim.twilio.CallPlan;
import io.sidetone.sim.twilio.CallReport;
import io.sidetone.sim.twilio.Outcome;
import io.sidetone.sim.twilio.Recording;
import io.sidetone.sim.twilio.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT) // each has a world of its own, and mostly waits
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class DrainTest {

    @Test
    void whileDrainingNewCallsAreConnectedWithoutAStreamAndTheLiveOneEndsByItself(@TempDir Path data)
            throws IOException {
        try (World world = World.start(data, Map.of())) {
            Conversation live = Conversation.begin(world, world.voiceUrl(""), "hello", 1_000);
            CompletableFuture<Void> drained = world.server().drain().toCompletableFuture();

            CallPlan late = CallPlan.of(
                    new Target.VoiceUrl(world.voiceUrl("")),
                    Recording.load("hello").audio());
            CallReport turnedAway =
                    world.twilio().place(late).toCompletableFuture().join();
            assertThat(turnedAway.streams()).isEmpty();
            assertThat(turnedAway.twiml())
                    .first()
                    .satisfies(twiml -> assertThat(twiml).contains("<Dial").doesNotContain("<Stream"));

            live.isComplete();
            drained.join();
        }
    }

    @Test
    void closingEndsALiveCallAndDeliversItsLastWords(@TempDir Path data) throws IOException {
        try (World world = World.start(data, Map.of())) {
            Conversation live = Conversation.begin(world, world.voiceUrl(""), "hello", 5_000);
            assertThat(live.isOver()).isFalse();
            world.server().close();

            assertThat(live.report().outcome())
                    .as("the call itself goes on at Twilio's, without us")
                    .isNotEqualTo(new Outcome.Completed());
            assertThat(live.endReason()).isEqualTo("shutdown");
            for (String role : List.of("technician", "agent")) {
                List<String> said = Conversation.texts(Script.of("hello"), role, 4_900);
                List<String> heard = live.words(role);
                assertThat(heard).as("%s: every word so far", role).startsWith(said.toArray(String[]::new));
            }
        }
    }
}
