package io.sidetone.sim.deepgram;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is answered before there is a stream, byte by byte where it matters. */
class HandshakeTest {
    private static final String UPGRADE = String.join(
            "\r\n",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "");
    private static final String TARGET = "/v1/listen?" + TestClient.QUERY;

    private DeepgramEmulator emulator;

    @BeforeEach
    void start() throws IOException {
        emulator =
                DeepgramEmulator.start(EmulatorOptions.of(RecordingLibrary.empty(), InstantSource.fixed(Instant.EPOCH))
                        .withAcceptedKeys("secret"));
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void acceptsWith101AndARequestId() throws IOException {
        assertThat(answer("GET", TARGET, UPGRADE + "Authorization: token secret\r\n"))
                .startsWith("HTTP/1.1 101 ")
                .contains("dg-request-id: " + emulator.streams().get(0).requestId());
    }

    @Test
    void acceptsABearerToken() throws IOException {
        assertThat(answer("GET", TARGET, UPGRADE + "Authorization: Bearer secret\r\n"))
                .startsWith("HTTP/1.1 101 ");
    }

    @Test
    void acceptsTheKeyAsASubprotocol() {
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .subprotocols("token", "secret")
                .buildAsync(URI.create(emulator.url() + TARGET), new WebSocket.Listener() {})
                .join();

        assertThat(socket.getSubprotocol()).isEqualTo("token");
        socket.abort();
    }

    @Test
    void neverKeepsTheKey() throws IOException {
        String unused = answer("GET", TARGET, UPGRADE + "Authorization: Token secret\r\n");

        assertThat(unused).isNotEmpty();
        assertThat(emulator.streams().get(0).headers())
                .containsEntry("authorization", "token ****")
                .doesNotContainValue("secret");
    }

    @Test
    void refusesAWrongKeyInTheVendorsShape() throws IOException {
        String answer = answer("GET", TARGET, UPGRADE + "Authorization: Token wrong\r\n");

        assertThat(answer).startsWith("HTTP/1.1 401 ").contains("dg-error: the key is not known here");
        JsonNode body = TestClient.parse(answer.substring(answer.indexOf("\r\n\r\n")));
        assertThat(body.path("err_code").asText()).isEqualTo("INVALID_AUTH");
        assertThat(answer).contains("dg-request-id: " + body.path("request_id").asText());
    }

    @Test
    void refusesHandshakesWithoutAKey() throws IOException {
        assertThat(answer("GET", TARGET, UPGRADE)).startsWith("HTTP/1.1 401 ");
        assertThat(answer("GET", TARGET, UPGRADE + "Authorization: Basic c2VjcmV0\r\n"))
                .startsWith("HTTP/1.1 401 ");
        assertThat(answer("GET", TARGET, UPGRADE + "Authorization: Token \r\n")).startsWith("HTTP/1.1 401 ");
    }

    @Test
    void otherPathsAreNotFound() throws IOException {
        assertThat(answer("GET", "/v3/listen", UPGRADE + "Authorization: Token secret\r\n"))
                .startsWith("HTTP/1.1 404 ");
    }

    @Test
    void refusesBadQueriesAndWhatIsNoHandshake() throws IOException {
        String key = "Authorization: Token secret\r\n";

        assertThat(answer("GET", TARGET + "&model=nova-2", UPGRADE + key)).startsWith("HTTP/1.1 400 ");
        assertThat(answer("GET", TARGET + "&tag=%zz", UPGRADE + key)).startsWith("HTTP/1.1 400 ");
        assertThat(answer("GET", TARGET, key)).startsWith("HTTP/1.1 400 ");
        assertThat(answer("PUT", TARGET, key + "Content-Length: 0\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(answer("GET", TARGET + "&tag=" + "x".repeat(66_000), UPGRADE + key))
                .startsWith("HTTP/1.1 414 ");
        assertThat(emulator.refusedHandshakes())
                .extracting(RefusedHandshake::status)
                .containsExactly(400, 400, 400, 400, 414);
        assertThat(emulator.streams()).isEmpty();
    }

    @Test
    void aHeaderCannotBeForgedThroughTheQuery() throws IOException {
        String answer = answer("GET", TARGET + "&a%0d%0aX-Forged:1=1", UPGRADE + "Authorization: Token secret\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400 ").doesNotContain("\r\nX-Forged");
    }

    @Test
    void refusesByStatusWhileToldTo() {
        emulator.faults(Faults.none()
                .with(new Fault.Refuse(503, Duration.ofSeconds(7)), Scope.next(2))
                .with(new Fault.Refuse(402), Scope.extra("leg", "poor")));

        assertThat(TestClient.refusedWith(emulator, TestClient.QUERY)).isEqualTo(503);
        assertThat(TestClient.refusedWith(emulator, TestClient.QUERY)).isEqualTo(503);
        assertThat(TestClient.refusedWith(emulator, TestClient.QUERY + "&extra=leg:poor"))
                .isEqualTo(402);
        TestClient.connect(emulator, TestClient.QUERY).finish();
    }

    @Test
    void sendsRetryAfterIfToldTo() throws IOException {
        emulator.faults(Faults.of(new Fault.Refuse(429, Duration.ofSeconds(7))));

        assertThat(answer("GET", TARGET, UPGRADE + "Authorization: Token secret\r\n"))
                .startsWith("HTTP/1.1 429 ")
                .containsIgnoringCase("\r\nretry-after: 7\r\n");
    }

    @Test
    void refusesStreamsBeyondTheConcurrencyLimit() {
        emulator.faults(Faults.of(new Fault.ConcurrencyLimit(1)));
        TestClient first = TestClient.connect(emulator, TestClient.QUERY);

        assertThat(TestClient.refusedWith(emulator, TestClient.QUERY)).isEqualTo(429);

        first.finish();
        emulator.streams().get(0).ended().toCompletableFuture().join();
        TestClient.connect(emulator, TestClient.QUERY).finish();
    }

    @Test
    void aRefusalByChanceIsTheSameForTheSameSeed() throws IOException {
        assertThat(pattern(7))
                .isEqualTo(pattern(7))
                .isNotEqualTo(pattern(8))
                .contains("5")
                .contains(".");
    }

    private static String pattern(long seed) throws IOException {
        EmulatorOptions options = EmulatorOptions.of(RecordingLibrary.empty(), InstantSource.fixed(Instant.EPOCH))
                .withSeed(seed)
                .withFaults(Faults.none().with(new Fault.Refuse(500), Scope.chance(0.5)));
        StringBuilder pattern = new StringBuilder();
        try (DeepgramEmulator emulator = DeepgramEmulator.start(options)) {
            for (int i = 0; i < 12; i++) {
                try {
                    TestClient.connect(emulator, TestClient.QUERY).finish();
                    pattern.append('.');
                } catch (CompletionException refused) {
                    pattern.append('5');
                }
            }
        }
        return pattern.toString();
    }

    /** One request on a connection of its own; the answer's head and, if it is short, its body. */
    private String answer(String method, String target, String headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), emulator.port())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write((method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            StringBuilder answer = new StringBuilder();
            boolean upgraded = false;
            for (int c = in.read(); c >= 0 && !upgraded; c = upgraded ? c : in.read()) {
                answer.append((char) c);
                upgraded = answer.indexOf("HTTP/1.1 101") == 0 && answer.indexOf("\r\n\r\n") > 0;
            }
            return answer.toString();
        }
    }
}
