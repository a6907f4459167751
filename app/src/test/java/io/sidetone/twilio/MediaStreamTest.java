package io.sidetone.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.call.CallWorld;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Media streams over a real socket, each beside a call that nothing may disturb. */
class MediaStreamTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final MediaServer server = MediaServer.open();
    private final Phone bystander;

    MediaStreamTest() throws IOException {
        bystander = Phone.foreign(server, "CA-bystander");
    }

    @BeforeEach
    void somebodyElseIsTalking() throws IOException {
        bystander.started().says(0, CallWorld.filled(160, 1));
        bystander.socket.settle();
    }

    @AfterEach
    void theOtherCallIsUndisturbed() throws IOException {
        bystander.says(20, CallWorld.filled(160, 2));
        bystander.socket.settle();
        assertThat(server.speech.sessions.get(0).heard()).hasSize(320).endsWith(2);
        bystander.stops();
        bystander.socket.settle();
        assertThat(server.engine.types("CA-bystander")).endsWith("call.ended");
        bystander.close();
        server.close();
    }

    @Test
    void audioArrivesUnchangedAndTheCallEndsWithItsStop() throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (Phone phone = Phone.foreign(server, "CA1").started()) {
            for (int i = 0; i < 200; i++) {
                byte[] frame = CallWorld.filled(i % 3 == 0 ? 80 : 160, i);
                said.writeBytes(frame);
                phone.says(i * 20L, frame);
            }
            phone.stops();
            phone.socket.settle();
        }

        assertThat(server.speech.sessions.get(1).heard()).isEqualTo(said.toByteArray());
        assertThat(server.engine.types("CA1"))
                .containsExactly("call.started", "leg.started", "leg.ended", "call.ended");
        assertThat(endReason("CA1")).isEqualTo("completed");
        assertThat(server.count("sidetone_media_streams")).isEqualTo(2);
        assertThat(server.warnings()).isEmpty();
    }

    @Test
    void aCloseWithoutAStopEndsTheCallToo() throws IOException {
        try (Phone phone = Phone.foreign(server, "CA1").started()) {
            phone.socket.frame(RawSocket.CLOSE, new byte[0]);
            RawSocket.Frame answer = phone.socket.goodbye();
            assertThat(answer.opcode()).isEqualTo(RawSocket.CLOSE);
            assertThat(answer.payload())
                    .as("an empty farewell is answered by one")
                    .isEmpty();
        }

        MediaServer.until("the call is over", () -> server.calls.find("CA1") == null);
        assertThat(endReason("CA1")).isEqualTo("stream_closed");
    }

    @Test
    void aCloseIsAnsweredWithItsCode() throws IOException {
        try (Phone phone = Phone.foreign(server, "CA1").started()) {
            phone.stops();
            phone.socket.frame(RawSocket.CLOSE, new byte[] {0x03, (byte) 0xE8});
            assertThat(phone.socket.goodbye().closeCode()).isEqualTo(1_000);
        }
    }

    @Test
    void aResetConnectionEndsTheCall() throws IOException {
        Phone phone = Phone.foreign(server, "CA1").started();
        phone.socket.reset();

        MediaServer.until("the call is over", () -> server.calls.find("CA1") == null);
        assertThat(endReason("CA1")).isEqualTo("stream_closed");
    }

    @Test
    void stopsThatRepeatAndMediaBehindThemChangeNothing() throws IOException {
        try (Phone phone = Phone.foreign(server, "CA1").started()) {
            phone.stops();
            phone.stops();
            phone.says(0, CallWorld.filled(160, 1));
            phone.socket.settle();
        }

        assertThat(server.speech.sessions.get(1).heard()).isEmpty();
        assertThat(server.engine.types("CA1").stream().filter("call.ended"::equals))
                .hasSize(1);
    }

    @Test
    void aPingIsAnsweredWithItsPayloadAndAPongIsIgnored() throws IOException {
        try (Phone phone = Phone.foreign(server, "CA1").started()) {
            phone.socket.frame(RawSocket.PONG, new byte[] {1});
            phone.socket.frame(RawSocket.PING, new byte[] {1, 2, 3});
            RawSocket.Frame pong = phone.socket.read();
            assertThat(pong.opcode()).isEqualTo(RawSocket.PONG);
            assertThat(pong.payload()).containsExactly(1, 2, 3);
        }
    }

    @Test
    void aMessageInFragmentsIsOneMessage() throws IOException {
        try (Phone phone = Phone.foreign(server, "CA1").started()) {
            byte[] message = Phone.media(0, CallWorld.filled(160, 7)).getBytes(StandardCharsets.UTF_8);
            phone.socket.frame(RawSocket.TEXT, false, Arrays.copyOfRange(message, 0, 50));
            phone.socket.frame(RawSocket.PING, new byte[] {9}); // allowed in between
            assertThat(phone.socket.read().opcode()).isEqualTo(RawSocket.PONG);
            phone.socket.frame(0, true, Arrays.copyOfRange(message, 50, message.length));
            phone.socket.settle();
        }

        assertThat(server.speech.sessions.get(1).heard()).isEqualTo(CallWorld.filled(160, 7));
    }

    @Test
    void unknownEventsAreCountedAndIgnored() throws IOException {
        try (Phone phone = Phone.foreign(server, "CA1").started()) {
            for (int i = 0; i < 10; i++) {
                phone.socket.text("{\"event\":\"weather\",\"media\":{\"track\":\"north\"}}");
            }
            phone.says(0, CallWorld.filled(160, 1));
            phone.socket.settle();
        }

        assertThat(server.count("sidetone_media_unknown_events")).isEqualTo(10);
        assertThat(server.speech.sessions.get(1).heard()).hasSize(160);
    }

    @Test
    void aFewBadMessagesArePassedOver() throws IOException {
        try (Phone phone = Phone.foreign(server, "CA1").started()) {
            phone.says(0, CallWorld.filled(160, 1));
            phone.socket.text(TwilioMessageReaderTest.media("inbound", "\"20\"", "\"!!!!\""));
            phone.socket.text("not json");
            phone.says(40, CallWorld.filled(160, 3));
            phone.socket.settle();
        }

        assertThat(server.speech.sessions.get(1).heard()).hasSize(320);
        assertThat(server.count("sidetone_media_bad_messages")).isEqualTo(2);
        assertThat(server.warnings())
                .contains("call CA1")
                .contains("'media' message: /media/payload: not base64 at character 0");
    }

    @Test
    void theJdksOwnClientGetsThrough() throws Exception {
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        WebSocket socket = HTTP.newWebSocketBuilder()
                .header("X-Twilio-Signature", MediaServer.signature(MediaDoor.PATH))
                .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + MediaDoor.PATH), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onClose(WebSocket unused, int code, String reason) {
                        closed.complete(code);
                        return CompletableFuture.completedFuture(null);
                    }
                })
                .get(10, TimeUnit.SECONDS);
        socket.sendText(Phone.start(MediaServer.ACCOUNT, "CA1", "audio/x-mulaw", 8_000), true)
                .get(10, TimeUnit.SECONDS);
        socket.sendText(Phone.media(0, CallWorld.filled(4_000, 5)), true).get(10, TimeUnit.SECONDS);
        socket.sendPing(ByteBuffer.allocate(1)).get(10, TimeUnit.SECONDS);
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(10, TimeUnit.SECONDS);

        assertThat(closed.get(10, TimeUnit.SECONDS)).isEqualTo(1_000);
        assertThat(server.speech.sessions.get(1).heard()).isEqualTo(CallWorld.filled(4_000, 5));
    }

    private String endReason(String callId) {
        return server.engine.data("call.ended").stream()
                .filter(it -> it.path("callId").asText().equals(callId))
                .map(it -> it.path("endReason").asText())
                .findFirst()
                .orElse("not ended");
    }
}
