package io.sidetone.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sidetone.api.EventSchemas;
import io.sidetone.delivery.DeliveryLimits;
import io.sidetone.delivery.Ping;
import io.sidetone.delivery.RetrySchedule;
import io.sidetone.delivery.Surroundings;
import io.sidetone.delivery.Target;
import io.sidetone.delivery.ThreadTimer;
import io.sidetone.sim.deepgram.Fault;
import io.sidetone.sim.deepgram.Faults;
import io.sidetone.sim.deepgram.Moment;
import io.sidetone.sim.deepgram.Scope;
import io.sidetone.sim.twilio.CallPlan;
import io.sidetone.sim.twilio.CallReport;
import io.sidetone.sim.twilio.Quirk;
import io.sidetone.sim.twilio.Recording;
import io.sidetone.sim.webhook.ReceivedEvent;
import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.Dns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a webhook really gets, held against the schemas that the server itself hands out: all of it is described. */
@Execution(ExecutionMode.CONCURRENT) // each has a world of its own, and mostly waits
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class EventSchemasTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PLAGUED = "plagued";

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void everyEventIsAsItsSchemaSays(@TempDir Path data) throws Exception {
        List<ReceivedEvent> events = holdsForCalls(data, "words");

        assertThat(finals(events)).isNotEmpty().allSatisfy(said -> assertThat(said.path("words"))
                .isNotEmpty());
    }

    @Test
    void everyEventIsAsItsSchemaSaysWithoutWords(@TempDir Path data) throws Exception {
        List<ReceivedEvent> events = holdsForCalls(data, "");

        assertThat(finals(events)).isNotEmpty().allSatisfy(said -> assertThat(said.has("words"))
                .isFalse());
    }

    private List<ReceivedEvent> holdsForCalls(Path data, String include) throws Exception {
        Map<String, String> settings = Map.of(
                "webhook.events",
                String.join(",", EventSchemas.types()).replace(",webhook.ping", ""),
                "webhook.include",
                include,
                "pause.key",
                "#");
        try (World world = World.start(data, settings)) {
            world.deepgram()
                    .faults(Faults.none()
                            .with(
                                    new Fault.Reset(Moment.midWord(Duration.ofMillis(1_500))),
                                    Scope.query("keyterm", PLAGUED)));
            EventSchemas schemas = served(world);
            for (CompletableFuture<CallReport> call : calls(world)) {
                world.ended(callId(call.join())).join();
            }
            assertThat(ping(world.webhookUrl()).delivered()).isTrue();

            List<ReceivedEvent> events = world.allEvents();
            assertThat(events).allSatisfy(event -> assertThat(schemas.objections(event.json()))
                    .as("%s", new String(event.json(), StandardCharsets.UTF_8))
                    .isEmpty());
            Set<String> seen = new LinkedHashSet<>();
            events.forEach(event -> seen.add(event.type()));
            assertThat(seen).as("every type was sent").containsExactlyInAnyOrderElementsOf(EventSchemas.types());
            return events;
        }
    }

    /** One the whole way, one paused by keys, one whose vendor breaks, one with holes in its media. */
    private static List<CompletableFuture<CallReport>> calls(World world) throws IOException {
        CallPlan whole = CallPlan.of(
                        new io.sidetone.sim.twilio.Target.VoiceUrl(
                                world.voiceUrl("?label.queue=heating&ticket=4711&language=en")),
                        Recording.load("hello").audio())
                .answeredAfter(Duration.ofMillis(3_200));
        return List.of(
                world.twilio().place(whole).toCompletableFuture(),
                place(
                        world,
                        "keys",
                        new Quirk.Dtmf(Duration.ofSeconds(2), "#"),
                        new Quirk.Dtmf(Duration.ofSeconds(4), "#")),
                place(world, PLAGUED),
                place(world, "holes", new Quirk.Gap(Duration.ofSeconds(3), Duration.ofSeconds(1))));
    }

    private static CompletableFuture<CallReport> place(World world, String keyterm, Quirk... quirks)
            throws IOException {
        CallPlan plan = CallPlan.of(
                        new io.sidetone.sim.twilio.Target.MediaUrl(world.mediaUrl()),
                        Recording.load("hello").audio())
                .withParameter("keyterms", keyterm)
                .with(quirks);
        return world.twilio().place(plan).toCompletableFuture();
    }

    private static String callId(CallReport report) {
        return Objects.requireNonNullElse(report.session(), report.callSid());
    }

    private EventSchemas served(World world) throws Exception {
        JsonNode index = JSON.readTree(get(world, "/api/v1/schemas"));
        assertThat(JSON.readTree(get(world, "/api/v1/schemas/"))).isEqualTo(index);
        List<String> paths = new ArrayList<>(List.of(index.path("event").asText(), "/api/v1/schemas/common.json"));
        index.path("items").forEach(item -> paths.add(item.path("schema").asText()));
        Map<String, String> texts = new HashMap<>();
        for (String path : paths) {
            texts.put(path.substring(path.lastIndexOf('/') + 1), get(world, path));
        }
        assertThat(texts.keySet())
                .containsExactlyInAnyOrderElementsOf(EventSchemas.files().toList());
        assertThat(ask(world, "GET", "/api/v1/schemas/nothing.json").statusCode())
                .isEqualTo(404);
        assertThat(ask(world, "POST", "/api/v1/schemas/event.json").statusCode())
                .isEqualTo(405);
        return EventSchemas.of(texts);
    }

    private String get(World world, String path) throws Exception {
        HttpResponse<String> answer = ask(world, "GET", path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }

    private HttpResponse<String> ask(World world, String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(world.server().publicUrl() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static Ping.Outcome ping(URI url) {
        byte[] secret = Base64.getDecoder().decode(World.SECRET.replace("whsec_", ""));
        Target target = new Target(
                "ping", url, List.of(secret), Set.of(), Set.of(), RetrySchedule.DEFAULT, Target.DEFAULT_TIMEOUT);
        try (ThreadTimer timer = new ThreadTimer()) {
            Surroundings surroundings = new Surroundings(
                    Clock.systemUTC(),
                    System::nanoTime,
                    timer,
                    new Random(),
                    Dns.SYSTEM,
                    Proxy.NO_PROXY,
                    new SimpleMeterRegistry(),
                    "test",
                    DeliveryLimits.DEFAULT);
            return Ping.send(target, surroundings).toCompletableFuture().join();
        }
    }

    private static List<JsonNode> finals(List<ReceivedEvent> events) throws IOException {
        List<JsonNode> finals = new ArrayList<>();
        for (ReceivedEvent event : events) {
            if (event.type().equals("transcript.final")) {
                finals.add(JSON.readTree(event.json()).path("data"));
            }
        }
        return finals;
    }
}
