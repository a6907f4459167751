package io.sidetone.sim.deepgram;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The vendor's patience and its limits, in time that only the test moves. */
class StreamHandlerTest {
    private static final byte[] FRAME = new byte[320];
    private static final byte[] TENTH = new byte[1_600];

    private final EmbeddedChannel channel = new EmbeddedChannel();

    @BeforeEach
    void freezeTime() {
        channel.freezeTime();
    }

    @AfterEach
    void hangUp() {
        channel.finishAndReleaseAll();
    }

    @Test
    void closesAStreamThatGetsNoAudioInTenSecondsAlthoughItIsKeptAlive() {
        RecordedStream stream = open();
        pass(5_000);
        text("KeepAlive");
        pass(4_999);
        assertThat(channel.outboundMessages()).isEmpty();

        pass(1);

        assertThat(close().statusCode()).isEqualTo(1011);
        assertThat(kinds(stream)).containsExactly(Violation.Kind.TOO_QUIET);
        assertThat(stream.keepAlives()).isEqualTo(1);
    }

    @Test
    void closesAStreamThatFallsSilentForTenSeconds() {
        RecordedStream stream = open();
        audio(FRAME);
        pass(9_999);
        assertThat(channel.outboundMessages()).isEmpty();

        pass(1);

        Goodbye close = close();
        assertThat(close.statusCode()).isEqualTo(1011);
        assertThat(close.reasonText()).endsWith("/net0001");
        assertThat(stream.serverCloseCode()).hasValue(1011);
    }

    @Test
    void keepAliveBuysTenSeconds() {
        open();
        audio(FRAME);
        for (int i = 0; i < 20; i++) {
            pass(9_999);
            text("KeepAlive");
        }

        assertThat(channel.outboundMessages()).isEmpty();
    }

    @Test
    void aPingIsAnsweredAndBuysNothing() {
        open();
        audio(FRAME);
        pass(9_000);
        receive(new PingWebSocketFrame(Unpooled.copiedBuffer(new byte[] {1, 2})));
        PongWebSocketFrame pong = channel.readOutbound();
        assertThat(pong.content().readableBytes()).isEqualTo(2);
        pong.release();

        pass(1_000);

        assertThat(close().statusCode()).isEqualTo(1011);
    }

    @Test
    void anEmptyFrameEndsTheStream() {
        RecordedStream stream = open();
        audio(FRAME);

        audio(new byte[0]);

        Goodbye close = close();
        assertThat(close.statusCode()).isEqualTo(1008);
        assertThat(close.reasonText()).endsWith("/data0000");
        assertThat(kinds(stream)).containsExactly(Violation.Kind.EMPTY_FRAME);
    }

