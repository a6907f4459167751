package io.sidetone.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /api/v1/calls/{id}/pause}, byte by byte: who may, what is understood, and what is answered. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class PauseApiTest {
    private static final String CALL = "CA00000000000000000000000000000077";
    private static final String BEARER = "Authorization: Bearer " + World.DASHBOARD_TOKEN + "\r\n";

    private World world;
    private MediaSocket phone;
    private int port;

    @BeforeAll
    void aCallIsLive(@TempDir Path data) throws IOException {
        world = World.start(data, Map.of());
        port = world.server().port();
        phone = MediaSocket.open(world).text(MediaSocket.start(CALL));
        String answer = "";
        while (!answer.startsWith("HTTP/1.1 200 ")) { // until the server has read the start
            answer = post(CALL + "/resume", BEARER, "");
        }
    }

    @AfterAll
    void close() throws IOException {
        phone.close();
        world.close();
    }

    @Test
    void pausingAndResumingSaysWhetherItChangedAnything() throws IOException {
        assertThat(body(post(CALL + "/pause", BEARER, "")))
                .isEqualTo(json("{'callId':'" + CALL + "','state':'paused','changed':true}"));
        assertThat(body(post(CALL + "/pause?x=y", BEARER, "{\"by\":\"jo\",\"why\":1}")))
                .isEqualTo(json("{'callId':'" + CALL + "','state':'paused','changed':false}"));
        assertThat(body(post(CALL.replace("77", "%377") + "/resume", BEARER, "{}")))
                .isEqualTo(json("{'callId':'" + CALL + "','state':'live','changed':true}"));
        assertThat(body(post(CALL + "/resume", BEARER, "")))
                .isEqualTo(json("{'callId':'" + CALL + "','state':'live','changed':false}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Authorization: Bearer wrong\r\n", "Authorization: Basic YTpi\r\n"})
    void withoutTheTokenNothingIsTold(String header) throws IOException {
        for (String path : new String[] {CALL + "/pause", "s_unknown/pause", "", "a/b/c/d"}) {
            String answer = post(path, header, "");
            assertThat(answer).startsWith("HTTP/1.1 401 ").containsIgnoringCase("www-authenticate: Bearer");
            assertThat(body(answer).path("code").asText()).isEqualTo("forbidden");
        }
    }

    @ParameterizedTest
    @CsvSource({"Origin: https://evil.example.com, 127.0.0.1, 403", "X-Nothing: 1, evil.example.com, 403"})
    void foreignPagesAndForeignNamesOfThisHostAreTurnedAway(String header, String host, int status) throws IOException {
        String answer = Knock.ask(
                port,
                "POST /api/v1/calls/" + CALL + "/pause HTTP/1.1\r\nHost: " + host + "\r\n" + BEARER + header
                        + "\r\nContent-Length: 0\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
        assertThat(body(answer).path("status").asInt()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s_unknown/pause", "%ZZ/resume", "a%2Fb/pause"})
    void anUnknownCallIsNotFound(String path) throws IOException {
        String answer = post(path, BEARER, "");
        assertThat(answer).startsWith("HTTP/1.1 404 ").containsIgnoringCase("content-type: application/problem+json");
        assertThat(body(answer).path("code").asText()).isEqualTo("unknown_call");
        assertThat(body(answer).path("instance").asText()).isEqualTo("/api/v1/calls/" + path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", CALL + "/", CALL + "/stop", CALL + "/pause/now", "/pause"})
    void otherAddressesAreNotFound(String path) throws IOException {
        assertThat(post(path, BEARER, "")).startsWith("HTTP/1.1 404 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "OPTIONS"})
    void otherMethodsAreRefused(String method) throws IOException {
        assertThat(ask(method, CALL + "/pause", BEARER, ""))
                .startsWith("HTTP/1.1 405 ")
                .containsIgnoringCase("allow: POST\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jo",
                "[]",
                "{\"by\":7}",
                "{\"by\":\"\"}",
                "{\"by\":\" \"}",
                "{\"by\":\"a\\u0000b\"}",
                "{\"by\":\"a\\u202eb\"}",
                "{\"by\":\"a\\nb\"}",
                "{\"by\":\"a\"} x",
                "{\"by\":null}",
                "{\"by\":\"0123456789012345678901234567890123456789012345678901234567890123x\"}"
            })
    void aBodyThatMakesNoSenseIsABadRequest(String text) throws IOException {
        String answer = post(CALL + "/pause", BEARER, text);
        assertThat(answer).startsWith("HTTP/1.1 400 ");
        assertThat(body(answer).path("code").asText()).isEqualTo("bad_request");
        assertThat(body(answer).path("detail").asText()).contains("expected: an empty body, or a JSON object");
    }

    @Test
    void aBodyThatIsTooLongIsNotRead() throws IOException {
        assertThat(post(CALL + "/pause", BEARER, "{\"by\":\"" + "x".repeat(70_000) + "\"}"))
                .startsWith("HTTP/1.1 413 ");
    }

    private String post(String path, String headers, String body) throws IOException {
        return ask("POST", path, headers, body);
    }

    private String ask(String method, String path, String headers, String body) throws IOException {
        return Knock.ask(
                port,
                method + " /api/v1/calls/" + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n" + headers
                        + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private static JsonNode body(String answer) throws IOException {
        return new ObjectMapper().readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
    }

    /** With single quotes for double ones. */
    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text.replace('\'', '"'));
    }
}
