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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Twenty calls at once, in two languages, half of them the whole way from the voice webhook, half as
 * streams of somebody's own TwiML: every byte reaches the vendor, every word comes back once.
 */
class TwentyCallsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> RECORDINGS = List.of("compressor", "chaudiere", "serial-number", "hello");
    private static final int CALLS = 20;
    /** A cold JVM on two cores stalls for half a second now and then; so long a stall swallows interims. */
    private static final int WARM_UP_CALLS = 8;
    /** Interims are state: where the machine stalls between a guess and its final, only the final is sent. */
    private static final int MAY_BE_UNANNOUNCED = 50; // one in so many
    /** Two seconds of ringback and three of pause: the gate opens in the pause, so no ringback reaches the vendor. */
    private static final Duration RINGS_FOR = Duration.ofSeconds(5);

    private static final int PAUSE_BYTES = 2 * 8 * 3_000;

    private static final long WORD_TOLERANCE_MS = 50;

    private record Placed(String recording, boolean wholeWay, CompletableFuture<CallReport> report) {
        String callId() {
            CallReport done = report.join();
            return wholeWay ? String.valueOf(done.session()) : done.callSid();
        }
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void everyByteReachesTheVendorAndEveryWordComesBackOnce(@TempDir Path data) throws IOException {
        try (World world = World.start(data, Map.of());
                Supervisor supervisor = Supervisor.watch(world.dashboardUrl())) {
            warmUp(world);
            List<Placed> calls = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                calls.add(place(world, RECORDINGS.get(i % RECORDINGS.size()), i < CALLS / 2));
            }
            for (Placed call : calls) {
                assertThat(call.report().join().outcome()).isEqualTo(new Outcome.Completed());
                world.ended(call.callId()).join();
            }
            List<String> unannounced = new ArrayList<>();
            for (Placed call : calls) {
                audioIsComplete(world, call);
                wordsAreComplete(world, call);
                eventsAreInOrder(world, call);
                unannounced.addAll(unannounced(supervisor, call));
            }
            int finals =
                    calls.stream().mapToInt(call -> finals(supervisor, call)).sum();
            assertThat(unannounced)
                    .as("finals without an interim before them, of %d", finals)
                    .hasSizeLessThanOrEqualTo(finals / MAY_BE_UNANNOUNCED);
            assertThat(world.deepgram().streams())
                    .hasSize(2 * (WARM_UP_CALLS + CALLS))
                    .allSatisfy(stream -> {
                        assertThat(stream.violations()).isEmpty();
                        assertThat(stream.closeStreamReceived()).isTrue();
                    });
            assertThat(world.deepgram().refusedHandshakes()).isEmpty();
        }
    }

    private static void warmUp(World world) throws IOException {
        List<Placed> calls = new ArrayList<>();
        for (int i = 0; i < WARM_UP_CALLS; i++) {
            calls.add(place(world, "hello", i % 2 == 0));
        }
        calls.forEach(call -> world.ended(call.callId()).join());
    }

    private static Placed place(World world, String recording, boolean wholeWay) throws IOException {
        Recording sound = Recording.load(recording);
        CallPlan plan;
        if (wholeWay) {
            URI voice = world.voiceUrl("?language=" + sound.language() + "&label.recording=" + recording);
            plan = CallPlan.of(new Target.VoiceUrl(voice), sound.audio()).answeredAfter(RINGS_FOR);
        } else {
            plan = CallPlan.of(new Target.MediaUrl(world.mediaUrl()), sound.audio())
                    .withParameter("language", sound.language())
                    .withParameter("role.inbound", "technician")
                    .withParameter("role.outbound", "agent");
        }
        // one after the other, as calls come; they all last for long enough to be on at the same time
        CompletableFuture<Void> streaming = new CompletableFuture<>();
        CallProgress progress = new CallProgress() {
            @Override
            public void started(String streamSid, URI uri) {
                streaming.complete(null);
            }
        };
        CompletableFuture<CallReport> report =
                world.twilio().place(plan, progress).toCompletableFuture();
        CompletableFuture.anyOf(streaming, report).join();
        return new Placed(recording, wholeWay, report);
    }

    private static void audioIsComplete(World world, Placed call) throws IOException {
        Recording sound = Recording.load(call.recording());
        for (Track track : Track.values()) {
            List<RecordedStream> streams = world.streams(call.callId(), track.wire());
            assertThat(streams).as("vendor streams of %s %s", call, track).hasSize(1);
            byte[] heard = streams.get(0).audio();
            byte[] said = MuLaw.toLinear16(sound.audio().muLaw(track));
            int before = heard.length - said.length;
            assertThat(before)
                    .as("bytes before the conversation, %s %s", call, track)
                    .isNotNegative();
            assertThat(Arrays.equals(heard, before, heard.length, said, 0, said.length))
                    .as("the conversation byte for byte, %s %s", call, track)
                    .isTrue();
            long sent = call.report().join().bytes(track);
            if (track == Track.INBOUND || !call.wholeWay()) {
                assertThat((long) heard.length)
                        .as("from the first frame on, %s %s", call, track)
                        .isEqualTo(2 * sent);
            } else {
                assertThat(before)
                        .as("from a moment before the answer, %s", call)
                        .isBetween(0, PAUSE_BYTES);
            }
            for (int i = 0; i < before; i++) {
                assertThat(heard[i])
                        .as("silence before the conversation, %s %s", call, track)
                        .isZero();
            }
        }
    }

    private static void wordsAreComplete(World world, Placed call) throws IOException {
        Script script = Script.of(call.recording());
        CallReport.Stream stream = call.report().join().streams().get(0);
        for (Track track : Track.values()) {
            String role = track == Track.INBOUND ? "technician" : "agent";
            long startMs = stream.sent(track).audioStartMs();
            List<Script.Word> expected = script.words(role);
            List<JsonNode> heard = words(finals(world, call, role, track));
            assertThat(heard.stream().map(word -> word.path("text").asText()))
                    .as("words of %s on %s", role, call)
                    .containsExactlyElementsOf(
                            expected.stream().map(Script.Word::text).toList());
            for (int i = 0; i < expected.size(); i++) {
                assertThat(heard.get(i).path("startMs").asLong() - startMs)
                        .as("start of %s on %s", expected.get(i), call)
                        .isBetween(
                                expected.get(i).startMs() - WORD_TOLERANCE_MS,
                                expected.get(i).startMs() + WORD_TOLERANCE_MS);
            }
        }
    }

    /** The finals of one leg, by its track, all of which must be the role's; numbered without holes. */
    private static List<JsonNode> finals(World world, Placed call, String role, Track track) throws IOException {
        List<JsonNode> finals = new ArrayList<>();
        for (ReceivedEvent event : world.events(call.callId())) {
            JsonNode data = JSON.readTree(event.json()).path("data");
            if (event.type().equals("transcript.final")
                    && data.path("track").asText().equals(track.wire())) {
                finals.add(data);
                assertThat(data.path("role").asText()).isEqualTo(role);
                assertThat(data.path("n").asInt()).isEqualTo(finals.size());
            }
        }
        return finals;
    }

    private static List<JsonNode> words(List<JsonNode> finals) {
        List<JsonNode> words = new ArrayList<>();
        finals.forEach(said -> said.path("words").forEach(words::add));
        return words;
    }

    private static void eventsAreInOrder(World world, Placed call) {
        List<ReceivedEvent> events = world.events(call.callId());
        assertThat(events).allSatisfy(event -> {
            assertThat(event.verified()).isTrue();
            assertThat(event.arrival()).isEqualTo(Arrival.IN_ORDER);
        });
        assertThat(events.get(0).type()).isEqualTo("call.started");
        assertThat(events.get(events.size() - 1).type()).isEqualTo("call.ended");
    }

    private static int finals(Supervisor supervisor, Placed call) {
        return (int) supervisor.events(call.callId()).stream()
                .filter(event -> event.path("type").asText().equals("transcript.final"))
                .count();
    }

    /** Finals of a call that the dashboard saw without a guess before them. */
    private static List<String> unannounced(Supervisor supervisor, Placed call) {
        List<String> unannounced = new ArrayList<>();
        Set<String> guessed = new HashSet<>(); // legs with a guess since their last final
        assertThat(finals(supervisor, call))
                .as("finals on the dashboard, %s", call)
                .isPositive();
        for (JsonNode event : supervisor.events(call.callId())) {
            String leg = event.path("legId").asText();
            String type = event.path("type").asText();
            if (type.equals("transcript.interim")
                    && !event.path("text").asText().isEmpty()) {
                guessed.add(leg);
            } else if (type.equals("transcript.final")) {
                if (!guessed.remove(leg)) {
                    unannounced.add(call.recording() + " " + leg + ": "
                            + event.path("text").asText());
                }
            }
        }
        return unannounced;
    }
}