    @Test
    void textThatIsNotJsonIsAnsweredAndTheStreamGoesOn() {
        RecordedStream stream = open();

        receive(new TextWebSocketFrame("f39/f39/"));

        assertThat(said())
                .contains("\"type\":\"Error\"")
                .contains("SchemaError")
                .contains("f39/f39/");
        assertThat(kinds(stream)).containsExactly(Violation.Kind.BAD_TEXT);
        audio(FRAME);
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void aKeepAliveInABinaryFrameIsHeardAsSoundAndHeldAgainstTheClient() {
        RecordedStream stream = open();

        audio("{\"type\":\"KeepAlive\"} ".trim().getBytes(java.nio.charset.StandardCharsets.US_ASCII));

        assertThat(stream.binaryKeepAlives()).isEqualTo(1);
        assertThat(stream.keepAlives()).isZero();
        assertThat(kinds(stream)).containsExactly(Violation.Kind.BINARY_CONTROL);
    }

    @Test
    void recordsOversizedCutAndContainerFrames() {
        RecordedStream stream = open();

        audio("RIFF\0\0\0\0".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        audio(new byte[321]);
        audio(new byte[4_000]);
        audio(new byte[4_002]);

        assertThat(kinds(stream))
                .containsExactly(
                        Violation.Kind.CONTAINER_HEADER, Violation.Kind.CUT_SAMPLE, Violation.Kind.FRAME_TOO_LONG);
    }

    @Test
    void audioThatComesTooFastIsRecorded() {
        RecordedStream stream = open();
        for (int i = 0; i < 100; i++) {
            audio(FRAME);
        }

        assertThat(kinds(stream)).containsExactly(Violation.Kind.TOO_FAST);
        assertThat(stream.violations().get(0).atMs()).isEqualTo(1_500);
    }

    @Test
    void audioThatComesTooFastEndsTheStreamIfItIsRefused() {
        open(Strictness.VENDOR.refusingTooFast());
        for (int i = 0; i < 76; i++) {
            audio(FRAME);
        }

        assertThat(close().statusCode()).isEqualTo(1008);
    }

    @Test
    void audioInRealTimeIsNot() {
        RecordedStream stream = open();
        for (int i = 0; i < 1_000; i++) {
            audio(FRAME);
            pass(20);
        }

        assertThat(stream.violations()).isEmpty();
    }

    @Test
    void audioAfterCloseStreamIsRecordedAndNotHeard() {
        RecordedStream stream = open(new Fault.SlowDrain(Duration.ofSeconds(1)));
        audio(FRAME);
        text("CloseStream");

        audio(FRAME);

        assertThat(kinds(stream)).containsExactly(Violation.Kind.AUDIO_AFTER_CLOSE_STREAM);
        pass(1_000);
        assertThat(said()).contains("\"is_final\":true");
        assertThat(said()).contains("\"type\":\"Metadata\"").contains("\"duration\":0.02,");
    }

    @Test
    void aSlowDrainIsSlowAndComplete() {
        open(new Fault.SlowDrain(Duration.ofSeconds(4)));
        audio(FRAME);
        text("CloseStream");
        pass(3_999);
        assertThat(channel.outboundMessages()).isEmpty();

        pass(1);

        assertThat(said()).contains("Results");
        assertThat(said()).contains("Metadata");
        assertThat(close().statusCode()).isEqualTo(1000);
    }

    @Test
    void leavingBeforeMetadataIsAbrupt() {
        RecordedStream stream = open(new Fault.SlowDrain(Duration.ofSeconds(4)));
        audio(FRAME);
        text("CloseStream");

        receive(new CloseWebSocketFrame(1000, ""));

        assertThat(stream.violations()).singleElement().satisfies(violation -> {
            assertThat(violation.kind()).isEqualTo(Violation.Kind.ABRUPT_END);
            assertThat(violation.detail()).contains("before Metadata");
        });
    }

    @Test
    void leavingWithoutCloseStreamIsAbrupt() {
        RecordedStream stream = open();
        audio(FRAME);

        channel.close();

        assertThat(kinds(stream)).containsExactly(Violation.Kind.ABRUPT_END);
        assertThat(stream.closed()).isPresent();
    }

    @Test
    void waitsTwoSecondsForTheClientsGoodbye() {
        RecordedStream stream = open();
        audio(FRAME);
        text("CloseStream");
        pass(1_999);
        assertThat(channel.isOpen()).isTrue();

        pass(1);

        assertThat(channel.isOpen()).isFalse();
        assertThat(stream.violations()).isEmpty();
    }

    @Test
    void answersFinalizeLateIfToldToAndKeepsTheOrder() {
        open(new Fault.LateFinalizeAnswer(Duration.ofMillis(700)));
        audio(TENTH);
        text("Finalize");
        receive(new TextWebSocketFrame("{\"type\":\"Configure\",\"keyterms\":[\"valve\"]}"));
        pass(699);
        assertThat(channel.outboundMessages()).isEmpty();

        pass(1);

        assertThat(said()).contains("\"from_finalize\":true");
        assertThat(said()).contains("ConfigureSuccess").contains("[\"valve\"]");
    }

    @Test
    void answersFinalizeAtOnceOrNeverIfToldSo() {
        open();
        audio(TENTH);
        text("Finalize");
        assertThat(said()).contains("\"from_finalize\":true");

        EmbeddedChannel deaf = new EmbeddedChannel();
        RecordedStream stream = open(deaf, Strictness.VENDOR, Fault.Quirk.NO_FINALIZE_ANSWER);
        deaf.writeInbound(new BinaryWebSocketFrame(Unpooled.copiedBuffer(TENTH)));
        deaf.writeInbound(new TextWebSocketFrame("{\"type\":\"Finalize\"}"));
        assertThat(deaf.outboundMessages()).isEmpty();
        assertThat(stream.finalizes()).isEqualTo(1);
        deaf.finishAndReleaseAll();
    }

    @Test
    void configureIsAnsweredOrComplainedAbout() {
        RecordedStream stream = open();

        receive(new TextWebSocketFrame("{\"type\":\"Configure\",\"features\":{\"numerals\":true}}"));
        assertThat(said()).contains("ConfigureSuccess").doesNotContain("keyterms");

        receive(new TextWebSocketFrame("{\"type\":\"Configure\",\"endpointing\":300}"));
        assertThat(said()).contains("SchemaError").contains("endpointing");
        assertThat(kinds(stream)).containsExactly(Violation.Kind.BAD_TEXT);
    }

    @Test
    void tooManyKeytermsKillTheStreamSilentlyHalfAMinuteLater() {
        open();
        audio(FRAME);
        receive(new TextWebSocketFrame("{\"type\":\"Configure\",\"keyterms\":[\"" + "word ".repeat(334) + "\"]}"));
        for (int i = 0; i < 29; i++) {
            pass(1_000);
            audio(FRAME);
        }
        assertThat(channel.outboundMessages()).isEmpty();

        pass(1_000);

        assertThat(close().reasonText()).endsWith("/net0000");
    }

    @Test
    void aFrozenServerSaysNothingAtAllAndNeverHangsUp() {
        RecordedStream stream = open(new Fault.Freeze(Moment.afterAudio(Duration.ofMillis(40))));
        audio(FRAME);
        audio(TENTH);
        text("Finalize");
        receive(new PingWebSocketFrame(Unpooled.EMPTY_BUFFER));
        audio(FRAME);
        text("CloseStream");
        pass(60_000);

        assertThat(channel.outboundMessages()).isEmpty();
        assertThat(channel.isOpen()).isTrue();
        assertThat(stream.audioFrames()).isEqualTo(3);
    }

    @Test
    void stopsReadingIfToldTo() {
        open(new Fault.StopReading(Moment.atFirstFrame()));
        assertThat(channel.config().isAutoRead()).isTrue();

        audio(FRAME);

        assertThat(channel.config().isAutoRead()).isFalse();
    }

    @Test
    void closesWithTheCodeAndReasonItIsToldAtTheMomentItIsTold() {
        open(Fault.Close.net0002(Moment.afterAudio(Duration.ofMillis(60))));
        audio(FRAME);
        audio(FRAME);
        assertThat(channel.outboundMessages()).isEmpty();

        audio(FRAME);

        Goodbye close = close();
        assertThat(close.statusCode()).isEqualTo(1011);
        assertThat(close.reasonText()).contains("no_audio_timeout").endsWith("/net0002");
    }

    @Test
    void chattersIfToldTo() {
        open(Fault.Quirk.UNKNOWN_MESSAGES, Fault.Quirk.GARBAGE_TEXT, Fault.Quirk.ERROR_MESSAGES);
        audio(TENTH);
        text("Finalize");

        assertThat(said()).contains("Results");
        assertThat(said()).contains("\"type\":\"Weather\"");
        assertThat(said()).isEqualTo("<<< not { json");
        assertThat(said()).contains("\"type\":\"Error\"");
        assertThat(channel.outboundMessages()).isEmpty();
    }

    private RecordedStream open(Fault... faults) {
        return open(channel, Strictness.VENDOR, faults);
    }

    private RecordedStream open(Strictness strictness) {
        return open(channel, strictness);
    }

    private static RecordedStream open(EmbeddedChannel channel, Strictness strictness, Fault... faults) {
        EmulatorOptions options = EmulatorOptions.of(RecordingLibrary.empty(), InstantSource.fixed(Instant.EPOCH))
                .withStrictness(strictness);
        Parameters parameters = new Parameters(new QueryStringDecoder("/v1/listen?" + TestClient.QUERY).parameters());
        RecordedStream stream =
                new RecordedStream(new StreamRequest(1, parameters, false), "request-1", Map.of(), options);
        StreamHandler handler = new StreamHandler(
                channel,
                new Register(options),
                stream,
                ListenRequest.of(parameters),
                new StreamFaults(List.of(faults), 1));
        channel.pipeline().addLast(handler);
        handler.opened();
        return stream;
    }

    private void audio(byte[] bytes) {
        receive(new BinaryWebSocketFrame(Unpooled.copiedBuffer(bytes)));
    }

    private void text(String type) {
        receive(new TextWebSocketFrame("{\"type\":\"" + type + "\"}"));
    }

    private void receive(WebSocketFrame frame) {
        channel.writeInbound(frame);
    }

    private void pass(long millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    private String said() {
        TextWebSocketFrame frame = channel.readOutbound();
        assertThat(frame).as("nothing was said").isNotNull();
        String text = frame.text();
        frame.release();
        return text;
    }

    private record Goodbye(int statusCode, String reasonText) {}

    private Goodbye close() {
        CloseWebSocketFrame frame = channel.readOutbound();
        assertThat(frame).as("the stream was not closed").isNotNull();
        Goodbye goodbye = new Goodbye(frame.statusCode(), frame.reasonText());
        frame.release();
        return goodbye;
    }

    private static List<Violation.Kind> kinds(RecordedStream stream) {
        return stream.violations().stream().map(Violation::kind).toList();
    }
}
