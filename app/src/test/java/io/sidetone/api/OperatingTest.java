package io.sidetone.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidetone.engine.Archive.Delivery;
import io.sidetone.engine.Archive.Status;
import io.sidetone.engine.Directory;
import io.sidetone.engine.Engine;
import io.sidetone.engine.embedded.TestEngines;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sending again, dropping, waking targets and erasing, over a journal on disk. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class OperatingTest {
    private Engine engine;
    private ApiServer server;

    @BeforeEach
    void open(@TempDir Path dir) {
        engine = TestEngines.open(dir);
        server = new ApiServer(engine);
        call("s_1").withTechnicianAndCaller().says("l1", 1, 0, 100, "secret").ended(1_000);
        call("s_2").started("+15550100002", "+15550100900");
        engine.directory().put(new Directory.CallRecord("s_2", "CA1", "test", 1, Map.of()));
        deliver("s_1", 4, 1, "crm", Status.DEAD, "no such hook");
        deliver("s_1", 1, 0, "crm", Status.DELIVERED, "{\"intent\":[1,2]}");
        deliver("s_1", 1, 0, "nlu", Status.DELIVERED, "<html>");
        deliver("s_2", 1, 0, "crm", Status.PENDING, null);
    }

    @AfterEach
    void close() {
        server.close();
        engine.close();
    }

    private CallScript call(String callId) {
        return new CallScript(
                callId,
                event -> engine.events().append(event).toCompletableFuture().join());
    }

    private void deliver(String callId, long seq, long n, String target, Status status, @Nullable String answer) {
        Delivery delivery = new Delivery(
                "msg_" + callId + "_" + seq,
                callId,
                seq,
                n > 0 ? "transcript.final" : "call.started",
                n > 0 ? "l1" : null,
                n,
                target,
                status,
                3,
                1_763_632_890_000L,
                1_763_633_190_000L + seq,
                status == Status.PENDING ? 0 : status == Status.DEAD ? 410 : 200,
                status == Status.DELIVERED ? null : "gone",
                status == Status.DELIVERED ? null : "HTTP 410, not retried",
                answer == null ? null : answer.getBytes(StandardCharsets.UTF_8));
        engine.archive().note(delivery).toCompletableFuture().join();
    }

    private JsonNode post(String path, String body) {
        HttpResponse<String> answer = server.post(path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return ApiServer.json(answer);
    }

    private List<String> ids(String path) {
        return server.json(path).path("items").findValuesAsText("id");
    }

    @Test
    void deliveriesAreListedWithWhatWasAnswered() {
        assertThat(ids("/deliveries")).containsExactly("s_2.#1@crm", "s_1.#1@nlu", "s_1.#1@crm", "s_1.l1.1@crm");
        JsonNode dead = server.json("/deliveries/s_1.l1.1@crm");
        assertThat(dead.path("finalId").asText()).isEqualTo("s_1.l1.1");
        assertThat(dead.path("response").asText()).isEqualTo("no such hook");
        assertThat(dead.path("httpStatus").asInt()).isEqualTo(410);
        assertThat(dead.path("error").asText()).isEqualTo("HTTP 410, not retried");
        assertThat(server.json("/deliveries/s_1.%231@crm")
                        .at("/answer/intent/1")
                        .asInt())
                .isEqualTo(2);
        assertThat(server.json("/deliveries/s_1.%231@nlu").path("response").asText())
                .isEqualTo("<html>");
        JsonNode pending = server.json("/deliveries/s_2.%231@crm");
        assertThat(pending.has("httpStatus")).isFalse();
        assertThat(pending.has("finalId")).isFalse();
    }

    @Test
    void deliveriesAreFilteredAndLeafedThrough() {
        assertThat(ids("/deliveries?status=dead")).containsExactly("s_1.l1.1@crm");
        assertThat(ids("/deliveries?target=nlu&callId=s_1")).containsExactly("s_1.#1@nlu");
        assertThat(ids("/deliveries?since=1763633190004")).containsExactly("s_1.l1.1@crm");
        assertThat(ids("/calls/s_2/deliveries")).containsExactly("s_2.#1@crm");
        JsonNode page = server.json("/deliveries?limit=3");
        assertThat(ids("/deliveries?limit=3&cursor=" + page.path("nextCursor").asText()))
                .containsExactly("s_1.l1.1@crm");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"ids\":[\"s_1.l1.1@crm\"]} | 1 | s_1.l1.1@crm",
                "{\"ids\":[\"s_1.#1@crm\",\"s_2.#1@crm\"]} | 1 | 2 ids",
                "{\"callId\":\"s_1\"} | 1 | call s_1",
                "{\"callId\":\"s_1\",\"status\":\"delivered\"} | 2 | call s_1",
                "{\"target\":\"crm\",\"status\":\"dead\"} | 1 | target crm",
                "{\"target\":\"crm\",\"since\":1763633190005} | 0 | target crm, since 1763633190005",
                "{\"until\":\"2030-01-01T00:00:00Z\",\"status\":\"delivered\"} | 2 | until 1893456000000",
            })
    void deliveriesAreSentAgainAsWished(String body, int count, String subject) {
        String dry = body.replaceFirst("\\{", "{\"dryRun\":true,");
        assertThat(post("/deliveries/retry", dry).path("count").asInt()).isEqualTo(count);
        assertThat(server.targets.repeats).isEmpty();
        assertThat(server.json("/audit").path("items")).isEmpty();

        JsonNode done = post("/deliveries/retry", body);

        assertThat(done.path("count").asInt()).isEqualTo(count);
        assertThat(done.path("dryRun").asBoolean()).isFalse();
        assertThat(server.targets.repeats).hasSize(1);
        assertThat(server.json("/audit").at("/items/0/subject").asText()).isEqualTo(subject);
        assertThat(engine.archive()
                                .repeats("crm", 10)
                                .toCompletableFuture()
                                .join()
                                .size()
                        + engine.archive()
                                .repeats("nlu", 10)
                                .toCompletableFuture()
                                .join()
                                .size())
                .isEqualTo(count);
    }

    @Test
    void deadOnesAreDropped() {
        assertThat(post("/deliveries/drop", "{\"callId\":\"s_1\",\"dryRun\":true}")
                        .path("count")
                        .asInt())
                .isEqualTo(1);
        assertThat(post("/deliveries/drop", "{\"callId\":\"s_1\",\"by\":\"maria\"}")
                        .path("count")
                        .asInt())
                .isEqualTo(1);
        assertThat(ids("/deliveries?status=dead")).isEmpty();
        assertThat(ids("/deliveries")).hasSize(3);
        JsonNode action = server.json("/audit").at("/items/0");
        assertThat(action.path("by").asText()).isEqualTo("maria");
        assertThat(action.path("what").asText()).isEqualTo("drop");
        assertThat(action.path("detail").asText()).isEqualTo("1 deliveries");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/deliveries/retry | {} | this would mean every delivery there is",
                "/deliveries/retry | {\"status\":\"dead\"} | this would mean every delivery there is",
                "/deliveries/retry | {\"target\":\"crm\",\"dryrun\":true} | dryrun is not known here (expected: one of ids",
                "/deliveries/retry | {\"target\":\"crm\",\"dryRun\":\"perhaps\"} | dryRun is \"perhaps\"",
                "/deliveries/retry | {\"target\":\"crm\",\"status\":\"pending\"} | status is \"pending\" (expected: delivered, dead)",
                "/deliveries/retry | {\"target\":[\"crm\"]} | target is an object or a list",
                "/deliveries/retry | {\"ids\":[]} | ids is not a list that will do (expected: 1 to 1000 strings)",
                "/deliveries/retry | {\"ids\":[1]} | ids is not a list",
                "/deliveries/retry | {\"ids\":\"x\"} | ids is not a list",
                "/deliveries/retry | {\"callId\":\"s_1\",\"by\":\"a\\nb\"} | by is not a name",
                "/deliveries/retry | [] | the body is not a JSON object",
                "/deliveries/retry | {\"callId\":\"s_1\"} x | the body is not a JSON object",
                "/deliveries/drop | {\"callId\":\"s_1\",\"status\":\"delivered\"} | status is \"delivered\" (expected: dead)",
                "/erase | {} | number is missing",
                "/erase | {\"number\":\"+1\",\"dryRun\":true} | dryRun is not known here",
            })
    void wishesThatWillNotDoChangeNothing(String path, String body, String detail) {
        HttpResponse<String> answer = server.post(path, body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(ApiServer.json(answer).path("detail").asText()).startsWith(detail);
        assertThat(server.json("/audit").path("items")).isEmpty();
        assertThat(ids("/deliveries")).hasSize(4);
    }

    @Test
    void aSuspendedTargetIsSeenAndWoken() {
        JsonNode before = server.json("/webhooks").at("/items/0");
        assertThat(before.path("state").asText()).isEqualTo("suspended");
        assertThat(before.path("reason").asText()).isEqualTo("HTTP 500");

        post("/webhooks/crm/resume", "{\"by\":\"maria\"}");

        assertThat(server.json("/webhooks").at("/items/0/state").asText()).isEqualTo("ok");
        assertThat(server.json("/audit").at("/items/0/subject").asText()).isEqualTo("target crm");
    }

    @Test
    void anErasedCallIsGoneAndItsActionIsKept() {
        HttpResponse<String> gone = server.ask("DELETE", "/calls/s_1?by=maria", "");

        assertThat(gone.statusCode()).as(gone.body()).isEqualTo(200);
        assertThat(ApiServer.json(gone).path("events").asInt()).isEqualTo(5);
        assertThat(ApiServer.json(gone).path("deliveries").asInt()).isEqualTo(3);
        assertThat(server.get("/calls/s_1").statusCode()).isEqualTo(404);
        assertThat(server.get("/calls/s_1/transcript").statusCode()).isEqualTo(404);
        assertThat(server.json("/search?q=secret").path("items")).isEmpty();
        assertThat(server.json("/events?callId=s_1").path("items")).isEmpty();
        JsonNode action = server.json("/audit").at("/items/0");
        assertThat(action.path("subject").asText()).isEqualTo("call s_1");
        assertThat(action.path("at").asLong()).isEqualTo(ApiServer.NOW.toEpochMilli());
        assertThat(server.ask("DELETE", "/calls/s_1", "").statusCode()).isEqualTo(404);
    }

    @Test
    void aLiveCallIsLeftAndNamed() {
        HttpResponse<String> refused = server.ask("DELETE", "/calls/s_2", "");

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(ApiServer.json(refused).at("/live/0").asText()).isEqualTo("s_2");
        assertThat(server.get("/calls/s_2").statusCode()).isEqualTo(200);
    }

    @Test
    void aNumberIsErasedWithItsCallsAndNeverWrittenDown() {
        HttpResponse<String> done = server.post("/erase", "{\"number\":\"+15550100001\",\"by\":\"maria\"}");

        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        assertThat(ApiServer.json(done).at("/callIds/0").asText()).isEqualTo("s_1");
        assertThat(server.get("/audit").body()).contains("number +15*******01").doesNotContain("5550100001");
        assertThat(post("/erase", "{\"number\":\"+15550100001\"}").path("callIds"))
                .isEmpty();
    }

    @Test
    void aNumberThatIsStillOnTheLineIsErasedAsFarAsItCanBeAndSaidNotToBe() {
        HttpResponse<String> partly = server.post("/erase", "{\"number\":\"+15550100900\"}");

        assertThat(partly.statusCode()).isEqualTo(409);
        JsonNode problem = ApiServer.json(partly);
        assertThat(problem.at("/live/0").asText()).isEqualTo("s_2");
        assertThat(problem.at("/callIds/0").asText()).isEqualTo("s_1");
        assertThat(server.json("/audit").at("/items/0/detail").asText()).contains("1 calls", "live and left: [s_2]");
    }
}
