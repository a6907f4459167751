package io.sidetone.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidetone.engine.Archive.Delivery;
import io.sidetone.engine.Archive.Status;
import io.sidetone.engine.CallFilter;
import io.sidetone.engine.Commands;
import io.sidetone.engine.Directory;
import io.sidetone.engine.Engine;
import io.sidetone.engine.embedded.TestEngines;
import io.sidetone.identity.Account;
import io.sidetone.identity.Digest;
import io.sidetone.identity.IdentitySettings;
import io.sidetone.identity.Porter;
import io.sidetone.identity.Role;
import io.sidetone.identity.TestClock;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** For somebody with a scope, calls outside it do not exist: over a real journal. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class ScopesTest {
    private static final String NUMBER = "+15550100001";
    private static final CallFilter SUPPORT =
            new CallFilter(null, List.of(), List.of(), List.of(), Map.of("queue", List.of("support")));

    private final List<String> commanded = new CopyOnWriteArrayList<>();
    private Engine engine;
    private Porter porter;
    private ApiServer server;

    @BeforeEach
    void oneCallHereAndOneThere(@TempDir Path dir) {
        engine = TestEngines.open(dir);
        porter = new Porter(
                IdentitySettings.of(ApiServer.TOKEN, "http://localhost", Set.of(), true)
                        .with(List.of(
                                Account.ofTheToken(ApiServer.TOKEN),
                                new Account("maria", Role.ADMIN, SUPPORT, null, List.of(Digest.of("maria's token"))))),
                new TestClock());
        server = new ApiServer(engine, ApiLimits.DEFAULT, porter);
        for (String callId : List.of("s_mine", "s_other")) {
            String queue = callId.equals("s_mine") ? "support" : "billing";
            call(callId)
                    .labelled("queue", queue)
                    .withTechnicianAndCaller()
                    .says("l1", 1, 1_000, 2_000, "Good morning.")
                    .ended(10_000);
            engine.archive()
                    .note(new Delivery(
                            "msg_" + callId,
                            callId,
                            4,
                            "transcript.final",
                            "l1",
                            1,
                            "crm",
                            Status.DEAD,
                            2,
                            1,
                            2,
                            400,
                            "refused",
                            "HTTP 400",
                            null))
                    .toCompletableFuture()
                    .join();
        }
        for (String callId : List.of("s_mine-live", "s_other-live")) {
            call(callId)
                    .labelled("queue", callId.equals("s_mine-live") ? "support" : "billing")
                    .withTechnicianAndCaller();
            engine.directory().put(new Directory.CallRecord(callId, "CA1", "test", 1, Map.of()));
            engine.commands().serve(callId, command -> {
                commanded.add(callId);
                return CompletableFuture.completedFuture(Commands.Answer.DONE);
            });
        }
    }

    @AfterEach
    void close() {
        server.close();
        porter.close();
        engine.close();
    }

    private CallScript call(String callId) {
        return new CallScript(
                callId,
                event -> engine.events().append(event).toCompletableFuture().join());
    }

    private HttpResponse<String> asks(String method, String path, String body) {
        return server.asNobody(method, path, body, "authorization", "Bearer maria's token");
    }

    private JsonNode json(String path) {
        HttpResponse<String> answer = asks("GET", path, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return ApiServer.json(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/calls",
                "/calls?q=morning",
                "/calls?dead=true",
                "/calls?limit=1",
                "/search?q=morning",
                "/search?q=morning&limit=1",
                "/events",
                "/events?limit=2",
                "/events?types=transcript.final",
                "/events?callId=s_other",
                "/deliveries",
                "/deliveries?callId=s_other",
            })
    void noListTellsOfAnythingOutside(String path) {
        List<JsonNode> items = new ArrayList<>();
        String from = "";
        while (true) {
            JsonNode page = json(path + from);
            page.path("items").forEach(items::add);
            String next = page.path("nextCursor").asText("");
            if (page.path("nextCursor").isNull() || page.path("items").isEmpty()) {
                break;
            }
            String name = path.startsWith("/events") ? "after" : "cursor";
            from = (path.contains("?") ? "&" : "?") + name + "=" + next;
        }

        assertThat(items.toString()).doesNotContain("s_other", "billing");
        if (!path.contains("s_other")) {
            assertThat(items.toString()).contains("s_mine");
        } else {
            assertThat(items).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /calls/s_other",
                "GET /calls/s_other/finals",
                "GET /calls/s_other/transcript",
                "GET /calls/s_other/transcript.srt",
                "GET /calls/s_other/deliveries",
                "GET /deliveries/s_other.l1.1@crm",
                "POST /calls/s_other-live/pause",
                "POST /calls/s_other-live/resume",
                "DELETE /calls/s_other",
            })
    void aCallOutsideIsAnsweredAsOneThatIsNot(String asked) {
        String[] parts = asked.split(" ", 2);

        HttpResponse<String> outside = asks(parts[0], parts[1], "");
        HttpResponse<String> nowhere = asks(parts[0], parts[1].replace("s_other", "s_nobody"), "");

        assertThat(outside.statusCode()).as(outside.body()).isEqualTo(404);
        assertThat(outside.body().replace("s_other", "s_nobody")).isEqualTo(nowhere.body());
        assertThat(commanded).isEmpty();
        assertThat(server.json("/calls/s_other").path("callId").asText()).isEqualTo("s_other");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /calls/s_mine",
                "GET /calls/s_mine/finals",
                "GET /calls/s_mine/transcript",
                "GET /calls/s_mine/deliveries",
                "GET /deliveries/s_mine.l1.1@crm",
                "POST /calls/s_mine-live/pause",
                "DELETE /calls/s_mine",
            })
    void aCallInsideIsThere(String asked) {
        String[] parts = asked.split(" ", 2);

        HttpResponse<String> answer = asks(parts[0], parts[1], "");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void countsAreOfWhatIsInside() {
        JsonNode stats = json("/stats");

        assertThat(stats.path("liveCalls").asLong()).isEqualTo(1);
        assertThat(stats.at("/deliveries/dead").asLong()).isEqualTo(1);
        assertThat(stats.has("sinceStart")).isFalse();
        assertThat(server.json("/stats").at("/deliveries/dead").asLong()).isEqualTo(2);
    }

    @Test
    void wishesReachNoFurther() {
        JsonNode count = ApiServer.json(asks("POST", "/deliveries/retry", "{\"target\":\"crm\",\"dryRun\":true}"));
        assertThat(count.path("count").asLong()).isEqualTo(1);
        JsonNode byId = ApiServer.json(
                asks("POST", "/deliveries/drop", "{\"ids\":[\"s_other.l1.1@crm\",\"s_mine.l1.1@crm\"]}"));
        assertThat(byId.path("count").asLong()).isEqualTo(1);
        assertThat(server.json("/deliveries/s_other.l1.1@crm").path("status").asText())
                .isEqualTo("dead");
    }

    @Test
    void aNumberIsErasedInsideOnlyAndWhatLivesOutsideIsNotNamed() {
        HttpResponse<String> answer = asks("POST", "/erase", "{\"number\":\"" + NUMBER + "\"}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
        assertThat(answer.body()).contains("s_mine-live").doesNotContain("s_other");
        assertThat(server.get("/calls/s_mine").statusCode()).isEqualTo(404);
        assertThat(server.get("/calls/s_other").statusCode()).isEqualTo(200);
    }

    @Test
    void whatOperatorsDidIsAboutAllCallsAndSoNotForThem() {
        assertThat(asks("GET", "/audit", "").statusCode()).isEqualTo(403);
        assertThat(server.get("/audit").statusCode()).isEqualTo(200);
    }

    @Test
    void whoWaitsIsToldOfWhatIsInsideOnly() {
        String end = json("/events?after=latest").path("nextCursor").asText();
        CompletableFuture<HttpResponse<String>> waiting = server.laterAsNobody(
                "GET", "/events?wait=60&after=" + end, "", "authorization", "Bearer maria's token");
        call("s_other-too").labelled("queue", "billing").started();
        call("s_mine-too").labelled("queue", "support").started();

        assertThat(waiting.join().body()).contains("s_mine-too").doesNotContain("s_other-too");
    }
}
