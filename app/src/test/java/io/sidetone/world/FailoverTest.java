package io.sidetone.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.sim.assemblyai.AssemblyAiEmulator;
import io.sidetone.sim.assemblyai.AssemblyAiOptions;
import io.sidetone.sim.deepgram.DeepgramEmulator;
import io.sidetone.sim.deepgram.EmulatorOptions;
import io.sidetone.sim.deepgram.Fault;
import io.sidetone.sim.deepgram.Faults;
import io.sidetone.sim.deepgram.Moment;
import io.sidetone.sim.deepgram.RecordingLibrary;
import io.sidetone.sim.deepgram.Scope;
import io.sidetone.sim.twilio.Track;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A provider goes away in the middle of a call, and the next one of the list takes over, over real sockets. */
@Execution(ExecutionMode.CONCURRENT) // each has a world of its own
class FailoverTest {
    private static final Spoken SPOKEN = Spoken.once("serial-number", 16_200);
    private static final Moment MID_WORD = Moment.midWord(Duration.ofSeconds(4));

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void anotherVendorTakesOverWithWhatIsNotSettled(@TempDir Path data) throws IOException {
        try (AssemblyAiEmulator second =
                        AssemblyAiEmulator.start(AssemblyAiOptions.of(RecordingLibrary.bundled(), Clock.systemUTC()));
                World world = World.start(
                        data,
                        Map.of(
                                "speech.provider", "deepgram,assemblyai",
                                "assemblyai.url", second.url().toString(),
                                "assemblyai.api-key", "any"))) {
            refusesToGoOn(world.deepgram());

            TroubledCall call =
                    TroubledCall.place(world, "another-vendor", SPOKEN).untilOver();

            call.isWhole();
            assertThat(providers(call)).containsExactly("assemblyai", "deepgram");
            assertThat(second.sessions()).hasSize(2).allSatisfy(session -> assertThat(session.violations())
                    .isEmpty());
        }
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void anotherHostOfTheSameVendorTakesOver(@TempDir Path data) throws IOException {
        try (DeepgramEmulator second =
                        DeepgramEmulator.start(EmulatorOptions.of(RecordingLibrary.bundled(), Clock.systemUTC()));
                World world = World.start(
                        data,
                        Map.of(
                                "speech.provider", "deepgram,deepgram:eu",
                                "deepgram.hosts.eu.url", second.url().toString(),
                                "deepgram.hosts.eu.api-key", "any"))) {
            refusesToGoOn(world.deepgram());

            TroubledCall.place(world, "another-host", SPOKEN).untilOver().isWhole();

            assertThat(second.streams()).hasSize(2).allSatisfy(stream -> assertThat(stream.violations())
                    .isEmpty());
        }
    }

    /** Breaks in the middle of a word, and has withdrawn the key. */
    private static void refusesToGoOn(DeepgramEmulator deepgram) {
        deepgram.faults(Faults.none()
                .with(new Fault.Reset(MID_WORD), Scope.matching(request -> !request.reconnect()))
                .with(new Fault.Refuse(401), Scope.reconnects()));
        deepgram.requestFaults(Faults.of(new Fault.Refuse(401)));
    }

    private static Set<String> providers(TroubledCall call) throws IOException {
        Set<String> providers = new TreeSet<>();
        for (Track track : Track.values()) {
            call.finals(track)
                    .forEach(said -> providers.add(said.path("provider").asText()));
        }
        return providers;
    }
}
