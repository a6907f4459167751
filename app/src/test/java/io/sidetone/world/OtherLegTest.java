package io.sidetone.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidetone.codec.MuLaw;
import io.sidetone.sim.deepgram.Fault;
import io.sidetone.sim.deepgram.Faults;
import io.sidetone.sim.deepgram.Moment;
import io.sidetone.sim.deepgram.RecordedStream;
import io.sidetone.sim.deepgram.Scope;
import io.sidetone.sim.twilio.Track;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever befalls one leg, the other has one connection, every byte on it, and no state but connecting and live. */
class OtherLegTest {
    private static final Spoken SPOKEN = Spoken.once("serial-number", 16_200);
    private static final Moment MOMENT = Moment.afterAudio(Duration.ofSeconds(3));
    private static final Map<String, Fault> TROUBLES = new LinkedHashMap<>();

    static {
        TROUBLES.put("freeze", new Fault.Freeze(MOMENT));
        TROUBLES.put("stop-reading", new Fault.StopReading(MOMENT));
        TROUBLES.put("reset-again-and-again", new Fault.Reset(MOMENT));
        TROUBLES.put("refused-again-and-again", new Fault.Refuse(503));
        TROUBLES.put("close", Fault.Close.net0000(MOMENT));
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void oneLegsTroubleNeverShowsOnTheOther(@TempDir Path data) throws IOException {
        try (World world = World.start(data, Map.of());
                Supervisor supervisor = Supervisor.watch(world.dashboardUrl())) {
            Faults faults = Faults.none();
            for (var trouble : TROUBLES.entrySet()) {
                faults = faults.with(
                        trouble.getValue(),
                        Scope.extra("leg", "inbound").and(Scope.query("keyterm", trouble.getKey())));
            }
            world.deepgram().faults(faults);
            List<TroubledCall> calls = new ArrayList<>();
            for (String name : TROUBLES.keySet()) {
                calls.add(TroubledCall.place(world, name, SPOKEN));
            }
            calls.forEach(TroubledCall::untilOver);
            SoftAssertions all = new SoftAssertions();
            for (TroubledCall call : calls) {
                all.assertThatCode(() -> isUntouched(world, supervisor, call))
                        .as(call.name())
                        .doesNotThrowAnyException();
            }
            all.assertAll();
        }
    }

    private static void isUntouched(World world, Supervisor supervisor, TroubledCall call) throws IOException {
        call.hasEveryWordOnce();
        String troubled = call.finals(Track.INBOUND).get(0).path("legId").asText();
        assertThat(states(supervisor, call.callId(), troubled))
                .as("states of the leg in trouble")
                .containsAnyOf("reconnecting", "buffered"); // what comes right behind it replaces it on the bus
        List<RecordedStream> streams = world.streams(call.callId(), "outbound");
        assertThat(streams).as("connections of the other").hasSize(1);
        byte[] heard = streams.get(0).audio();
        byte[] said = MuLaw.toLinear16(SPOKEN.audio().muLaw(Track.OUTBOUND));
        assertThat(Arrays.equals(heard, heard.length - said.length, heard.length, said, 0, said.length))
                .as("every byte of the other")
                .isTrue();
        String legId = call.finals(Track.OUTBOUND).get(0).path("legId").asText();
        assertThat(states(supervisor, call.callId(), legId))
                .as("states of the other")
                .contains("live")
                .isSubsetOf("connecting", "live", "ended");
    }

    private static List<String> states(Supervisor supervisor, String callId, String legId) {
        return supervisor.events(callId).stream()
                .filter(event -> event.path("type").asText().equals("leg.updated"))
                .filter(event -> event.path("legId").asText().equals(legId))
                .map((JsonNode event) -> event.path("patch").path("state").asText())
                .filter(state -> !state.isEmpty())
                .toList();
    }
}
