package io.sidetone.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.call.CallWorld;
import io.sidetone.twiml.DialTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What ends a stream, with which code and which words; the call of another stream goes on. */
class MediaStreamRefusalTest {
    private final MediaServer server = MediaServer.open();
    private final Phone bystander;

    MediaStreamRefusalTest() throws IOException {
        bystander = Phone.foreign(server, "CA-bystander").started();
    }

    @AfterEach
    void theOtherCallIsUndisturbed() throws IOException {
        bystander.says(0, CallWorld.filled(160, 2));
        bystander.socket.settle();
        assertThat(server.speech.sessions.get(0).heard()).isEqualTo(CallWorld.filled(160, 2));
        bystander.close();
        server.close();
    }

    @Test
    void mediaBeforeStart() throws IOException {
        try (Phone phone = Phone.foreign(server, "CA1")) {
            phone.says(0, CallWorld.filled(160, 1));
            refused(phone, 1_008, "'media' before 'start'");
        }
        assertThat(server.speech.sessions).as("only the bystander's").hasSize(1);
    }

    @Test
    void aSecondStart() throws IOException {
        try (Phone phone = Phone.foreign(server, "CA1").started()) {
            phone.socket.text(Phone.start(MediaServer.ACCOUNT, "CA1", "audio/x-mulaw", 8_000));
            refused(phone, 1_008, "a second 'start' on one socket");
        }
        MediaServer.until("the call is over", () -> server.calls.find("CA1") == null);
    }

    @Test
    void anotherMediaFormat() throws IOException {
        try (Phone phone = Phone.foreign(server, "CA1")) {
            phone.socket.text(Phone.start(MediaServer.ACCOUNT, "CA1", "audio/x-l16", 16_000));
            refused(phone, 1_008, "mediaFormat audio/x-l16 16000 Hz, 1 channel(s) (expected: audio/x-mulaw 8000 Hz");
        }
        assertThat(server.calls.find("CA1")).isNull();
    }

    @Test
    void aFormatWhoseNameIsLongAndForeign() throws IOException {
        try (Phone phone = Phone.foreign(server, "CA1")) {
            phone.socket.text(Phone.start(MediaServer.ACCOUNT, "CA1", "é\uD83D\uDE00".repeat(100), 8_000));
            RawSocket.Frame goodbye = phone.socket.goodbye();
            assertThat(goodbye.closeCode()).isEqualTo(1_008);
            assertThat(goodbye.payload().length).isLessThanOrEqualTo(125);
            assertThat(goodbye.reason())
                    .startsWith("mediaFormat é")
                    .endsWith("…")
                    .doesNotContain("\uFFFD");
        }
    }

    @Test
    void anotherAccount() throws IOException {
        try (Phone phone = Phone.foreign(server, "CA1")) {
            phone.socket.text(Phone.start("AC-somebody", "CA1", "audio/x-mulaw", 8_000));
            refused(phone, 1_008, "a stream of account AC-somebody (expected: " + MediaServer.ACCOUNT + ")");
        }
        assertThat(server.speech.sessions).hasSize(1);
    }

    @Test
    void aCallSidThatLooksLikeAnIdOfOurs() throws IOException {
        try (Phone phone = Phone.foreign(server, "CA1")) {
            phone.socket.text(Phone.start(MediaServer.ACCOUNT, "s_0123456789abcdef", "audio/x-mulaw", 8_000));
            refused(phone, 1_008, "callSid s_0123456789abcdef (expected: Twilio's");
        }
        assertThat(server.speech.sessions).hasSize(1);
    }

    @Test
    void aBinaryFrame() throws IOException {
        try (Phone phone = Phone.foreign(server, "CA1").started()) {
            phone.socket.frame(RawSocket.BINARY, new byte[160]);
            RawSocket.Frame goodbye = phone.socket.goodbye();
            assertThat(goodbye.closeCode()).isEqualTo(1_003);
            assertThat(goodbye.reason()).isEqualTo("binary frame (expected: JSON text)");
        }
    }

    @Test
    void tenMegabytesInOneFrame() throws IOException {
        try (Phone phone = Phone.foreign(server, "CA1").started()) {
            phone.socket.head(RawSocket.TEXT, true, 10 << 20);
            assertThat(phone.socket.goodbye().closeCode()).isEqualTo(1_009);
        }
        MediaServer.until("the call is over", () -> server.calls.find("CA1") == null);
    }

