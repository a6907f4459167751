package io.sidetone.sim.deepgram;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a stream does when it is told to misbehave. */
class StreamFaultsTest extends StreamBench {

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
            assertThat(violation.detail()).contains("before the server's close");
        });
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
    void readsOnWithoutBlamingTheClientForThePause() {
        RecordedStream stream = open(new Fault.StopReading(Moment.atFirstFrame(), Duration.ofSeconds(12)));
        audio(FRAME);
        pass(11_999);
        assertThat(channel.config().isAutoRead()).isFalse();

        pass(1);
        assertThat(channel.config().isAutoRead()).isTrue();
        for (int i = 0; i < 120; i++) {
            audio(TENTH); // what the client sent in real time meanwhile
        }
        assertThat(kinds(stream)).isEmpty();

        pass(10_000);
        assertThat(kinds(stream)).containsExactly(Violation.Kind.TOO_QUIET);
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
}
