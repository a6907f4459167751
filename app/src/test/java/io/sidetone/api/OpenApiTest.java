package io.sidetone.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidetone.engine.Archive.Delivery;
import io.sidetone.engine.Archive.Status;
import io.sidetone.engine.Commands;
import io.sidetone.engine.Directory;
import io.sidetone.engine.Engine;
import io.sidetone.engine.embedded.TestEngines;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The description and the server say the same: every route, and real answers over a real journal. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class OpenApiTest {
    private Engine engine;
    private ApiServer server;
    private OpenApi openApi;

    @BeforeAll
    void aDayAtTheOffice(@TempDir Path dir) {
        engine = TestEngines.open(dir);
        server = new ApiServer(engine);
        openApi = new OpenApi(server.json("/openapi.json"));
        CallScript over = call("s_over").labelled("queue", "support").withTechnicianAndCaller();
        over.says("l1", 1, 1_000, 2_000, "Good morning.")
                .saysWithoutWords("l2", 1, 2_500, 3_500, "Hello!")
                .utteranceOver("l1", 1, "speech_final")
                .pressed("l2", 4_000)
                .paused(5_000)
                .resumed(6_000)
                .fault("l2", "audio.gap", 7_000, 500, false)
                .ended(10_000);
        call("s_live").withTechnicianAndCaller().says("l1", 1, 100, 200, "Still here.");
        call("s_gone").started().ended(1_000);
        call("s_also-gone").started("+15550100077", "+15550100900").ended(1_000);
        deliver("s_over", 4, "l1", 1, Status.DEAD, "no such hook");
        deliver("s_over", 5, "l2", 1, Status.DELIVERED, "{\"intent\":\"greeting\"}");
        deliver("s_over", 1, null, 0, Status.PENDING, null);
        engine.directory().put(new Directory.CallRecord("s_live", "CA1", "test", 1, Map.of()));
        engine.commands().serve("s_live", command -> CompletableFuture.completedFuture(Commands.Answer.DONE));
    }

    @AfterAll
    void close() {
        server.close();
        engine.close();
    }

    private CallScript call(String callId) {
        return new CallScript(
                callId,
                event -> engine.events().append(event).toCompletableFuture().join());
    }

    private void deliver(
            String callId, long seq, @Nullable String legId, long n, Status status, @Nullable String answer) {
        engine.archive()
                .note(new Delivery(
                        "msg_" + callId + "_" + seq,
                        callId,
                        seq,
                        n > 0 ? "transcript.final" : "call.started",
                        legId,
                        n,
                        "crm",
                        status,
                        2,
                        ApiServer.NOW.toEpochMilli() - 1_000,
                        ApiServer.NOW.toEpochMilli(),
                        status == Status.PENDING ? 0 : 200,
                        status == Status.DELIVERED ? null : "refused",
                        status == Status.DELIVERED ? null : "HTTP 400",
                        answer == null ? null : answer.getBytes(StandardCharsets.UTF_8)))
                .toCompletableFuture()
                .join();
    }

    @Test
    void everyRouteIsDescribedAndEverythingDescribedIsARoute() {
        Set<String> described = new TreeSet<>();
        openApi.root().path("paths").properties().forEach(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(method -> {
                    if (!method.equals("parameters")) {
                        described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                    }
                }));

        Set<String> served = server.api.routes().stream()
                .map(route -> route.method() + " " + route.template())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(served).isEqualTo(described);
    }

    @Test
    void whatIsOpenToAllIsSaidToBe() {
        server.api.routes().forEach(route -> {
            JsonNode operation = openApi.root()
                    .at("/paths/" + OpenApi.escaped(route.template().toString()) + "/"
                            + route.method().name().toLowerCase(Locale.ROOT));
            assertThat(operation.has("security")).as(route.toString()).isEqualTo(route.open());
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/calls | /calls?q=good&label.queue=support&fault=true&dead=true&role=technician&direction=inbound",
                "/calls | /calls?state=live",
                "/calls | /calls?limit=0",
                "/calls | /calls?cursor=made-up",
                "/calls/{callId} | /calls/s_over",
                "/calls/{callId} | /calls/s_live",
                "/calls/{callId} | /calls/s_nobody",
                "/calls/{callId}/finals | /calls/s_over/finals",
                "/calls/{callId}/finals | /calls/s_over/finals?include=words&limit=1&legId=l1&after=0",
                "/calls/{callId}/finals | /calls/s_nobody/finals",
                "/calls/{callId}/finals | /calls/s_over/finals?after=-1",
                "/calls/{callId}/transcript | /calls/s_over/transcript",
                "/calls/{callId}/transcript | /calls/s_live/transcript",
                "/calls/{callId}/transcript | /calls/s_over/transcript?format=vtt&maxLine=30",
                "/calls/{callId}/transcript | /calls/s_over/transcript?format=ndjson",
                "/calls/{callId}/transcript | /calls/s_over/transcript?format=text&time=clock&tz=Europe/Berlin",
                "/calls/{callId}/transcript | /calls/s_over/transcript?format=docx",
                "/calls/{callId}/transcript | /calls/s_over/transcript?legs=l7",
                "/calls/{callId}/transcript | /calls/s_nobody/transcript",
                "/calls/{callId}/transcript.{extension} | /calls/s_over/transcript.srt",
                "/calls/{callId}/transcript.{extension} | /calls/s_over/transcript.json?roles=caller",
                "/calls/{callId}/transcript.{extension} | /calls/s_over/transcript.docx",
                "/calls/{callId}/deliveries | /calls/s_over/deliveries",
                "/calls/{callId}/deliveries | /calls/s_nobody/deliveries",
                "/search | /search?q=morning",
                "/search | /search",
                "/events | /events",
                "/events | /events?types=transcript.final,fault&include=words&callId=s_over&limit=1",
                "/events | /events?after=latest",
                "/events | /events?types=interim",
                "/deliveries | /deliveries",
                "/deliveries | /deliveries?status=dead&target=crm&since=2025-11-20T10:00:00Z&until=1863632800123",
                "/deliveries | /deliveries?status=late",
                "/deliveries/{id} | /deliveries/s_over.l1.1@crm",
                "/deliveries/{id} | /deliveries/s_over.%231@crm",
                "/deliveries/{id} | /deliveries/s_over.l9.1@crm",
                "/webhooks | /webhooks",
                "/dashboard/alerts | /dashboard/alerts",
                "/stats | /stats",
                "/audit | /audit",
                "/audit | /audit?limit=x",
                "/openapi.json | /openapi.json",
                "/docs | /docs",
                "/docs.css | /docs.css",
            })
    void realAnswersAreAsDescribed(String template, String path) {
        HttpResponse<String> answer = server.get(path);

        assertThat(openApi.errors("get", template, answer)).as(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"s_over | {\"tags\":[\"escalated\"]}", "s_over | {\"tags\":[7]}", "s_nobody | {\"tags\":[]}"})
    void realAnswersToTagsAreAsDescribed(String callId, String body) {
        HttpResponse<String> answer = server.ask("PUT", "/calls/" + callId + "/tags", body);

        assertThat(openApi.errors("put", "/calls/{callId}/tags", answer))
                .as(answer.body())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/deliveries/retry | /deliveries/retry | {\"target\":\"crm\",\"dryRun\":true}",
                "/deliveries/retry | /deliveries/retry | {\"ids\":[\"s_over.l1.1@crm\"],\"by\":\"maria\"}",
                "/deliveries/retry | /deliveries/retry | {}",
                "/deliveries/drop | /deliveries/drop | {\"callId\":\"s_nobody\"}",
                "/deliveries/drop | /deliveries/drop | {\"callId\":7}",
                "/webhooks/{name}/resume | /webhooks/crm/resume | {\"by\":\"maria\"}",
                "/webhooks/{name}/resume | /webhooks/none/resume | {\"by\":\"maria\"}",
                "/webhooks/{name}/resume | /webhooks/crm/resume | {\"by\":7}",
                "/erase | /erase | {\"number\":\"+15550100077\"}",
                "/erase | /erase | {\"number\":\"\"}",
                "/calls/{callId}/pause | /calls/s_live/pause | {}",
                "/calls/{callId}/pause | /calls/s_over/pause | {}",
                "/calls/{callId}/resume | /calls/s_live/resume | []",
            })
    void realAnswersToWishesAreAsDescribed(String template, String path, String body) {
        HttpResponse<String> answer = server.post(path, body);

        assertThat(openApi.errors("post", template, answer)).as(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"s_gone, 200", "s_live, 409", "s_never, 404"})
    void realAnswersToErasingAreAsDescribed(String callId, int status) {
        HttpResponse<String> answer = server.ask("DELETE", "/calls/" + callId + "?by=maria", "");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(openApi.errors("delete", "/calls/{callId}", answer))
                .as(answer.body())
                .isEmpty();
    }

    @Test
    void aMemberThatIsNotDescribedWouldBeSeen() {
        String stats = server.get("/stats").body();

        assertThat(openApi.errors("/components/schemas/Stats", stats)).isEmpty();
        assertThat(openApi.errors("/components/schemas/Stats", stats.replaceFirst("\\{", "{\"new\":1,")))
                .isNotEmpty();
        assertThat(openApi.errors("/components/schemas/Stats", stats.replace("\"at\"", "\"when\"")))
                .isNotEmpty();
    }

    @Test
    void everyExampleKeepsToItsSchema() {
        List<String> errors = new ArrayList<>();
        examples("", openApi.root(), errors);

        assertThat(errors).isEmpty();
    }

    /** Wherever something has a schema and an example. */
    private void examples(String pointer, JsonNode node, List<String> errors) {
        if (node.has("schema") && node.has("example")) {
            openApi.errors(pointer + "/schema", new String(Json.bytes(node.path("example")), StandardCharsets.UTF_8))
                    .forEach(error -> errors.add(pointer + ": " + error));
        }
        if (node.isObject()) {
            node.properties()
                    .forEach(it -> examples(pointer + "/" + OpenApi.escaped(it.getKey()), it.getValue(), errors));
        } else {
            for (int i = 0; i < node.size(); i++) {
                examples(pointer + "/" + i, node.get(i), errors);
            }
        }
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        assertThat(openApi.root().findValuesAsText("$ref")).isNotEmpty().allSatisfy(reference -> assertThat(
                        openApi.root().at(reference.substring(1)).isMissingNode())
                .as(reference)
                .isFalse());
    }

    @Test
    void thePageForPeopleNeedsNobodyElse() {
        HttpResponse<String> page = server.get("/docs");

        assertThat(page.headers().firstValue("content-security-policy").orElse(""))
                .startsWith("default-src 'none'; style-src 'self'");
        assertThat(page.body())
                .startsWith("<!doctype html>")
                .contains(
                        "<h2><b>DELETE</b> /calls/{callId}</h2>",
                        "nextCursor",
                        "1.2.3",
                        "<code>label.&lt;name&gt;=&lt;value&gt;</code>")
                .doesNotContain("<script", "style=", "http://", "https://cdn");
        openApi.root().path("paths").fieldNames().forEachRemaining(path -> assertThat(page.body())
                .contains(path));
    }
}
