package io.sidetone.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidetone.engine.Archive.CallQuery;
import io.sidetone.engine.Archive.Sort;
import io.sidetone.engine.CallEvent;
import io.sidetone.world.Knock;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be asked of calls, how questions are understood, and how they are refused. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class AskingTest {
    private final FakeEngine engine = new FakeEngine();
    private final ApiServer server = new ApiServer(engine);

    @AfterEach
    void close() {
        server.close();
    }

    private String problem(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        JsonNode body = ApiServer.json(answer);
        assertThat(body.path("status").asInt()).isEqualTo(status);
        assertThat(body.path("instance").asText()).startsWith("/api/v1/");
        return body.path("code").asText() + ": " + body.path("detail").asText();
    }

    @Test
    void everyFilterReachesTheArchive() {
        server.json("/calls?state=ended&since=1763632800123&until=2025-11-20T11:00:00Z&q=four%20seven&role=caller"
                + "&direction=inbound&label.queue=support&label.a%2Fb=%C3%BC&fault=true&dead=true&sort=-durationMs"
                + "&limit=500&cursor=at-0");

        CallQuery query = engine.archive.asked.get(0);
        assertThat(query.live()).isFalse();
        assertThat(query.sinceMillis()).isEqualTo(1_763_632_800_123L);
        assertThat(query.untilMillis()).isEqualTo(1_763_636_400_000L);
        assertThat(query.text()).isEqualTo("four seven");
        assertThat(query.role()).isEqualTo("caller");
        assertThat(query.direction()).isEqualTo("inbound");
        assertThat(query.labels()).isEqualTo(Map.of("queue", "support", "a/b", "ü"));
        assertThat(query.fault()).isTrue();
        assertThat(query.dead()).isTrue();
        assertThat(query.sort()).isEqualTo(Sort.LONGEST_FIRST);
        assertThat(query.max()).isEqualTo(500);
        assertThat(query.from().value()).isEqualTo("at-0");
    }

    @Test
    void noFilterRestrictsNothing() {
        server.json("/calls?fault=false&state=all");

        CallQuery query = engine.archive.asked.get(0);
        assertThat(query.live()).isNull();
        assertThat(query.fault()).isNull();
        assertThat(query.dead()).isNull();
        assertThat(query.sort()).isEqualTo(Sort.NEWEST_FIRST);
        assertThat(query.max()).isEqualTo(50);
    }

    @Test
    void callsAreLeafedThrough() {
        for (int i = 1; i <= 5; i++) {
            engine.call("s_" + i).at(CallScript.STARTED_AT + i).started();
        }
        List<String> seen = new ArrayList<>();
        JsonNode page = server.json("/calls?limit=2");
        page.path("items").forEach(it -> seen.add(it.path("callId").asText()));
        while (!page.path("nextCursor").isNull()) {
            page = server.json(
                    "/calls?limit=2&cursor=" + page.path("nextCursor").asText());
            page.path("items").forEach(it -> seen.add(it.path("callId").asText()));
        }
        assertThat(seen).containsExactly("s_5", "s_4", "s_3", "s_2", "s_1");
    }

    @Test
    void oneCallIsShownWithItsLegs() {
        engine.call("s_1").withTechnicianAndCaller().says("l1", 1, 0, 100, "x").paused(200);

        JsonNode call = server.json("/calls/s_1");
        assertThat(call.path("state").asText()).isEqualTo("live");
        assertThat(call.path("paused").asBoolean()).isTrue();
        assertThat(call.at("/legs/0/role").asText()).isEqualTo("technician");
        assertThat(call.at("/legs/0/state").asText()).isEqualTo("live");
        assertThat(call.path("lastSeq").asInt()).isEqualTo(5);
        assertThat(call.has("endedAt")).isFalse();
    }

    @Test
    void holesAreFilledByNumber() {
        CallScript call = engine.call("s_1").withTechnicianAndCaller();
        for (int i = 1; i <= 9; i++) {
            call.says("l1", i, i, i, "a" + i).says("l2", i, i, i, "b" + i);
        }
        List<String> seen = new ArrayList<>();
        String cursor = "";
        JsonNode page;
        do {
            page = server.json("/calls/s_1/finals?after=4&legId=l2&limit=2" + cursor);
            assertThat(page.path("items")).hasSizeLessThanOrEqualTo(2);
            page.path("items").forEach(it -> seen.add(it.path("text").asText()));
            cursor = "&cursor=" + page.path("nextCursor").asText();
        } while (!page.path("nextCursor").isNull());

        assertThat(seen).containsExactly("b5", "b6", "b7", "b8", "b9");
        assertThat(server.json("/calls/s_1/finals").path("items")).hasSize(18).allSatisfy(it -> {
            assertThat(it.path("at").isIntegralNumber()).isTrue();
            assertThat(it.has("words")).isFalse();
        });
        assertThat(server.json("/calls/s_1/finals?include=words&limit=1").at("/items/0/words"))
                .hasSize(1);
    }

    @Test
    void wordsAreFoundWithTheirCall() {
        engine.call("s_1").started().says("l1", 1, 0, 100, "Serial number seven");
        engine.call("s_2").started().says("l1", 1, 0, 100, "No such thing");

        JsonNode page = server.json("/search?q=serial");
        assertThat(page.path("items")).hasSize(1);
        assertThat(page.at("/items/0/callId").asText()).isEqualTo("s_1");
        assertThat(page.at("/items/0/finalId").asText()).isEqualTo("s_1.l1.1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/calls?limit=501 | limit is \"501\" (expected: a whole number from 1 to 500)",
                "/calls?limit=-1 | limit is \"-1\" (expected: a whole number from 1 to 500)",
                "/calls?limit=99999999999999999999 | limit is \"99999999999999999999\" (expected: a whole number",
                "/calls?limit=5&limit=6 | limit is given 2 times (expected: once)",
                "/calls?state=dead | state is \"dead\" (expected: ",
                "/calls?since=yesterday | since is \"yesterday\" (expected: milliseconds since 1970, or a time such as",
                "/calls?fault=yes | fault is \"yes\" (expected: true or false)",
                "/calls?sort=endedAt | sort is \"endedAt\" (expected: -startedAt, startedAt, -durationMs)",
                "/calls?sate=live | sate is not known here (expected: one of state, since, until, q, role, direction, label.<name>",
                "/calls?label.=x | label. is not known here",
                "/calls?q= | q is \"\" (expected: 1 to 256 characters)",
                "/calls?cursor=elsewhere | cursor elsewhere is none of ours",
                "/calls/s_1?x=1 | x is not known here (expected: none)",
                "/events?wait=61 | wait is \"61\" (expected: a whole number from 0 to 60)",
                "/events?types=call.started,interim | types is \"",
                "/events?types=, | types is \",\" (expected: names with commas between them)",
                "/events?include=audio | include is \"audio\" (expected: one or more of words)",
                "/events?cursor=x | cursor is not known here (expected: one of callId, types, after, limit, wait, include)",
                "/search | q is missing (expected: the words to look for)",
                "/calls/s_1/transcript?format=pdf | format is \"pdf\" (expected: json, ndjson, text, srt, vtt)",
                "/calls/s_1/transcript?maxLine=30 | maxLine is not known here",
                "/calls/s_1/transcript?format=srt&maxLine=5 | maxLine is \"5\" (expected: a whole number from 20 to 200)",
                "/calls/s_1/transcript?format=srt&time=clock | time is not known here",
                "/calls/s_1/transcript?format=text&tz=UTC | tz is not known here",
                "/calls/s_1/transcript?format=text&time=clock&tz=Mars/Base | tz is \"Mars/Base\" (expected: a time zone",
                "/calls/s_1/transcript.srt?format=vtt | format is \"vtt\" (expected: what the address ends in, or nothing)",
                "/calls/s_1/transcript?legs=l1,l9 | legs is \"l9\" (expected: one or more of l1, l2)",
                "/calls/s_1/transcript?roles=boss | roles is \"boss\" (expected: one or more of caller, technician)",
                "/deliveries?status=lost | status is \"lost\" (expected: pending, delivered, dead)",
            })
    void whatWillNotDoIsNamed(String path, String detail) {
        engine.call("s_1").withTechnicianAndCaller();

        assertThat(problem(server.get(path), 400)).startsWith("bad_request: " + detail);
    }

    @Test
    void aQueryThatIsNotEncodedIsSaidNotToBe() throws IOException {
        assertThat(Knock.ask(
                        server.port(),
                        "GET /api/v1/calls?q=%ZZ HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + ApiServer.WORD
                                + "\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .contains("the query is not encoded as queries are");
    }

    @Test
    void theParameterIsAMemberOfItsOwn() {
        assertThat(ApiServer.json(server.get("/calls?limit=x"))
                        .path("parameter")
                        .asText())
                .isEqualTo("limit");
    }

    @Test
    void longNonsenseIsNotThrownBackWhole() {
        String detail = problem(server.get("/calls?" + "x".repeat(3_000) + "=1"), 400);
        assertThat(detail).hasSizeLessThan(600);
        assertThat(problem(server.get("/calls?q=" + "y".repeat(3_000)), 400)).hasSizeLessThan(300);
        assertThat(problem(server.get("/calls?a&b&" + "c&".repeat(200)), 400)).contains("too many parameters");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /calls/s_nobody, 404, unknown_call",
        "GET, /calls/s_nobody/transcript, 404, unknown_call",
        "GET, /calls/s_nobody/deliveries, 404, unknown_call",
        "GET, /calls/s_nobody/finals, 404, unknown_call",
        "GET, /calls/%ZZ, 404, unknown_call",
        "POST, /calls/s_nobody/pause, 404, unknown_call",
        "POST, /calls/s_nobody_answers/pause, 503, unavailable",
        "GET, /deliveries/x@y, 404, bad_request",
        "POST, /webhooks/x/resume, 404, bad_request",
        "GET, /calls/s_1/transcript.docx, 404, bad_request",
        "GET, /nothing, 404, bad_request",
        "GET, /calls/, 404, bad_request",
        "GET, /calls/a/b/c/d, 404, bad_request",
        "PUT, /calls, 405, bad_request",
        "DELETE, /events, 405, bad_request",
        "OPTIONS, /erase, 405, bad_request",
    })
    void whatIsNotThereIsSaidSo(String method, String path, int status, String code) {
        assertThat(problem(server.ask(method, path.replace("%ZZ", "%25ZZ"), ""), status))
                .startsWith(code + ": ");
    }

    @Test
    void otherMethodsAreNamed() {
        HttpResponse<String> answer = server.ask("PATCH", "/calls/s_1", "");
        assertThat(answer.headers().firstValue("allow")).contains("GET, DELETE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/calls", "/calls/s_1", "/nothing", "/events?wait=60", "/stats", "/webhooks"})
    void withoutTheTokenNothingIsTold(String path) throws IOException {
        assertThat(Knock.ask(server.port(), "GET /api/v1" + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 401 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/openapi.json", "/docs", "/docs.css"})
    void theDescriptionIsOpenToAll(String path) throws IOException {
        assertThat(Knock.ask(server.port(), "GET /api/v1" + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(Knock.ask(
                        server.port(),
                        "POST /api/v1" + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"))
                .startsWith("HTTP/1.1 401 ");
    }

    @Test
    void headIsGetWithoutItsBody() {
        HttpResponse<String> head = server.ask("HEAD", "/calls", "");
        HttpResponse<String> get = server.get("/calls");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("content-length"))
                .isEqualTo(get.headers().firstValue("content-length"));
    }

    @Test
    void anArchiveThatFailsIsNotOurClientsFaultAndTellsNothing() {
        engine.archive.failure = new IllegalStateException("/var/lib/secret/place");

        for (String path :
                List.of("/calls", "/calls/s_1", "/search?q=x", "/events", "/deliveries", "/audit", "/stats")) {
            HttpResponse<String> answer = server.get(path);
            assertThat(problem(answer, 503)).startsWith("unavailable: ").doesNotContain("secret");
            assertThat(answer.headers().firstValue("retry-after")).contains("5");
        }
    }

    @Test
    void whatIsOurOwnFaultIsSaidToBe() {
        engine.archive.take(new CallEvent(
                "s_1", 1, "call.started", null, 0, 1, "msg_1", "no JSON".getBytes(StandardCharsets.UTF_8)));

        assertThat(problem(server.get("/calls/s_1"), 500)).startsWith("internal: ");
    }

    @Test
    void transcriptsAreBoundedInNumber() {
        engine.call("s_1").withTechnicianAndCaller();
        ApiLimits one = new ApiLimits(50, 500, 64, 1_000, Duration.ofSeconds(60), 2, 1, 2, 1_024);
        try (ApiServer narrow = new ApiServer(engine, one)) {
            assertThat(narrow.get("/calls/s_1/transcript").statusCode()).isEqualTo(200);
            assertThat(narrow.get("/calls/s_1/transcript").statusCode()).isEqualTo(200); // the place was given back
            CompletableFuture<Void> hold = new CompletableFuture<>();
            engine.archive.holdEvents = hold;
            CompletableFuture<HttpResponse<String>> first = narrow.later("GET", "/calls/s_1/transcript", "");
            Waiting.until(() -> engine.archive.heldEvents.get() == 1);

            assertThat(problem(narrow.get("/calls/s_1/transcript"), 503)).contains("1 transcripts are being written");

            hold.complete(null);
            assertThat(first.join().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void statsCountWhatCameBy() {
        engine.call("s_1").withTechnicianAndCaller().says("l1", 1, 0, 1, "a").says("l1", 1, 0, 1, "b");
        engine.tails.forEach(tail -> tail.skipped(3));

        JsonNode stats = server.json("/stats");
        assertThat(stats.at("/sinceStart/calls").asInt()).isEqualTo(1);
        assertThat(stats.at("/sinceStart/finals").asInt()).isEqualTo(2);
        assertThat(stats.at("/sinceStart/missed").asInt()).isEqualTo(3);
        assertThat(stats.at("/deliveries/dead").asInt()).isZero();
    }
}
