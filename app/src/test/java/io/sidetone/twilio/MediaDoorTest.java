package io.sidetone.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.call.CallWorld;
import io.sidetone.twiml.DialTarget;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may open a media stream. Whoever may not costs neither a call nor a speech session. */
class MediaDoorTest {

    @Test
    void aSignedUpgradeIsAnsweredWithoutASubprotocol() throws IOException {
        try (MediaServer server = MediaServer.open()) {
            String answer = upgrade(server, MediaDoor.PATH, signed(MediaDoor.PATH));

            assertThat(answer).startsWith("HTTP/1.1 101 ").doesNotContainIgnoringCase("sec-websocket-protocol");
            assertThat(answer).doesNotContainIgnoringCase("sec-websocket-extensions");
        }
    }

    @Test
    void aSubprotocolIsAnsweredOnlyIfItIsTwilios() throws IOException {
        try (MediaServer server = MediaServer.open()) {
            assertThat(upgrade(
                            server, MediaDoor.PATH, signed(MediaDoor.PATH), "Sec-WebSocket-Protocol: audio.twilio.com"))
                    .containsIgnoringCase("sec-websocket-protocol: audio.twilio.com");
            assertThat(upgrade(server, MediaDoor.PATH, signed(MediaDoor.PATH), "Sec-WebSocket-Protocol: chat"))
                    .startsWith("HTTP/1.1 101 ")
                    .doesNotContainIgnoringCase("sec-websocket-protocol");
        }
    }

    @Test
    void compressionIsNotAgreedTo() throws IOException {
        try (MediaServer server = MediaServer.open()) {
            assertThat(upgrade(
                            server,
                            MediaDoor.PATH,
                            signed(MediaDoor.PATH),
                            "Sec-WebSocket-Extensions: permessage-deflate"))
                    .startsWith("HTTP/1.1 101 ")
                    .doesNotContainIgnoringCase("permessage-deflate");
        }
    }