    @Test
    void tooMuchInManyFragments() throws IOException {
        try (Phone phone = Phone.foreign(server, "CA1").started()) {
            phone.socket.frame(RawSocket.TEXT, false, new byte[60_000]);
            phone.socket.frame(0, false, new byte[60_000]);
            assertThat(phone.socket.goodbye().closeCode()).isEqualTo(1_009);
        }
        MediaServer.until("the call is over", () -> server.calls.find("CA1") == null);
    }

    @Test
    void theLargestMessageIsStillTaken() throws IOException {
        try (Phone phone = Phone.foreign(server, "CA1").started()) {
            String noise = "{\"event\":\"weather\",\"x\":\"" + "x".repeat(65_536 - 26) + "\"}";
            assertThat(noise.getBytes(StandardCharsets.UTF_8)).hasSize(65_536);
            phone.socket.text(noise);
            phone.socket.settle();
        }
        assertThat(server.count("sidetone_media_unknown_events")).isEqualTo(1);
    }

    @Test
    void aFrameThatIsNotMasked() throws IOException {
        try (Phone phone = Phone.foreign(server, "CA1").started()) {
            phone.socket.raw(new byte[] {(byte) 0x81, 2, '{', '}'});
            assertThat(phone.socket.goodbye().closeCode()).isEqualTo(1_002);
        }
    }

    @Test
    void reservedBitsThatNobodyAgreedOn() throws IOException {
        try (Phone phone = Phone.foreign(server, "CA1").started()) {
            phone.socket.raw(new byte[] {(byte) 0xC1, (byte) 0x80, 0, 0, 0, 0});
            assertThat(phone.socket.goodbye().closeCode()).isEqualTo(1_002);
        }
    }

    @Test
    void nothingButBadMessages() throws IOException {
        try (Phone phone = Phone.foreign(server, "CA1").started()) {
            for (int i = 0; i < 4; i++) {
                phone.socket.text("nonsense");
            }
            refused(phone, 1_008, "4 bad messages, the last: message: not JSON at byte");
        }
        assertThat(server.count("sidetone_media_bad_messages")).isEqualTo(4);
    }

    @Test
    void noStartInTime() throws IOException {
        try (MediaServer hasty = new MediaServer(
                        CallWorld.rules(8, 4),
                        MediaServer.account(TwilioAccount.ForeignStreams.SIGNED),
                        MediaServer.limits(Duration.ofSeconds(1)),
                        MediaServer.plan(new DialTarget.Client("desk"), null));
                Phone phone = Phone.foreign(hasty, "CA1")) {
            RawSocket.Frame goodbye = phone.socket.goodbye();
            assertThat(goodbye.closeCode()).isEqualTo(1_008);
            assertThat(goodbye.reason()).isEqualTo("no 'start' message within 1 s");
            assertThat(hasty.speech.sessions).isEmpty();
        }
    }

    @Test
    void moreStreamsThanOneCallMayHave() throws IOException {
        try (MediaServer narrow = new MediaServer(
                        CallWorld.rules(1, 4),
                        MediaServer.account(TwilioAccount.ForeignStreams.SIGNED),
                        MediaServer.limits(Duration.ofSeconds(30)),
                        MediaServer.plan(new DialTarget.Client("desk"), null));
                Phone first = Phone.foreign(narrow, "CA1").started();
                Phone second = Phone.foreign(narrow, "CA1")) {
            second.socket.text(Phone.start(MediaServer.ACCOUNT, "CA1", "audio/x-mulaw", 8_000));
            assertThat(second.socket.goodbye().reason()).contains("limits.streams-per-call");
            first.socket.settle();
        }
    }

    /** The stranger hears why, and so does the operator. */
    private void refused(Phone phone, int code, String why) throws IOException {
        RawSocket.Frame goodbye = phone.socket.goodbye();
        assertThat(goodbye.closeCode()).isEqualTo(code);
        assertThat(why).startsWith(goodbye.reason().replace("…", "").substring(0, Math.min(40, why.length())));
        assertThat(server.warnings()).contains(why);
    }
}
