package io.sidetone.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidetone.codec.MuLaw;
import io.sidetone.sim.deepgram.RecordedStream;
import io.sidetone.sim.deepgram.Violation;
import io.sidetone.sim.twilio.CallPlan;
import io.sidetone.sim.twilio.CallProgress;
import io.sidetone.sim.twilio.CallReport;
import io.sidetone.sim.twilio.Outcome;
import io.sidetone.sim.twilio.Quirk;
import io.sidetone.sim.twilio.Recording;
import io.sidetone.sim.twilio.Target;
import io.sidetone.sim.twilio.Track;
import io.sidetone.sim.webhook.ReceivedEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** A simulated call with a pause in it, of which every byte and every word is asked for. */
final class PausedCall {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RECORDING = "compressor";
    /** As the vendor hears it: linear16 at 8 kHz. */
    private static final int BYTES_PER_MS = 16;
    /** Nothing is asked of words so near to the edges of a pause, where silence may belong to either side. */
    private static final long EDGE_MS = 100;

    private final World world;
    private final CompletableFuture<CallReport> report;
    private final Map<String, CompletableFuture<HttpResponse<String>>> answers;

    private PausedCall(
            World world,
            CompletableFuture<CallReport> report,
            Map<String, CompletableFuture<HttpResponse<String>>> answers) {
        this.world = world;
        this.report = report;
        this.answers = answers;
    }

    /**
     * Places the call, and does not wait.
     *
     * @param commands {@code pause} or {@code resume}, by the second of the conversation at which it is sent
     */
    static PausedCall place(World world, Map<Long, String> commands, Quirk... quirks) throws IOException {
        Map<String, CompletableFuture<HttpResponse<String>>> answers = new ConcurrentHashMap<>();
        CompletableFuture<String> sid = new CompletableFuture<>();
        CallProgress progress = new CallProgress() {
            private CompletableFuture<?> last = CompletableFuture.completedFuture("");

            @Override
            public void placed(String callSid, URI target) {
                sid.complete(callSid);
            }

            @Override
            public void position(long positionMs, long lengthMs) {
                String command = commands.get(positionMs / 1_000);
                if (command != null) {
                    CompletableFuture<HttpResponse<String>> answer = last.thenCompose(before ->
                            world.askAsync("/api/v1/calls/" + sid.join() + "/" + command, "{\"by\":\"maria\"}"));
                    answers.put(command, answer);
                    last = answer;
                }
            }
        };
        CallPlan plan = CallPlan.of(
                        new Target.MediaUrl(world.mediaUrl()),
                        Recording.load(RECORDING).audio())
                .withParameter("role.inbound", "technician")
                .withParameter("role.outbound", "agent")
                .with(quirks);
        return new PausedCall(world, world.twilio().place(plan, progress).toCompletableFuture(), answers);
    }

    String callId() {
        return report.join().callSid();
    }

    /** Waits for the end of the call, as the webhook hears of it. */
    PausedCall isOver() {
        world.ended(callId()).join();
        return this;
    }

    Outcome outcome() {
        return report.join().outcome();
    }

    /** What a command was answered, such as {@code 200 {…}}. */
    String answer(String command) {
        CompletableFuture<HttpResponse<String>> answer = answers.get(command);
        return answer == null
                ? "never sent"
                : answer.join().statusCode() + " " + answer.join().body();
    }

