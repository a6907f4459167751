package io.sidetone.sim.deepgram;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** One stream without a socket, in time that only the test moves. */
abstract class StreamBench {
    /** 20 ms. */
    static final byte[] FRAME = new byte[320];
    /** 100 ms. */
    static final byte[] TENTH = new byte[1_600];

    final EmbeddedChannel channel = new EmbeddedChannel();

    @BeforeEach
    void freezeTime() {
        channel.freezeTime();
    }

    @AfterEach
    void hangUp() {
        channel.finishAndReleaseAll();
    }

    RecordedStream open(Fault... faults) {
        return open(channel, Strictness.VENDOR, faults);
    }

    RecordedStream open(Strictness strictness) {
        return open(channel, strictness);
    }

    static RecordedStream open(EmbeddedChannel channel, Strictness strictness, Fault... faults) {
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

    void audio(byte[] bytes) {
        receive(new BinaryWebSocketFrame(Unpooled.copiedBuffer(bytes)));
    }

    void text(String type) {
        receive(new TextWebSocketFrame("{\"type\":\"" + type + "\"}"));
    }

    void receive(WebSocketFrame frame) {
        channel.writeInbound(frame);
    }

    void pass(long millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    String said() {
        TextWebSocketFrame frame = channel.readOutbound();
        assertThat(frame).as("nothing was said").isNotNull();
        String text = frame.text();
        frame.release();
        return text;
    }

    record Goodbye(int statusCode, String reasonText) {}

    Goodbye close() {
        CloseWebSocketFrame frame = channel.readOutbound();
        assertThat(frame).as("the stream was not closed").isNotNull();
        Goodbye goodbye = new Goodbye(frame.statusCode(), frame.reasonText());
        frame.release();
        return goodbye;
    }

    static List<Violation.Kind> kinds(RecordedStream stream) {
        return stream.violations().stream().map(Violation::kind).toList();
    }
}
