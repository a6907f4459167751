package io.sidetone.speech.deepgram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.sidetone.speech.AudioFormat;
import io.sidetone.speech.Failure;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.SpeechSession;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A vendor that refuses, breaks, lies and babbles. */
class DeepgramTroubleTest {
    private final World world = new World();

    @AfterEach
    void end() {
        world.close();
    }

    @ParameterizedTest
    @CsvSource({
        "400, stt.refused, NEVER_FOR_LEG, deepgram.model",
        "401, stt.refused, NEVER, deepgram.api-key",
        "402, stt.refused, NEVER, credit",
        "403, stt.refused, NEVER, no access",
        "404, stt.refused, NEVER, deepgram.url",
        "429, stt.throttled, WAIT_FOR_ROOM, higher limit",
        "500, stt.unavailable, BACK_OFF, Deepgram's side",
        "503, stt.unavailable, BACK_OFF, Deepgram's side",
    })
    void aRefusalIsAFaultThatSaysWhatToDo(int status, String code, Failure.Remedy remedy, String advice) {
        world.deepgram.refusal = "HTTP/1.1 " + status + " No\ndg-error: It is so: " + status
                + "\ndg-request-id: req-9\nretry-after: 7\ncontent-length: 2\n\n{}";
        world.speak(world.open(), 100);
        world.untilClosed();

        SpeechEvent.Fault fault = world.only(SpeechEvent.Fault.class);
        assertThat(fault.code()).isEqualTo(code);
        assertThat(fault.severity()).isEqualTo(SpeechEvent.Severity.ERROR);
        assertThat(fault.message())
                .contains("HTTP " + status, "It is so: " + status, "request id req-9", advice)
                .doesNotContain("key-of-tests");
        assertThat(fault.atMs()).isEqualTo(100);
        assertThat(fault.lostMs()).isEqualTo(100);
        assertThat(world.events)
                .endsWith(
                        fault,
                        new SpeechEvent.Health(SpeechEvent.State.UNTRANSCRIBED, fault.message()),
                        new SpeechEvent.Closed(
                                fault.message(), new Failure(code, remedy, Duration.ofSeconds(7), fault.message())));
        assertThat(world.meters
                        .get("sidetone_stt_handshakes")
                        .tag("outcome", code)
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"err_code":"INVALID_QUERY_PARAMETER","err_msg":"no keywords"}   | INVALID_QUERY_PARAMETER: no keywords
            {"category":"BAD","message":"Keyterm limit","details":"too many"} | BAD: Keyterm limit: too many
            <html>a proxy</html>                                               | <html>a proxy</html>
            {"err_code":                                                       | {"err_code":
            """)
    void withoutAHeaderTheBodySaysWhy(String body, String expected) {
        world.deepgram.refusal = "HTTP/1.1 400 No\ncontent-length: " + body.length() + "\n\n" + body;
        world.speak(world.open(), 60);
        world.untilClosed();

        assertThat(world.only(SpeechEvent.Fault.class).message()).contains("HTTP 400, " + expected + ";");
    }

    @Test
    void anEndlessBodyIsNotReadToItsEnd() {
        world.deepgram.refusal = "HTTP/1.1 502 No\ncontent-length: 999999999\n\n" + "x".repeat(100_000);
        world.speak(world.open(), 60);
        world.untilClosed();

        assertThat(world.only(SpeechEvent.Fault.class).message())
                .contains("HTTP 502, xxxx")
                .hasSizeLessThan(600);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.9\n\n",
                "HTTP/1.1 101 Yes\nupgrade: websocket\nconnection: upgrade\nsec-websocket-accept: lie\n\n",
                "HTTP/1.1 101 Yes\nupgrade: h2c\nconnection: upgrade\n\n",
                "HTTP/1.1 101",
                "",
            })
    void anAnswerThatIsNoneIsUnavailability(String answer) {
        world.deepgram.refusal = answer;
        world.speak(world.open(), 60);
        world.untilClosed();

        assertThat(world.only(SpeechEvent.Fault.class).code()).isEqualTo("stt.unavailable");
    }

    @Test
    void oneDeadlineHoldsForTheWholeWayToTheOpenStream() {
        world.deepgram.answers = false;
        SpeechSession session = world.open();
        world.speak(session, 100);
        world.time.advance(4_980);
        assertThat(world.all(SpeechEvent.Fault.class)).isEmpty();

        world.time.advance(20);
        assertThat(world.only(SpeechEvent.Fault.class).message()).contains("not open after 5000 ms");
        assertThat(world.closed().clean()).isFalse();
        world.time.until("the socket is gone", () -> world.deepgram.disconnections == world.deepgram.connections);
        world.speak(session, 1_000);
        assertThat(world.events.get(world.events.size() - 1)).isInstanceOf(SpeechEvent.Closed.class);
    }

    @Test
    void aPortNobodyListensOnIsUnavailability() throws IOException {
        int port;
        try (ServerSocket reserved = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = reserved.getLocalPort();
        }
        world.speak(
                world.open(new DeepgramSettings(
                        URI.create("ws://127.0.0.1:" + port), null, world.listening, world.timing)),
                60);
        world.untilClosed();

        assertThat(world.only(SpeechEvent.Fault.class).code()).isEqualTo("stt.unavailable");
    }

    @ParameterizedTest
    @CsvSource({
        "1000, '', stt.disconnected",
        "1008, DATA-0000, stt.refused",
        "1011, something/net0001, stt.disconnected",
        "1011, NET-0000, stt.disconnected",
        "4999, '', stt.disconnected",
    })
    void aCloseThatNobodyAskedForIsAFault(int status, String reason, String code) {
        SpeechSession session = world.talking(100); // 40 ms of it still in a partial chunk
        world.deepgram.closes(status, reason);
        world.untilClosed();

        SpeechEvent.Fault fault = world.only(SpeechEvent.Fault.class);
        assertThat(fault.code()).isEqualTo(code);
        assertThat(fault.message()).contains(Integer.toString(status), reason);
        assertThat(fault.lostMs()).isEqualTo(40);
        assertThat(world.closed().clean()).isFalse();
        assertThat(world.closed().failure())
                .isNotNull()
                .extracting(Failure::code)
                .isEqualTo(code);
        session.finish();
        world.closed();
    }

    @Test
    void aResetIsAFault() {
        world.talking(60);
        world.deepgram.resets();
        world.untilClosed();

        assertThat(world.only(SpeechEvent.Fault.class).code()).isEqualTo("stt.disconnected");
    }

    @Test
    void anEndOfStreamWithoutGoodbyeIsAFaultEvenAfterCloseStream() {
        world.deepgram.saysMetadata = false;
        SpeechSession session = world.talking(60);
        session.finish();
        world.time.until("CloseStream is there", () -> world.deepgram.story().contains("CloseStream"));
        world.deepgram.hangsUp();
        world.untilClosed();

        assertThat(world.only(SpeechEvent.Fault.class).code()).isEqualTo("stt.disconnected");
    }

    @Test
    void metadataBeforeCloseStreamDoesNotMakeACleanEnd() {
        world.talking(60);
        world.deepgram.says("{\"type\":\"Metadata\",\"duration\":0,\"channels\":0}");
        world.deepgram.closes(1000, "");
        world.untilClosed();

        assertThat(world.closed().clean()).isFalse();
        assertThat(world.only(SpeechEvent.Fault.class).code()).isEqualTo("stt.disconnected");
    }

    @Test
    void nonsenseIsCountedAndTheStreamGoesOn() {
        world.talking(420);
        world.deepgram.says("hello");
        world.deepgram.says("{\"type\":");
        world.deepgram.says("{\"type\":\"Weather\"}");
        world.deepgram.sends(new BinaryWebSocketFrame(Unpooled.copiedBuffer("{}", StandardCharsets.UTF_8)));
        world.deepgram.says("{\"type\":\"Error\",\"variant\":\"SchemaError\",\"description\":\"what?\"}");
        world.deepgram.says("{\"type\":\"Warning\"}");
        world.deepgram.says("{\"type\":\"ConfigureSuccess\"}");
        world.deepgram.says(Said.settled("still here", 0.1, 0.3));

        assertThat(world.next(SpeechEvent.Final.class).text()).isEqualTo("still here");
        assertThat(world.count("sidetone_stt_messages_garbage")).isEqualTo(2);
        assertThat(world.count("sidetone_stt_messages_unknown")).isEqualTo(2);
        assertThat(world.all(SpeechEvent.Closed.class)).isEmpty();
    }

    @Test
    void aLongResultArrivesWhole() {
        world.talking(420);
        String text = "word ".repeat(40_000).strip();
        world.deepgram.says(Said.settled(text, 0.1, 0.3));

        assertThat(world.next(SpeechEvent.Final.class).text()).isEqualTo(text);
    }

    @Test
    void aResultInPiecesArrivesWhole() {
        world.talking(420);
        world.deepgram.saysInPieces(Said.settled("pièce par pièce", 0.1, 0.3), 7);

        assertThat(world.next(SpeechEvent.Final.class).text()).isEqualTo("pièce par pièce");
    }

    @Test
    void aPingIsAnswered() {
        world.talking(60);
        world.deepgram.sends(new PingWebSocketFrame(Unpooled.copiedBuffer("are you there", StandardCharsets.UTF_8)));

        world.time.until("the pong is there", () -> world.deepgram.pongsHeard.contains("are you there"));
    }

    @Test
    void aListenerThatThrowsHarmsNobody() {
        List<SpeechEvent> heard = new ArrayList<>();
        var settings = new DeepgramSettings(
                URI.create("ws://127.0.0.1:" + world.deepgram.port()), null, world.listening, world.timing);
        SpeechSession session = world.speechToText(settings).open(world.leg(), AudioFormat.MULAW_8K, event -> {
            heard.add(event);
            throw new IllegalStateException("a bug above");
        });
        world.speak(session, 60);
        world.time.until("it is open", () -> heard.size() == 3);
        session.finish();
        world.time.until("it is closed", () -> heard.size() == 4);

        assertThat(heard.get(3)).isEqualTo(new SpeechEvent.Closed(true, "finished"));
    }

    @Test
    void theFailureOfOneLegDoesNotTouchAnother() {
        SpeechSession mine = world.talking(420);
        List<SpeechEvent> others = new ArrayList<>();
        try (ScriptedDeepgram other = new ScriptedDeepgram()) {
            var settings = new DeepgramSettings(
                    URI.create("ws://127.0.0.1:" + other.port()), null, world.listening, world.timing);
            SpeechSession theirs = world.speechToText(settings).open(world.leg(), AudioFormat.MULAW_8K, others::add);
            World.say(theirs, World.noise(480, 1), 0);
            world.time.until("both have arrived", () -> other.audio().length == 480);
            other.resets();
            world.time.until("the other is closed", () -> others.get(others.size() - 1) instanceof SpeechEvent.Closed);
        }
        world.deepgram.says(Said.settled("unharmed", 0.1, 0.3));
        assertThat(world.next(SpeechEvent.Final.class).text()).isEqualTo("unharmed");
        mine.finish();
        world.untilClosed();
        assertThat(world.closed().clean()).isTrue();
    }

    @Test
    void otherThreadsAreRefused() {
        SpeechSession session = world.open();

        assertThatThrownBy(() -> CompletableFuture.runAsync(session::finish).join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(AssertionError.class);
        assertThat(world.events).isEmpty();
    }
}
