package io.sidetone.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidetone.sim.twilio.CallAudio;
import io.sidetone.sim.twilio.CallPlan;
import io.sidetone.sim.twilio.CallReport;
import io.sidetone.sim.twilio.Recording;
import io.sidetone.sim.twilio.Target;
import io.sidetone.sim.twilio.Track;
import io.sidetone.world.World;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Simulated calls for the page to show, and what was really said on them. */
final class Calls {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int BYTES_PER_MS = 8;
    private static final int REPEATS = 5;

    private final World world;

    Calls(World world) {
        this.world = world;
    }

    /** A technician and an agent, at the speed of life. */
    CompletableFuture<CallReport> place(String recording, String from, String queue) throws IOException {
        return place(plan(recording, from, queue));
    }

    CompletableFuture<CallReport> place(CallPlan plan) {
        return world.twilio().place(plan).toCompletableFuture();
    }

    CallPlan plan(String recording, String from, String queue) throws IOException {
        return plan(recording, Recording.load(recording).audio(), from, queue);
    }

    /** Its first part only, best ended where nobody speaks. */
    CallPlan beginning(String recording, int lengthMs, String from, String queue) throws IOException {
        CallAudio whole = Recording.load(recording).audio();
        byte[] technician = Arrays.copyOf(whole.muLaw(Track.INBOUND), lengthMs * BYTES_PER_MS);
        byte[] agent = Arrays.copyOf(whole.muLaw(Track.OUTBOUND), lengthMs * BYTES_PER_MS);
        return plan(recording, CallAudio.twoSpeakers(technician, agent), from, queue);
    }

    /** The same again and again: goes on for as long as a test may take on a busy machine. */
    CallPlan endless(String recording, String from, String queue) throws IOException {
        CallAudio once = Recording.load(recording).audio();
        CallAudio often =
                CallAudio.twoSpeakers(repeated(once.muLaw(Track.INBOUND)), repeated(once.muLaw(Track.OUTBOUND)));
        return plan(recording, often, from, queue);
    }

    private static byte[] repeated(byte[] once) {
        byte[] often = new byte[once.length * REPEATS];
        for (int i = 0; i < REPEATS; i++) {
            System.arraycopy(once, 0, often, i * once.length, once.length);
        }
        return often;
    }

    private CallPlan plan(String recording, CallAudio audio, String from, String queue) throws IOException {
        return CallPlan.of(new Target.MediaUrl(world.mediaUrl()), audio)
                .withParameter("role.inbound", "technician")
                .withParameter("role.outbound", "agent")
                .withParameter("from", from)
                .withParameter("to", "+15550100900")
                .withParameter("direction", "inbound")
                .withParameter("language", Recording.load(recording).language())
                .withParameter("label.queue", queue);
    }

    /** What the webhook was told, an utterance a line, as {@code role: text}, in the order of speech. */
    List<String> utterances(String callId) throws IOException {
        record Line(long startMs, String text) {}
        List<Line> lines = new ArrayList<>();
        for (var event : world.events(callId)) {
            if (event.type().equals("utterance.completed")) {
                JsonNode data = JSON.readTree(event.json()).path("data");
                lines.add(new Line(
                        data.path("startMs").asLong(),
                        data.path("role").asText() + ": " + data.path("text").asText()));
            }
        }
        return lines.stream()
                .sorted(Comparator.comparingLong(Line::startMs))
                .map(Line::text)
                .toList();
    }
}
