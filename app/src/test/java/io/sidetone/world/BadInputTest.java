package io.sidetone.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.sim.webhook.ReceivedEvent;
import io.sidetone.twiml.RequestSigner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Strangers and broken senders against the whole server, while a good call goes on beside them all. Each
 * is told what was wrong; the good call loses neither a byte nor a word.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class BadInputTest {
    private static final String SILENCE = "/////w=="; // four samples of mu-law
    private static final String CALL = "CA00000000000000000000000000000001";
    private static final Map<String, String> FORM = new TreeMap<>(Map.of(
            "AccountSid", World.ACCOUNT_SID,
            "CallSid", CALL,
            "From", "caller",
            "To", "desk",
            "Direction", "inbound",
            "CallStatus", "ringing"));

    private World world;
    private SteadyCalls good;
    private int port;

    @BeforeAll
    void aGoodCallGoesOn(@TempDir Path data) throws IOException {
        world = World.start(data, Map.of("limits.bad-messages", "10"));
        port = world.server().port();
        good = SteadyCalls.begin(world, 1);
    }

    @AfterAll
    void theGoodCallIsUndisturbed() throws Exception {
        try {
            good.wereUndisturbed();
        } finally {
            world.close();
        }
    }

    @Test
    void aVoiceRequestWithAWrongSignatureIsRefusedAndBeginsNothing() throws IOException {
        String url = world.voiceUrl("").toString();
        TreeMap<String, List<String>> form = new TreeMap<>();
        FORM.forEach((name, value) -> form.put(name, List.of(value)));
        String wrong = new RequestSigner(World.WRONG_TOKEN).signForm(url, form);
        String right = new RequestSigner(World.AUTH_TOKEN).signForm(url, form);

        assertThat(post(wrong))
                .startsWith("HTTP/1.1 403 ")
                .contains("X-Twilio-Signature")
                .doesNotContain("<Response");
        assertThat(post(right)).startsWith("HTTP/1.1 200 ").contains("<Stream");
        assertNothingHappened(CALL);
    }

    private String post(String signature) throws IOException {
        String body = FORM.entrySet().stream()
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining("&"));
        return Knock.ask(
                port,
                "POST /twilio/voice HTTP/1.1\r\nHost: " + world.voiceUrl("").getAuthority()
                        + "\r\nContent-Type: application/x-www-form-urlencoded\r\nX-Twilio-Signature: " + signature
                        + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    @Test
    void anUpgradeWithAWrongSignatureIsRefused() throws IOException {
        int streams = world.deepgram().streams().size();
        assertThat(Knock.ask(port, MediaSocket.upgrade(world.mediaUrl(), World.WRONG_TOKEN)))
                .startsWith("HTTP/1.1 403 ")
                .contains("X-Twilio-Signature");
        assertThat(world.deepgram().streams()).hasSize(streams);
    }

    @Test
    void anUpgradeWithoutAKeyIsToldSo() throws IOException {
        String request =
                MediaSocket.upgrade(world.mediaUrl(), World.AUTH_TOKEN).replaceFirst("Sec-WebSocket-Key: .*\r\n", "");
        assertThat(Knock.ask(port, request)).startsWith("HTTP/1.1 400 ").contains("not a WebSocket upgrade");
    }

    @Test
    void aSenderOfNothingButGarbageIsToldThatItIsNotJson() throws IOException {
        try (MediaSocket media = MediaSocket.open(world)) {
            for (int i = 0; i < 11; i++) {
                media.text("hello there");
            }
            assertThat(media.goodbye()).startsWith("1008 ").contains("11 bad messages", "not JSON");
        }
    }

    @Test
    void aFewBadMessagesAndUnknownEventsDoNotEndACall() throws IOException {
        try (MediaSocket media = MediaSocket.open(world)) {
            media.text(MediaSocket.start("CA2"))
                    .text("{\"event\":\"surprise\",\"surprise\":{}}")
                    .text("hello there")
                    .text("{\"event\":7}")
                    .text(MediaSocket.media(0, SILENCE))
                    .text("{\"event\":\"stop\",\"stop\":{}}")
                    .leave();
            world.ended("CA2").join();
        }
        assertThat(types("CA2")).first().isEqualTo("call.started");
        assertThat(world.streams("CA2", "inbound")).singleElement().satisfies(stream -> assertThat(stream.audioBytes())
                .isEqualTo(8));
    }

    @Test
    void mediaBeforeStartIsNamed() throws IOException {
        try (MediaSocket media = MediaSocket.open(world)) {
            media.text(MediaSocket.media(0, SILENCE));
            assertThat(media.goodbye()).isEqualTo("1008 'media' before 'start'");
        }
    }

    @Test
    void badBase64IsNamed() throws IOException {
        try (MediaSocket media = MediaSocket.open(world)) {
            media.text(MediaSocket.start("CA3"));
            for (int i = 0; i < 11; i++) {
                media.text(MediaSocket.media(20 * i, "*&%$"));
            }
            assertThat(media.goodbye()).startsWith("1008 11 bad messages").contains("/media/payload", "base64");
            world.ended("CA3").join();
        }
    }

    @Test
    void aFrameOfTenMegabytesIsRefusedByItsHeadAlone() throws IOException {
        try (MediaSocket media = MediaSocket.open(world)) {
            media.text(MediaSocket.start("CA4")).announce(10_000_000);
            assertThat(media.goodbye()).startsWith("1009 ").contains("65536");
            world.ended("CA4").join();
        }
    }

    @Test
    void aBinaryFrameIsRefused() throws IOException {
        try (MediaSocket media = MediaSocket.open(world)) {
            media.binary(new byte[160]);
            assertThat(media.goodbye()).isEqualTo("1003 binary frame (expected: JSON text)");
        }
    }

    @Test
    void aSecondStartIsRefusedAndTheFirstIsEnded() throws IOException {
        try (MediaSocket media = MediaSocket.open(world)) {
            media.text(MediaSocket.start("CA5")).text(MediaSocket.start("CA6"));
            assertThat(media.goodbye()).startsWith("1008 a second 'start'");
            world.ended("CA5").join();
        }
        assertNothingHappened("CA6");
    }

    @Test
    void anotherMediaFormatIsNamedTogetherWithTheRightOne() throws IOException {
        try (MediaSocket media = MediaSocket.open(world)) {
            media.text(MediaSocket.start("CA7", "audio/x-alaw"));
            assertThat(media.goodbye()).startsWith("1008 mediaFormat").contains("audio/x-alaw", "audio/x-mulaw");
        }
        assertNothingHappened("CA7");
    }

    @Test
    void aStreamOfAnotherAccountIsRefused() throws IOException {
        try (MediaSocket media = MediaSocket.open(world)) {
            media.text(MediaSocket.start("CA8").replace(World.ACCOUNT_SID, "AC99999999999999999999999999999999"));
            assertThat(media.goodbye()).startsWith("1008 a stream of account AC9999");
        }
        assertNothingHappened("CA8");
    }

    @Test
    void garbageInsteadOfHttpIsToldWhatIsSpokenHere() throws IOException {
        try (Knock knock = Knock.at(port)) {
            knock.say("\u0016\u0003\u0001 hello, hello\r\n\r\n");
            assertThat(knock.answer()).startsWith("HTTP/1.1 400 ").contains("not an HTTP/1.1 request");
            assertThat(knock.closed()).isTrue();
        }
    }

    @Test
    void dashboardsWithoutATokenOrWithAWrongOneAreToldHowToSignIn() throws IOException {
        assertThat(dashboard("")).startsWith("HTTP/1.1 401 ").contains("Authorization: Bearer");
        assertThat(dashboard("Authorization: Bearer guess\r\n")).startsWith("HTTP/1.1 401 ");
        assertThat(dashboard("Authorization: Bearer " + World.DASHBOARD_TOKEN + "\r\n"))
                .startsWith("HTTP/1.1 101 ");
    }

    @Test
    void aDashboardOnAForeignPageIsRefusedEvenWithTheToken() throws IOException {
        assertThat(dashboard("Origin: https://evil.example\r\nAuthorization: Bearer " + World.DASHBOARD_TOKEN + "\r\n"))
                .startsWith("HTTP/1.1 403 ")
                .contains("dashboard.allowed-origins");
    }

    private String dashboard(String headers) throws IOException {
        return Knock.ask(
                port,
                "GET " + world.dashboardUrl().getPath() + " HTTP/1.1\r\nHost: "
                        + world.dashboardUrl().getAuthority()
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + headers + "\r\n");
    }

    /** No vendor's stream, and nothing at the webhook. */
    private void assertNothingHappened(String callId) {
        assertThat(world.streams(callId, "inbound")).isEmpty();
        assertThat(types(callId)).isEmpty();
    }

    private List<String> types(String callId) {
        return world.events(callId).stream().map(ReceivedEvent::type).toList();
    }
}
