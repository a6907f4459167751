package io.sidetone.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.twiml.RequestSigner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who wants to do harm, over real sockets, beside calls that go on: everything is refused or survived, and afterwards
 * not a byte and not a word of the calls is missing. What a proxy would keep away is not kept away here.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class HostileClientsTest {
    private static final int CALLS = 4;
    private static final int MANY = 300;
    private static final int FINAL_TEXT = 0x81;

    private SteadyCalls calls;
    private World world;
    private int port;

    @BeforeAll
    void callsGoOn(@TempDir Path data) throws IOException {
        world = World.start(data, Map.of("limits.header-seconds", "2", "limits.message-bytes", "4096"));
        port = world.server().port();
        calls = SteadyCalls.begin(world, CALLS);
    }

    @AfterAll
    void theyAreUndisturbed() throws Exception {
        try {
            calls.wereUndisturbed();
        } finally {
            world.close();
        }
    }

    // --- connections

    @Test
    void headsThatNeverEndAreCutOff() throws IOException {
        List<Knock> slow = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            slow.add(Knock.at(port).say("POST /twilio/voice HTTP/1.1\r\nHost: localhost\r\nX-A: "));
        }
        for (Knock knock : slow) {
            assertThat(knock.closed()).isTrue();
            knock.close();
        }
    }

    @Test
    void aHeadThatDripsIsCutOffToo() throws IOException {
        try (Knock knock = Knock.at(port)) {
            knock.say("GET / HTTP/1.1\r\nHost: localhost\r\n");
            int sent = 0;
            while (!hasAnswered(knock) && sent < 10_000) { // each byte would be a sign of life
                sent++;
            }
            assertThat(sent).as("bytes until it was cut off").isLessThan(10_000);
        }
    }

    /** Sends one more byte, and waits a moment for an end. */
    private static boolean hasAnswered(Knock knock) {
        try {
            knock.say("a");
            knock.patience(20);
            return knock.closed();
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void bodiesThatNeverComeAreCutOff() throws IOException {
        try (Knock knock = Knock.at(port)) {
            knock.say("POST /twilio/voice HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\nCallSid=CA");
            assertThat(knock.closed()).isTrue();
        }
    }

    @Test
    void whoSaysNothingIsCutOff() throws IOException {
        List<Socket> silent = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            silent.add(new Socket(InetAddress.getLoopbackAddress(), port));
        }
        for (Socket socket : silent) {
            assertThat(socket.getInputStream().read()).isNegative();
            socket.close();
        }
    }

    @Test
    void whoComesAndGoesLeavesNothingBehind() throws IOException {
        for (int i = 0; i < 5 * MANY; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoLinger(true, 0); // a reset, not a goodbye
            }
        }
        assertThat(get("/")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void aFloodOfRequestsIsAnsweredInOrder() throws IOException {
        try (Knock knock = Knock.at(port)) {
            Thread flood = new Thread(() -> {
                try {
                    for (int i = 0; i < 10 * MANY; i++) {
                        knock.say("GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n");
                    }
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            flood.start();
            for (int i = 0; i < 10 * MANY; i++) {
                assertThat(knock.answer()).startsWith("HTTP/1.1 404 ");
            }
        }
    }

    // --- requests

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /%s HTTP/1.1 | 414", // a long address
                "GET / HTTP/1.1\\r\\nX-Long: %s | 431",
                "PRI * HTTP/2.0 | 505",
                "GET http://169.254.169.254/latest/meta-data HTTP/1.1 | 4",
                "CONNECT 10.0.0.1:22 HTTP/1.1 | 4",
                "GET / HTTP/9.9 | 505",
                "\\x00\\x01\\x02 | 4",
                "POST /twilio/voice HTTP/1.1\\r\\nContent-Length: 1\\r\\nContent-Length: 2 | 400",
                "POST /twilio/voice HTTP/1.1\\r\\nContent-Length: -1 | 400",
                "POST /twilio/voice HTTP/1.1\\r\\nContent-Length: 1e9 | 400",
                "POST /twilio/voice HTTP/1.1\\r\\nContent-Length: 99999999999 | 413",
                "POST /twilio/voice HTTP/1.1\\r\\nTransfer-Encoding: gzip, chunked | 4",
                "GET / HTTP/1.1\\r\\n X-Folded: a | 400",
                "GET / HTTP/1.1\\r\\nX-Na me: a | 400",
                "GET / HTTP/1.1\\r\\nX-A: b\\0c | 400",
            })
    void aRequestThatIsNoneIsRefused(String request, String status) throws IOException {
        String text = request.replace("\\r\\n", "\r\n")
                .replace("\\x00\\x01\\x02", "\0\1\2")
                .replace("\\0", "\0")
                .replace("%s", "a".repeat(20_000));
        String answer = Knock.ask(port, text + "\r\nHost: localhost\r\n\r\n0\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 " + status);
    }

    @Test
    void aBodyWithoutEndIsRefusedWhenItIsTooLong() throws IOException {
        try (Knock knock = Knock.at(port)) {
            knock.say("POST /twilio/voice HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
            String chunk = "2000\r\n" + "a".repeat(0x2000) + "\r\n";
            for (int i = 0; i < 8; i++) { // 64 KiB, as many as may be, and then one more byte
                knock.say(chunk);
            }
            knock.say("1\r\na\r\n");
            assertThat(knock.answer()).startsWith("HTTP/1.1 413 ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../../etc/passwd",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/page/../../../etc/passwd",
                "/page/%2e%2e/%2e%2e/settings",
                "/page/..%2f..%2fdashboard-token",
                "/page/..\\..\\dashboard-token",
                "/page/app.js%00.html",
                "/page//etc/passwd",
                "/twilio/../metrics",
                "/metrics",
                "/health",
                "/drain",
                "//twilio/voice",
                "/api/v1/../../metrics",
                "/api/v1/calls/..%2f..%2fdashboard-token/transcript.txt",
                "/api/v1/schemas/../openapi.json",
                "/data/dashboard-token",
            })
    void noWayLeadsWhereItShouldNot(String path) throws IOException {
        assertThat(get(path)).matches(answer -> answer.startsWith("HTTP/1.1 4"), "is refused");
    }

    @Test
    void whatIsPutIntoAnAddressStaysOutOfHeadsAndMarkup() throws IOException {
        String query = "?language=fr%0d%0aX-Evil:%201&label.x=%22%3E%3CHangup/%3E&role.inbound=%3C/Parameter%3E";
        String answer = signedVoice("/twilio/voice" + query);
        assertThat(answer).startsWith("HTTP/1.1 200 ");
        int end = answer.indexOf("\r\n\r\n");
        assertThat(answer.substring(0, end).toLowerCase(Locale.ROOT)).doesNotContain("x-evil");
        assertThat(answer.substring(end))
                .doesNotContain("<Hangup", "></Parameter><")
                .contains("&lt;");
    }

    // --- proofs

    @Test
    void aTokenOpensOneStreamOnly() throws IOException {
        Matcher url = Pattern.compile("url=\"(wss?://[^\"]+)\"").matcher(signedVoice("/twilio/voice"));
        assertThat(url.find()).isTrue();
        String upgrade = MediaSocket.upgrade(URI.create(url.group(1)), World.AUTH_TOKEN);

        assertThat(Knock.ask(port, upgrade)).startsWith("HTTP/1.1 101 ");
        assertThat(Knock.ask(port, upgrade)).as("the same, replayed").startsWith("HTTP/1.1 403 ");
    }

    @Test
    void aSignatureIsGoodForItsOwnAddressOnly() throws IOException {
        String upgrade = MediaSocket.upgrade(world.mediaUrl(), World.AUTH_TOKEN);
        assertThat(Knock.ask(port, upgrade.replaceFirst("GET /twilio/media", "GET /twilio/media/abc")))
                .startsWith("HTTP/1.1 403 ");
        assertThat(Knock.ask(port, MediaSocket.upgrade(world.mediaUrl(), World.WRONG_TOKEN)))
                .startsWith("HTTP/1.1 403 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "http://localhost.evil.example"})
    void aForeignPageGetsNoDashboard(String origin) throws IOException {
        assertThat(Knock.ask(
                        port,
                        "GET /api/v1/dashboard/ws HTTP/1.1\r\nHost: localhost:" + port + "\r\nOrigin: " + origin
                                + "\r\nAuthorization: Bearer " + World.DASHBOARD_TOKEN
                                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"))
                .startsWith("HTTP/1.1 403 ");
    }

    // --- frames

    @Test
    void aFrameThatIsAnnouncedAsHugeIsRefusedUnseen() throws IOException {
        try (MediaSocket media = MediaSocket.open(world)) {
            assertThat(media.announce(1L << 40).goodbye()).startsWith("1009 ");
        }
    }

    @Test
    void aMessageInFragmentsWithoutEndIsRefusedWhenItIsTooLong() throws IOException {
        try (MediaSocket media = MediaSocket.open(world)) {
            media.frame(0x01, new byte[1_000]);
            for (int i = 0; i < 5; i++) {
                media.frame(0x00, new byte[1_000]);
            }
            assertThat(media.goodbye()).startsWith("1009 ");
        }
    }

    @Test
    void emptyFragmentsWithoutEndCostNothing() throws IOException {
        try (MediaSocket media = MediaSocket.open(world)) {
            media.frame(0x01, new byte[0]);
            for (int i = 0; i < 10 * MANY; i++) {
                media.frame(0x00, new byte[0]);
            }
            media.frame(0x80, new byte[0]).leave();
            assertThat(media.goodbye()).startsWith("1000 ");
        }
    }

    /** Nobody negotiated compression: a small frame cannot grow into a large one. */
    @Test
    void aCompressedFrameIsRefused() throws IOException {
        try (MediaSocket media = MediaSocket.open(world)) {
            assertThat(media.frame(0x40 | FINAL_TEXT, new byte[100]).goodbye()).startsWith("1002 ");
        }
        assertThat(Knock.ask(
                        port,
                        MediaSocket.upgrade(world.mediaUrl(), World.AUTH_TOKEN)
                                .replaceFirst(
                                        "Upgrade: websocket",
                                        "Sec-WebSocket-Extensions: permessage-deflate\r\nUpgrade: websocket")))
                .startsWith("HTTP/1.1 101 ")
                .doesNotContainIgnoringCase("permessage-deflate");
    }

    @Test
    void aFloodOfPingsByOneWhoNeverListensFillsNobodysMemory() throws IOException {
        try (MediaSocket media = MediaSocket.open(world)) {
            for (int i = 0; i < 100 * MANY; i++) {
                media.frame(0x89, new byte[100]); // 30,000; what is answered stays in its own socket's buffers
            }
        } catch (IOException e) {
            assertThat(e).as("it was closed, which is as well").hasMessageMatching("(?i).*(reset|broken pipe).*");
        }
        assertThat(get("/")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void aFloodOfMessagesThatMeanNothingDoesNotHoldUpTheCalls() throws IOException {
        try (MediaSocket media = MediaSocket.open(world)) {
            for (int i = 0; i < 100 * MANY; i++) {
                media.text("{\"event\":\"surprise\"}");
            }
            assertThat(media.leave().goodbye()).startsWith("1000 ");
        }
    }

    @Test
    void theLanguageOfTlsIsNotTakenForARequest() throws IOException {
        try (Knock knock = Knock.at(port)) {
            knock.say(new byte[] {0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, (byte) 0xFC, 0x03, 0x03, 0x0D, 0x0A});
            assertThat(knock.answer()).startsWith("HTTP/1.1 400 ");
        }
    }

    private String get(String path) throws IOException {
        return Knock.ask(port, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    private String signedVoice(String path) throws IOException {
        Map<String, String> form = new TreeMap<>(Map.of(
                "AccountSid", World.ACCOUNT_SID,
                "CallSid", "CA00000000000000000000000000000077",
                "From", "caller",
                "To", "desk",
                "Direction", "inbound",
                "CallStatus", "ringing"));
        TreeMap<String, List<String>> signed = new TreeMap<>();
        form.forEach((name, value) -> signed.put(name, List.of(value)));
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining("&"));
        String signature =
                new RequestSigner(World.AUTH_TOKEN).signForm(world.server().publicUrl() + path, signed);
        return Knock.ask(
                port,
                "POST " + path + " HTTP/1.1\r\nHost: localhost:" + port
                        + "\r\nContent-Type: application/x-www-form-urlencoded\r\nX-Twilio-Signature: " + signature
                        + "\r\nContent-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
    }
}