    @Test
    void aSignatureWithASlashAtTheEndIsTwiliosToo() throws IOException {
        try (MediaServer server = MediaServer.open()) {
            assertThat(upgrade(server, MediaDoor.PATH, signed(MediaDoor.PATH + "/")))
                    .startsWith("HTTP/1.1 101 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X-Twilio-Signature: ", "X-Twilio-Signature: AAAAAAAAAAAAAAAAAAAAAAAAAAA="})
    void withoutItsSignatureAForeignStreamIsRefused(String header) throws IOException {
        try (MediaServer server = MediaServer.open()) {
            String answer = upgrade(server, MediaDoor.PATH, header.isEmpty() ? "X-Nothing: 1" : header);

            assertThat(answer).startsWith("HTTP/1.1 403 ").contains("X-Twilio-Signature is missing or does not match");
            assertThat(server.warnings())
                    .contains("wss://bridge.example.com/twilio/media")
                    .contains("http.public-url");
            assertThat(server.warnings()).doesNotContain(MediaServer.TOKEN);
            nothingWasOpened(server);
        }
    }

    @Test
    void aSignatureOfAnotherPathIsRefused() throws IOException {
        try (MediaServer server = MediaServer.open()) {
            MintedCalls.Minted call = mint(server);
            assertThat(upgrade(server, MediaDoor.PATH + "/" + call.token(), signed(MediaDoor.PATH)))
                    .startsWith("HTTP/1.1 403 ");
            nothingWasOpened(server);
            assertThat(upgrade(server, path(call), signed(path(call))))
                    .as("the token was not spent")
                    .startsWith("HTTP/1.1 101 ");
        }
    }

    @Test
    void aTokenOpensOneStreamOnce() throws IOException {
        try (MediaServer server = MediaServer.open()) {
            MintedCalls.Minted call = mint(server);
            try (Phone phone = Phone.minted(server, call).started()) {
                phone.socket.settle();
                assertThat(server.calls.find(call.callId())).isNotNull();
                String again = upgrade(server, path(call), signed(path(call)));
                assertThat(again)
                        .startsWith("HTTP/1.1 403 ")
                        .contains("unknown, was used before, or is older than 60 s");
            }
        }
    }

    @Test
    void aTokenIsForTheCallItWasGivenTo() throws IOException {
        try (MediaServer server = MediaServer.open()) {
            MintedCalls.Minted call = mint(server);
            try (Phone phone = Phone.minted(server, call)) {
                phone.socket.text(Phone.start(MediaServer.ACCOUNT, "CA-other", "audio/x-mulaw", 8_000));
                assertThat(phone.socket.goodbye().reason()).startsWith("a stream of call CA-other (expected: CA1");
            }
            nothingWasOpened(server);
        }
    }

    @Test
    void anOldOrUnknownTokenIsRefused() throws IOException {
        try (MediaServer server = MediaServer.open()) {
            MintedCalls.Minted call = mint(server);
            server.now = server.now.plus(MintedCalls.VALID).plusMillis(1);
            assertThat(upgrade(server, path(call), signed(path(call)))).startsWith("HTTP/1.1 403 ");
            String unknown = MediaDoor.PATH + "/nobody";
            assertThat(upgrade(server, unknown, signed(unknown))).startsWith("HTTP/1.1 403 ");

            assertThat(server.count("sidetone_media_refused")).isEqualTo(2);
            nothingWasOpened(server);
        }
    }

    @Test
    void foreignStreamsCanBeRefusedAltogether() throws IOException {
        try (MediaServer server = server(TwilioAccount.ForeignStreams.REFUSE)) {
            assertThat(upgrade(server, MediaDoor.PATH, signed(MediaDoor.PATH)))
                    .startsWith("HTTP/1.1 403 ")
                    .contains("twilio.foreign-streams: refuse");
            nothingWasOpened(server);
            MintedCalls.Minted call = mint(server);
            assertThat(upgrade(server, path(call), signed(path(call)))).startsWith("HTTP/1.1 101 ");
        }
    }

    @Test
    void anOpenDoorAsksForeignStreamsNothingButOurOwnStillForTheirSignature() throws IOException {
        try (MediaServer server = server(TwilioAccount.ForeignStreams.OPEN)) {
            assertThat(upgrade(server, MediaDoor.PATH)).startsWith("HTTP/1.1 101 ");
            assertThat(upgrade(server, path(mint(server)))).startsWith("HTTP/1.1 403 ");
        }
    }

    @Test
    void withoutATokenThereIsNothingToCheckSignaturesWith() throws IOException {
        TwilioAccount open =
                new TwilioAccount(URI.create("http://localhost"), null, null, TwilioAccount.ForeignStreams.OPEN);
        TwilioAccount signed =
                new TwilioAccount(URI.create("http://localhost"), null, null, TwilioAccount.ForeignStreams.SIGNED);
        try (MediaServer server = MediaServer.of(open, MediaServer.plan(null, null));
                MediaServer strict = MediaServer.of(signed, MediaServer.plan(null, null))) {
            assertThat(upgrade(server, MediaDoor.PATH)).startsWith("HTTP/1.1 101 ");
            assertThat(upgrade(server, path(mint(server)))).startsWith("HTTP/1.1 101 ");
            assertThat(upgrade(strict, MediaDoor.PATH))
                    .startsWith("HTTP/1.1 403 ")
                    .contains("twilio.auth-token");
        }
    }

    @Test
    void aFullHouseRefusesWithoutSpendingTheToken() throws IOException {
        try (MediaServer server = new MediaServer(
                CallWorld.rules(8, 1),
                MediaServer.account(TwilioAccount.ForeignStreams.SIGNED),
                MediaServer.limits(Duration.ofSeconds(30)),
                MediaServer.plan(new DialTarget.Client("desk"), null))) {
            MintedCalls.Minted call = mint(server);
            try (Phone phone = Phone.foreign(server, "CA9").started()) {
                assertThat(upgrade(server, path(call), signed(path(call))))
                        .startsWith("HTTP/1.1 503 ")
                        .containsIgnoringCase("retry-after: 1")
                        .contains("no room for another call");
                phone.stops();
                phone.socket.settle();
            }
            assertThat(upgrade(server, path(call), signed(path(call)))).startsWith("HTTP/1.1 101 ");
        }
    }

    @Test
    void whatIsNoUpgradeIsToldSoAndSpendsNoToken() throws IOException {
        try (MediaServer server = MediaServer.open()) {
            MintedCalls.Minted call = mint(server);
            assertThat(request(server, "GET " + path(call), signed(path(call)))).startsWith("HTTP/1.1 426 ");
            assertThat(request(server, "POST " + path(call), signed(path(call)), "Upgrade: websocket"))
                    .startsWith("HTTP/1.1 400 ")
                    .contains("not a WebSocket upgrade");
            assertThat(request(
                            server,
                            "GET " + path(call),
                            signed(path(call)),
                            "Connection: Upgrade",
                            "Upgrade: websocket",
                            "Sec-WebSocket-Version: 13"))
                    .as("without a key")
                    .startsWith("HTTP/1.1 400 ");
            assertThat(request(
                            server,
                            "GET " + path(call),
                            signed(path(call)),
                            "Connection: Upgrade",
                            "Upgrade: websocket",
                            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
                            "Sec-WebSocket-Version: 99"))
                    .startsWith("HTTP/1.1 426 ");
            assertThat(upgrade(server, path(call), signed(path(call)))).startsWith("HTTP/1.1 101 ");
        }
    }

    private static MediaServer server(TwilioAccount.ForeignStreams foreign) {
        return MediaServer.of(MediaServer.account(foreign), MediaServer.plan(new DialTarget.Client("desk"), null));
    }

    private static MintedCalls.Minted mint(MediaServer server) {
        return Objects.requireNonNull(server.minted.mint("CA1"));
    }

    private static String path(MintedCalls.Minted call) {
        return MediaDoor.PATH + "/" + call.token();
    }

    private static String signed(String path) {
        return "X-Twilio-Signature: " + MediaServer.signature(path);
    }

    private static String upgrade(MediaServer server, String path, String... headers) throws IOException {
        try (RawSocket socket = new RawSocket(server.port())) {
            return socket.upgrade(path, headers);
        }
    }

    private static String request(MediaServer server, String methodAndPath, String... headers) throws IOException {
        try (RawSocket socket = new RawSocket(server.port())) {
            return socket.request(methodAndPath, "", headers);
        }
    }

    private static void nothingWasOpened(MediaServer server) {
        assertThat(server.calls.size()).isZero();
        assertThat(server.speech.sessions).isEmpty();
        assertThat(server.engine.events).isEmpty();
    }
}
