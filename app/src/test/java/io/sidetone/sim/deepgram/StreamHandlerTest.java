package io.sidetone.sim.deepgram;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The vendor's patience and its limits. */
class StreamHandlerTest extends StreamBench {

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

        audio("{\"type\":\"KeepAlive\"}".getBytes(StandardCharsets.US_ASCII));

        assertThat(stream.binaryKeepAlives()).isEqualTo(1);
        assertThat(stream.keepAlives()).isZero();
        assertThat(kinds(stream)).containsExactly(Violation.Kind.BINARY_CONTROL);
    }

    @Test
    void recordsOversizedCutAndContainerFrames() {
        RecordedStream stream = open();

        audio("RIFF\0\0\0\0".getBytes(StandardCharsets.US_ASCII));
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
}
