package io.sidetone.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidetone.codec.MuLaw;
import io.sidetone.sim.deepgram.RecordedStream;
import io.sidetone.sim.twilio.CallPlan;
import io.sidetone.sim.twilio.CallProgress;
import io.sidetone.sim.twilio.CallReport;
import io.sidetone.sim.twilio.Outcome;
import io.sidetone.sim.twilio.Recording;
import io.sidetone.sim.twilio.Target;
import io.sidetone.sim.twilio.Track;
import io.sidetone.sim.webhook.Arrival;
import io.sidetone.sim.webhook.ReceivedEvent;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A simulated call with a bundled recording, of which every byte and every word is asked for. */
final class Conversation {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** One ring of two seconds and a pause: the gate opens a second before the answer, and no ringback is heard. */
    private static final Duration RINGS_FOR = Duration.ofMillis(3_700);

    private final World world;
    private final String recording;
    private final CompletableFuture<CallReport> report;

    private Conversation(World world, String recording, CompletableFuture<CallReport> report) {
        this.world = world;
        this.recording = recording;
        this.report = report;
    }

    /** Places the call; returns when the conversation has gone on for so long. */
    static Conversation begin(World world, URI voice, String recording, long untilMs) throws IOException {
        CompletableFuture<Void> reached = new CompletableFuture<>();
        CallProgress progress = new CallProgress() {
            @Override
            public void position(long positionMs, long lengthMs) {
                if (positionMs >= untilMs) {
                    reached.complete(null);
                }
            }
        };
        CallPlan plan = CallPlan.of(
                        new Target.VoiceUrl(voice), Recording.load(recording).audio())
                .answeredAfter(RINGS_FOR);
        CompletableFuture<CallReport> report =
                world.twilio().place(plan, progress).toCompletableFuture();
        CompletableFuture.anyOf(reached, report).join();
        assertThat(reached)
                .as(() -> recording + " reached " + untilMs + " ms: " + report.getNow(null))
                .isDone();
        return new Conversation(world, recording, report);
    }

    boolean isOver() {
        return report.isDone();
    }

    /** Waits for the end of the call. */
    CallReport report() {
        return report.join();
    }

    String callId() {
        return String.valueOf(report().session());
    }

    /** All that is said was heard by the vendor, byte for byte, and came back, word for word. */
    void isComplete() throws IOException {
        assertThat(report().outcome()).isEqualTo(new Outcome.Completed());
        world.ended(callId()).join();
        assertThat(endReason()).isEqualTo("completed");
        Script script = Script.of(recording);
        assertThat(words("technician")).containsExactlyElementsOf(texts(script, "technician", Long.MAX_VALUE));
        assertThat(words("agent")).containsExactlyElementsOf(texts(script, "agent", Long.MAX_VALUE));
        for (Track track : Track.values()) {
            List<RecordedStream> streams = world.streams(callId(), track.wire());
            assertThat(streams).hasSize(1);
            assertThat(streams.get(0).violations()).isEmpty();
            byte[] heard = streams.get(0).audio();
            byte[] said = MuLaw.toLinear16(Recording.load(recording).audio().muLaw(track));
            assertThat(heard.length).isGreaterThanOrEqualTo(said.length);
            assertThat(Arrays.equals(heard, heard.length - said.length, heard.length, said, 0, said.length))
                    .as("%s heard byte for byte", track)
                    .isTrue();
        }
    }

    /** The events at the webhook: verified, in order, and none missing. */
    List<ReceivedEvent> events() {
        List<ReceivedEvent> events = world.events(callId());
        assertThat(events).isNotEmpty().allSatisfy(event -> {
            assertThat(event.verified()).isTrue();
            assertThat(event.arrival()).isEqualTo(Arrival.IN_ORDER);
        });
        return events;
    }

    String endReason() throws IOException {
        List<ReceivedEvent> events = events();
        ReceivedEvent last = events.get(events.size() - 1);
        assertThat(last.type()).isEqualTo("call.ended");
        return JSON.readTree(last.json()).path("data").path("endReason").asText();
    }

    /** What the webhook was told that one side said. */
    List<String> words(String role) throws IOException {
        List<String> words = new ArrayList<>();
        for (ReceivedEvent event : events()) {
            JsonNode data = JSON.readTree(event.json()).path("data");
            if (event.type().equals("transcript.final")
                    && data.path("role").asText().equals(role)) {
                data.path("words").forEach(word -> words.add(word.path("text").asText()));
            }
        }
        return words;
    }

    /** Words that are over at a time of the recording, milliseconds. */
    static List<String> texts(Script script, String role, long atMs) {
        return script.words(role).stream()
                .filter(word -> word.endMs() <= atMs)
                .map(Script.Word::text)
                .toList();
    }
}
