package io.sidetone.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidetone.sim.twilio.Outcome;
import io.sidetone.sim.twilio.Quirk;
import io.sidetone.sim.twilio.Track;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Calls that are paused, over real sockets and in real time, all at once. Where a pause really began and ended
 * is seen by the bytes that the vendor heard; everything else is measured by that.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class PauseTest {
    private static final Quirk KEY_AT_ONCE = new Quirk.Dtmf(Duration.ZERO, "#");
    private static final Quirk KEY_AT_10_S = new Quirk.Dtmf(Duration.ofSeconds(10), "#");
    private static final Quirk KEY_AT_30_S = new Quirk.Dtmf(Duration.ofSeconds(30), "#");
    private static final Quirk ANOTHER_STREAM_AT_20_S = new Quirk.SecondStream(Duration.ofSeconds(20));

    private World world;
    private Supervisor supervisor;
    private PausedCall byApi;
    private PausedCall byKey;
    private PausedCall fromTheBeginning;
    private PausedCall untilTheEnd;
    private PausedCall onAnotherStream;
    private PausedCall amidWords;

    @BeforeAll
    void placeThemAll(@TempDir Path data) throws IOException {
        world = World.start(
                data, Map.of("pause.key", "#", "webhook.events", World.ALL_EVENTS + ",dtmf,call.paused,call.resumed"));
        supervisor = Supervisor.watch(world.dashboardUrl());
        // a cold JVM stalls for seconds now and then
        Conversation.begin(world, world.voiceUrl(""), "hello", 1_000).isComplete();
        byApi = PausedCall.place(world, Map.of(10L, "pause", 30L, "resume"));
        byKey = PausedCall.place(world, Map.of(), KEY_AT_10_S, KEY_AT_30_S);
        fromTheBeginning = PausedCall.place(world, Map.of(10L, "resume"), KEY_AT_ONCE);
        untilTheEnd = PausedCall.place(world, Map.of(10L, "pause"));
        amidWords = PausedCall.place(
                world,
                Map.of(),
                new Quirk.Dtmf(Duration.ofMillis(11_500), "#"),
                new Quirk.Dtmf(Duration.ofMillis(12_500), "#"));
        onAnotherStream = PausedCall.place(world, Map.of(10L, "pause", 30L, "resume"), ANOTHER_STREAM_AT_20_S);
    }

    @AfterAll
    void close() {
        supervisor.close();
        world.close();
    }

    @Test
    void aPauseByTheApiIsAHoleAndNothingElse() throws IOException {
        PausedCall call = byApi.isOver();
        assertThat(call.answer("pause"))
                .isEqualTo("200 {\"callId\":\"" + call.callId() + "\",\"state\":\"paused\",\"changed\":true}");
        assertThat(call.answer("resume"))
                .isEqualTo("200 {\"callId\":\"" + call.callId() + "\",\"state\":\"live\",\"changed\":true}");
        isAHole(call, "maria");
        assertThat(supervisor.events(call.callId()))
                .filteredOn(event -> event.path("type").asText().equals("leg.updated"))
                .extracting(event -> event.path("patch").path("state").asText())
                .contains("paused")
                .last()
                .isEqualTo("live");
        assertThat(world.streams(call.callId(), "inbound").get(0).keepAlives())
                .as("the vendor's connection was kept alive")
                .isPositive();
    }

    @Test
    void aPauseByAKeyIsAHoleAndNothingElse() throws IOException {
        PausedCall call = byKey.isOver();
        isAHole(call, "dtmf");
        assertThat(call.events("dtmf"))
                .extracting(event -> event.path("digit").asText())
                .containsExactly("*", "*");
    }

    @Test
    void aCallMayBePausedFromItsBeginning() throws IOException {
        PausedCall call = fromTheBeginning.isOver();
        PausedCall.Hole hole = hole(call);
        assertThat(hole.fromMs()).as("a frame or two came before the key").isLessThan(500);
        assertThat(hole.toMs()).isGreaterThan(5_000);
        words(call, hole);
        assertThat(call.events("call.resumed").get(0).path("by").asText()).isEqualTo("maria");
    }

    @Test
    void aCallMayBePausedUntilItsEnd() throws IOException {
        PausedCall call = untilTheEnd.isOver();
        PausedCall.Hole hole = hole(call);
        assertThat(hole.toMs()).isGreaterThan(38_400); // nothing but silence comes after that
        words(call, hole);
        assertThat(call.events("call.paused")).hasSize(1);
        assertThat(call.events("call.resumed")).isEmpty();
        assertThat(call.events("call.ended").get(0).path("endReason").asText()).isEqualTo("completed");
    }

    @Test
    void aStreamThatTakesOverDuringAPauseIsPausedToo() throws IOException {
        PausedCall call = onAnotherStream.isOver();
        PausedCall.Hole hole = call.hole(Track.INBOUND);
        assertThat(hole.toMs() - hole.fromMs()).isGreaterThan(5_000);
        words(call, hole);
        assertThat(call.events("leg.started")).hasSize(4);
        assertThat(world.streams(call.callId(), "inbound")).hasSize(2);
    }

    @Test
    void noWordSpansAPauseThatBeginsAndEndsAmidWords() throws IOException {
        PausedCall call = amidWords.isOver();
        PausedCall.Hole hole = hole(call);
        assertThat(hole.toMs()).isGreaterThan(hole.fromMs());
        words(call, hole);
        call.nothingSpans(hole, "technician");
    }

    private void isAHole(PausedCall call, String by) throws IOException {
        PausedCall.Hole hole = hole(call);
        assertThat(hole.toMs() - hole.fromMs()).isGreaterThan(5_000);
        words(call, hole);
        JsonNode paused = call.events("call.paused").get(0);
        JsonNode resumed = call.events("call.resumed").get(0);
        assertThat(List.of(paused.path("by").asText(), resumed.path("by").asText()))
                .containsOnly(by);
        assertThat(call.events("call.paused")).hasSize(1);
        assertThat(call.events("call.resumed")).hasSize(1);
    }

    private static PausedCall.Hole hole(PausedCall call) throws IOException {
        PausedCall.Hole hole = call.hole(Track.INBOUND);
        PausedCall.Hole other = call.hole(Track.OUTBOUND);
        assertThat(call.outcome()).isEqualTo(new Outcome.Completed());
        assertThat(hole.toMs() - hole.fromMs())
                .as("one command pauses both legs, to within a frame: %s, %s", hole, other)
                .isBetween(other.toMs() - other.fromMs() - 40, other.toMs() - other.fromMs() + 40);
        for (JsonNode leg : call.events("call.ended").get(0).path("legs")) {
            PausedCall.Hole its = leg.path("role").asText().equals("agent") ? other : hole;
            assertThat(leg.path("pausedMs").asLong()).isEqualTo(its.toMs() - its.fromMs());
            assertThat(leg.path("gaps").asInt()).isZero();
            assertThat(leg.path("lostMs").asInt()).isZero();
        }
        return hole;
    }

    private void words(PausedCall call, PausedCall.Hole hole) throws IOException {
        call.onlyWordsOutsideOf(hole, "technician", supervisor);
        call.onlyWordsOutsideOf(hole, "agent", supervisor);
    }
}
