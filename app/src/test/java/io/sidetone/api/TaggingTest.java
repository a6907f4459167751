package io.sidetone.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidetone.engine.Archive.Erasure;
import io.sidetone.engine.CallFilter;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tags, over sockets and a real journal. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class TaggingTest {
    private static final CallFilter SUPPORT =
            new CallFilter(null, List.of(), List.of(), List.of(), Map.of("queue", List.of("support")));

    private Engine engine;
    private Porter porter;
    private ApiServer server;

    @BeforeEach
    void open(@TempDir Path dir) {
        engine = TestEngines.open(dir);
        porter = new Porter(
                IdentitySettings.of(ApiServer.TOKEN, "http://localhost", Set.of(), true)
                        .with(List.of(
                                Account.ofTheToken(ApiServer.TOKEN),
                                new Account(
                                        "maria", Role.SUPERVISOR, SUPPORT, null, List.of(Digest.of("maria's token"))))),
                new TestClock());
        server = new ApiServer(engine, ApiLimits.DEFAULT, porter);
        call("s_over").labelled("queue", "support").started().ended(1_000);
        call("s_live").labelled("queue", "billing").started();
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

    private HttpResponse<String> put(String callId, String body) {
        return server.ask("PUT", "/calls/" + callId + "/tags", body);
    }

    private HttpResponse<String> mariaPuts(String callId) {
        return server.asNobody(
                "PUT", "/calls/" + callId + "/tags", "{\"tags\":[\"vip\"]}", "authorization", "Bearer maria's token");
    }

    private JsonNode tags(String callId) {
        return server.json("/calls/" + callId).path("tags");
    }

    @Test
    void whatIsGivenTakesThePlaceOfWhatWasThereAndIsFound() {
        assertThat(tags("s_over")).isEmpty();
        HttpResponse<String> answer = put("s_over", "{\"tags\":[\" escalated \",\"vip\",\"vip\"],\"by\":\"anna\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(ApiServer.json(answer).toString())
                .isEqualTo("{\"callId\":\"s_over\",\"tags\":[\"escalated\",\"vip\"]}");
        assertThat(put("s_live", "{\"tags\":[\"Über\"]}").statusCode()).isEqualTo(200);

        assertThat(tags("s_over").toString()).isEqualTo("[\"escalated\",\"vip\"]");
        assertThat(server.json("/calls?q=scala").path("items").findValuesAsText("callId"))
                .containsExactly("s_over");
        assertThat(server.json("/calls").path("items").findValues("tags").toString())
                .contains("Über", "escalated");
        assertThat(put("s_over", "{\"tags\":[]}").statusCode()).isEqualTo(200);
        assertThat(tags("s_over")).isEmpty();
        JsonNode audit = server.json("/audit").path("items");
        assertThat(audit.findValuesAsText("what")).containsOnly("tag").hasSize(3);
        assertThat(audit.findValuesAsText("detail")).containsExactly("none any more", "Über", "escalated, vip");
        assertThat(audit.path(2).path("by").asText()).isEqualTo("anna");
        assertThat(audit.path(2).path("subject").asText()).isEqualTo("call s_over");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"tags\":\"vip\"}",
                "{\"tags\":[7]}",
                "{\"tags\":[\"\"]}",
                "{\"tags\":[\"  \"]}",
                "{\"tags\":[\"a,b\"]}",
                "{\"tags\":[\"turned \\u202e around\"]}",
                "{\"tags\":[\"12345678901234567890123456789012345678901234567890123456789012345\"]}",
                "{\"tags\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\",\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\",\"h\"]}",
                "{\"tags\":[],\"labels\":[]}",
            })
    void whatWillNotDoChangesNothing(String body) {
        put("s_over", "{\"tags\":[\"kept\"]}");

        HttpResponse<String> answer = put("s_over", body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(ApiServer.json(answer).path("code").asText()).isEqualTo("bad_request");
        assertThat(tags("s_over").toString()).isEqualTo("[\"kept\"]");
        assertThat(server.json("/audit").path("items")).hasSize(1);
    }

    @Test
    void aCallThatIsNotThereOrNotOnesOwnOrErasedHasNone() {
        assertThat(put("s_nobody", "{\"tags\":[\"vip\"]}").statusCode()).isEqualTo(404);
        assertThat(mariaPuts("s_live").statusCode()).isEqualTo(404);
        assertThat(tags("s_live")).isEmpty();
        assertThat(mariaPuts("s_over").statusCode()).isEqualTo(200);
        assertThat(tags("s_over").toString()).isEqualTo("[\"vip\"]");
        engine.archive().erase(new Erasure.Call("s_over")).toCompletableFuture().join();
        assertThat(put("s_over", "{\"tags\":[\"vip\"]}").statusCode()).isEqualTo(404);
    }
}
