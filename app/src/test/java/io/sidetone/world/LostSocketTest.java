package io.sidetone.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidetone.codec.MuLaw;
import io.sidetone.sim.deepgram.RecordedStream;
import io.sidetone.sim.twilio.CallPlan;
import io.sidetone.sim.twilio.CallReport;
import io.sidetone.sim.twilio.Outcome;
import io.sidetone.sim.twilio.Quirk;
import io.sidetone.sim.twilio.Recording;
import io.sidetone.sim.twilio.Target;
import io.sidetone.sim.twilio.Track;
import io.sidetone.sim.webhook.ReceivedEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A media socket that breaks in the middle of a call, over real sockets from the phone to the webhook. */
@Execution(ExecutionMode.CONCURRENT) // each has a world of its own, and mostly waits
class LostSocketTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RECORDING = "hello";
    private static final int BYTES_PER_MS = 8;
    private static final Duration CUT = Duration.ofSeconds(5);

    @TempDir
    private Path data = Path.of("");

    @ParameterizedTest
    @EnumSource(
            value = Quirk.Farewell.class,
            names = {"CLOSE", "RESET"})
    void theCallGoesOnWithANewStreamAndTheGapIsNoted(Quirk.Farewell farewell) throws IOException {
        try (World world = World.start(data, Map.of())) {
            CallReport report = place(world, new Quirk.CutAt(CUT, farewell));

            assertThat(report.outcome()).isEqualTo(new Outcome.Completed());
            assertThat(report.streams()).hasSize(2);
            String callId = String.valueOf(report.session());
            for (Track track : Track.values()) {
                List<RecordedStream> vendors = world.streams(callId, track.wire());
                assertThat(vendors).as("the vendor's connection stays").hasSize(1);
                assertThat(vendors.get(0).violations()).isEmpty();
                isAllThatTwilioSent(report, track, vendors.get(0).audio());
            }
            assertThat(of(world, callId, "call.started")).hasSize(1);
            assertThat(of(world, callId, "leg.started")).hasSize(2);
            assertThat(of(world, callId, "call.ended")).hasSize(1);
            gapIsExact(world, callId);
        }
    }

    @Test
    void anApiThatFailsIsAskedAgain() throws IOException {
        try (World world = World.start(data, Map.of())) {
            CallReport report = place(world, new Quirk.CutAt(CUT, Quirk.Farewell.RESET), new Quirk.RestFails(2));

            assertThat(report.streams()).hasSize(2);
            gapIsExact(world, String.valueOf(report.session()));
        }
    }

    @Test
    void aCallThatTwilioSaysIsOverIsNotWaitedFor() throws IOException {
        try (World world = World.start(data, Map.of("twilio.resume-seconds", "600"))) {
            CallReport report = place(world, new Quirk.CutAt(CUT, Quirk.Farewell.RESET), Quirk.Rest.SAYS_CALL_IS_OVER);

            assertThat(report.streams()).hasSize(1);
            String callId = String.valueOf(report.session());
            assertThat(of(world, callId, "leg.ended"))
                    .extracting(it -> it.path("reason").asText())
                    .containsOnly("stream_closed");
            assertThat(of(world, callId, "call.ended").get(0).path("endReason").asText())
                    .isEqualTo("stream_closed");
        }
    }

    @Test
    void withoutCredentialsItWaitsAndThenEnds() throws IOException {
        Map<String, String> nobody = Map.of("twilio.account-sid", "", "twilio.resume-seconds", "1");
        try (World world = World.start(data, nobody)) {
            CallReport report = place(world, new Quirk.CutAt(CUT, Quirk.Farewell.CLOSE));

            assertThat(report.streams()).hasSize(1);
            String callId = String.valueOf(report.session());
            assertThat(of(world, callId, "fault"))
                    .extracting(it -> it.path("code").asText() + " " + it.path("resolved"))
                    .containsExactly("twilio.stream_lost false", "twilio.stream_lost false");
            assertThat(of(world, callId, "call.ended").get(0).path("endReason").asText())
                    .isEqualTo("stream_closed");
        }
    }

    @Test
    void withAStreamPerLegEachSpeakerHasOne() throws IOException {
        try (World world = World.start(data, Map.of("twilio.separation", "stream-per-leg"))) {
            CallReport report = place(world);

            perLeg(world, report, 2);
            String callId = String.valueOf(report.session());
            assertThat(of(world, callId, "fault")).isEmpty();
            RecordedStream technician = world.streams(callId, "inbound").get(0);
            assertThat(endsWith(said(Track.INBOUND), technician.audio())).isTrue();
        }
    }

    @Test
    void theDialledLegsStreamComesBackToo() throws IOException {
        try (World world = World.start(data, Map.of("twilio.separation", "stream-per-leg"))) {
            CallReport report = place(world, new Quirk.CutLater(2, Duration.ofSeconds(3), Quirk.Farewell.RESET));

            perLeg(world, report, 3);
            String callId = String.valueOf(report.session());
            assertThat(of(world, callId, "fault"))
                    .extracting(it ->
                            it.path("legId").asText() + " " + it.path("code").asText() + " " + it.path("resolved"))
                    .filteredOn(fault -> !fault.equals("l2 audio.gap false")) // none if the next frame came at once
                    .containsExactly("l2 twilio.stream_lost false", "l2 twilio.stream_lost true");
        }
    }

    @Test
    void aDialledLegThatCannotBeHeardIsAFaultAndTheCallGoesOn() throws IOException {
        try (World world = World.start(data, Map.of("twilio.separation", "stream-per-leg"))) {
            CallReport report = place(world, new Quirk.RestFails(100));

            String callId = String.valueOf(report.session());
            assertThat(of(world, callId, "fault")).singleElement().satisfies(fault -> {
                assertThat(fault.path("code").asText()).isEqualTo("twilio.stream_lost");
                assertThat(fault.path("message").asText()).contains("twilio.separation: both-tracks");
            });
            assertThat(of(world, callId, "leg.started")).hasSize(1);
            assertThat(of(world, callId, "call.ended").get(0).path("endReason").asText())
                    .isEqualTo("completed");
        }
    }

    /** Two legs of two phones, one call; the dialled one's inbound track is the agent. */
    private void perLeg(World world, CallReport report, int streams) throws IOException {
        assertThat(report.outcome()).isEqualTo(new Outcome.Completed());
        assertThat(report.streams()).hasSize(streams);
        String callId = String.valueOf(report.session());
        assertThat(of(world, callId, "leg.started"))
                .extracting(it -> it.path("legId").asText() + " "
                        + it.path("role").asText() + " " + it.path("track").asText())
                .containsExactly("l1 technician inbound", "l2 agent inbound");
        assertThat(of(world, callId, "call.started")).hasSize(1);
        JsonNode ended = of(world, callId, "call.ended").get(0);
        assertThat(ended.path("endReason").asText()).isEqualTo("completed");
        List<RecordedStream> vendors = world.streams(callId, "inbound");
        assertThat(vendors).hasSize(2);
        byte[] agent = vendors.get(1).audio();
        assertThat(agent.length).isGreaterThan(32_000);
        assertThat(Arrays.equals(
                        agent,
                        agent.length - 32_000,
                        agent.length,
                        said(Track.OUTBOUND),
                        said(Track.OUTBOUND).length - 32_000,
                        said(Track.OUTBOUND).length))
                .as("what the dialled side said, to its end")
                .isTrue();
    }

    /** What was lost is known to the millisecond, per leg, and is the only thing that is. */
    private static void gapIsExact(World world, String callId) throws IOException {
        List<JsonNode> faults = of(world, callId, "fault");
        JsonNode ended = of(world, callId, "call.ended").get(0);
        assertThat(ended.path("endReason").asText()).isEqualTo("completed");
        for (String legId : List.of("l1", "l2")) {
            List<JsonNode> ofLeg = faults.stream()
                    .filter(it -> it.path("legId").asText().equals(legId))
                    .toList();
            assertThat(ofLeg)
                    .extracting(it -> it.path("code").asText() + " " + it.path("resolved"))
                    .filteredOn(fault -> !fault.equals("audio.gap false"))
                    .containsExactly("twilio.stream_lost false", "twilio.stream_lost true");
            long gapMs = ended.path("legs")
                    .get(legId.equals("l1") ? 0 : 1)
                    .path("gapMs")
                    .asLong();
            // none if the new stream's first frame came at once
            assertThat(ofLeg.subList(2, ofLeg.size()))
                    .hasSizeLessThanOrEqualTo(1)
                    .allSatisfy(gap -> assertThat(gap.path("lostMs").asLong()).isBetween(1L, gapMs));
            assertThat(ofLeg.get(0).path("faultId")).isEqualTo(ofLeg.get(1).path("faultId"));
        }
    }

    /** All bytes that left the phone were heard, in their order; the end is the recording's end. */
    private static void isAllThatTwilioSent(CallReport report, Track track, byte[] heard) throws IOException {
        byte[] said = said(track);
        long resumed = report.streams().get(1).sent(track).bytes();
        int tail = (int) resumed * 2;
        assertThat(heard.length).isGreaterThan(tail);
        assertThat(Arrays.equals(heard, heard.length - tail, heard.length, said, said.length - tail, said.length))
                .as("the new stream, from the present to the end")
                .isTrue();
        long audioStartMs = report.streams().get(0).sent(track).audioStartMs();
        int before = (int) (report.streams().get(0).sent(track).bytes() - audioStartMs * BYTES_PER_MS) * 2 - 640;
        int head = heard.length - tail - before;
        assertThat(before).isPositive();
        byte[] firstPart = Arrays.copyOfRange(heard, head, heard.length - tail);
        assertThat(indexOf(said, firstPart))
                .as("the first stream, up to its cut")
                .isNotNegative();
    }

    private static int indexOf(byte[] all, byte[] part) {
        for (int at = 0; at + part.length <= all.length; at += 2) {
            if (Arrays.equals(all, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        return -1;
    }

    private static boolean endsWith(byte[] said, byte[] heard) {
        return heard.length >= said.length
                && Arrays.equals(heard, heard.length - said.length, heard.length, said, 0, said.length);
    }

    private static byte[] said(Track track) throws IOException {
        return MuLaw.toLinear16(Recording.load(RECORDING).audio().muLaw(track));
    }

    private static CallReport place(World world, Quirk... quirks) throws IOException {
        CallPlan plan = CallPlan.of(
                        new Target.VoiceUrl(world.voiceUrl("")),
                        Recording.load(RECORDING).audio())
                .answeredAfter(Duration.ofMillis(3_200))
                .with(quirks);
        CallReport report = world.twilio().place(plan).toCompletableFuture().join();
        world.ended(String.valueOf(report.session())).join();
        return report;
    }

    private static List<JsonNode> of(World world, String callId, String type) throws IOException {
        List<JsonNode> found = new ArrayList<>();
        for (ReceivedEvent event : world.events(callId)) {
            if (event.type().equals(type)) {
                found.add(JSON.readTree(event.json()).path("data"));
            }
        }
        return found;
    }
}