    List<JsonNode> events(String type) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        for (ReceivedEvent event : world.events(callId())) {
            if (event.type().equals(type)) {
                events.add(JSON.readTree(event.json()).path("data"));
            }
        }
        return events;
    }

    /** A stretch of the recording that the vendor never got, in milliseconds. */
    record Hole(long fromMs, long toMs) {}

    /** Finds the one hole in what the vendor heard: everything before it and behind it is there, byte for byte. */
    Hole hole(Track track) throws IOException {
        byte[] said = MuLaw.toLinear16(Recording.load(RECORDING).audio().muLaw(track));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (RecordedStream stream : world.streams(callId(), track.wire())) {
            assertThat(stream.violations()) // a cold machine stalls, and then has a moment's audio to send at once
                    .filteredOn(violation -> violation.kind() != Violation.Kind.TOO_FAST)
                    .isEmpty();
            all.writeBytes(stream.audio());
        }
        byte[] heard = all.toByteArray();
        int behind = 0;
        while (behind < heard.length && heard[heard.length - 1 - behind] == said[said.length - 1 - behind]) {
            behind++;
        }
        int before = heard.length - behind;
        assertThat(Arrays.equals(heard, 0, before, said, 0, before))
                .as("%s: %d bytes before the hole, %d behind it", track, before, behind)
                .isTrue();
        return new Hole(before / BYTES_PER_MS, before / BYTES_PER_MS + (said.length - heard.length) / BYTES_PER_MS);
    }

    /**
     * Every word outside the hole came to the webhook and to the dashboard, and no other; of those at its
     * edges something may have come.
     */
    void onlyWordsOutsideOf(Hole hole, String role, Supervisor supervisor) throws IOException {
        List<String> outside = new ArrayList<>();
        List<String> perhaps = new ArrayList<>(); // these, and those at the edges
        Set<String> inside = new HashSet<>();
        for (Script.Word word : Script.of(RECORDING).words(role)) {
            boolean before = word.endMs() <= hole.fromMs() - EDGE_MS;
            boolean behind = word.startMs() >= hole.toMs() + EDGE_MS;
            boolean within = word.startMs() >= hole.fromMs() + EDGE_MS && word.endMs() <= hole.toMs() - EDGE_MS;
            if (within) {
                inside.add(word.text());
            } else {
                perhaps.add(word.text());
            }
            if (before || behind) {
                outside.add(word.text());
            }
        }
        perhaps.forEach(inside::remove);
        List<String> words = words(role);
        assertThat(words).as("%s at the webhook", role).containsSubsequence(outside);
        assertThat(perhaps).as("%s at the webhook", role).containsSubsequence(words);
        assertThat(supervisor.ended(callId()))
                .as("the end at the dashboard, whose last frame is %s", supervisor.lastOtherThanBatch())
                .succeedsWithin(Duration.ofSeconds(20));
        StringBuilder shown = new StringBuilder();
        for (JsonNode event : supervisor.events(callId())) {
            if (event.path("role").asText().equals(role)) {
                boolean settled = event.path("type").asText().equals("transcript.final");
                shown.append(settled ? event.path("text").asText() + " " : "");
                assertThat(List.of(event.path("text").asText().split(" ", -1)))
                        .as("%s at the dashboard: %s", role, event)
                        .noneMatch(inside::contains);
            }
        }
        assertThat(shown.toString().strip()).as("%s at the dashboard", role).isEqualTo(String.join(" ", words));
    }

    private List<String> words(String role) throws IOException {
        List<String> words = new ArrayList<>();
        for (JsonNode said : events("transcript.final")) {
            if (said.path("role").asText().equals(role)) {
                assertThat(said.path("late").asBoolean()).as("%s", said).isFalse();
                said.path("words").forEach(word -> words.add(word.path("text").asText()));
            }
        }
        return words;
    }

    /** No final, and no word, has audio from before the hole and from behind it. */
    void nothingSpans(Hole hole, String role) throws IOException {
        long zeroMs = Long.MIN_VALUE; // call time at which the recording began
        for (JsonNode said : events("transcript.final")) {
            if (said.path("role").asText().equals(role)) {
                if (zeroMs == Long.MIN_VALUE) {
                    zeroMs = said.path("startMs").asLong()
                            - Script.of(RECORDING).words(role).get(0).startMs();
                }
                assertThat(said.path("endMs").asLong() - zeroMs <= hole.fromMs() + EDGE_MS
                                || said.path("startMs").asLong() - zeroMs >= hole.toMs() - EDGE_MS)
                        .as("%s, recorded from %d on, %s", said, zeroMs, hole)
                        .isTrue();
            }
        }
    }
}
