package io.sidetone.sim.deepgram;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connection after its handshake: frames in, answers out, and the ways it ends.
 *
 * <pre>
 *   OPEN --CloseStream--> DRAINING --Metadata said--> CLOSING --client's answer, or 2 s--> gone
 *   OPEN --a rule broken, or a fault--> CLOSING
 *   OPEN --fault--> DEAF (connected, and no longer answering)
 * </pre>
 */
final class StreamHandler extends SimpleChannelInboundHandler<WebSocketFrame> implements Line {
    private static final Duration CLOSE_ANSWER = Duration.ofSeconds(2);
    /** The vendor takes this long to give up on a stream that it stopped transcribing, in data windows. */
    private static final int WINDOWS_UNTIL_MUTE_STREAM_DIES = 3;

    private enum State {
        OPEN,
        DRAINING,
        CLOSING,
        DEAF
    }

    private final Channel channel;
    private final Register register;
    private final RecordedStream stream;
    private final ListenRequest request;
    private StreamFaults faults;
    private final PendingBreaks breaks;
    private final Outbox outbox;
    private final Mouth mouth;
    private final AudioIntake audio;
    private final DataWindow window;
    private final Dialect dialect;
    private State state = State.OPEN;

    StreamHandler(
            Channel channel, Register register, RecordedStream stream, ListenRequest request, StreamFaults faults) {
        this.channel = channel;
        this.register = register;
        this.stream = stream;
        this.request = request;
        this.faults = faults;
        this.breaks = new PendingBreaks(faults.breaks());
        this.outbox = new Outbox(channel);
        this.mouth = new Mouth(outbox, register.options().log(), stream, request, faults);
        this.audio = new AudioIntake(
                request,
                register.options().strictness(),
                new Transcription(request, register.index(), faults.segmentRules(request), mouth::say),
                this::violation);
        this.window = new DataWindow(
                channel.eventLoop(), register.options().strictness().dataWindow(), this::tooQuiet);
        this.dialect = request.inTurns()
                ? new FluxDialect(this, request, stream, audio)
                : new ListenDialect(this, request, stream, audio);
    }

    RecordedStream stream() {
        return stream;
    }

    /** The handshake has been answered. */
    void opened() {
        register.tellOpened(stream);
        window.open();
        dialect.opened();
        breakIfDue();
    }

    /** A fault that comes while the stream is open; from any thread. Completes when it is in force. */
    CompletableFuture<Void> strike(Fault fault) {
        if (channel.eventLoop().inEventLoop()) {
            struck(fault);
            return CompletableFuture.completedFuture(null);
        }
        return CompletableFuture.runAsync(() -> struck(fault), channel.eventLoop());
    }

    private void struck(Fault fault) {
        if (fault instanceof Fault.Break broken) {
            breaks.add(broken);
            breakIfDue();
        } else {
            faults = faults.with(fault);
            mouth.faults(faults);
            audio.transcription().rules(faults.segmentRules(request));
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
        if (frame instanceof BinaryWebSocketFrame) {
            onAudio(ByteBufUtil.getBytes(frame.content()));
        } else if (frame instanceof TextWebSocketFrame text) {
            onText(text.text());
        } else if (frame instanceof PingWebSocketFrame) {
            outbox.pong(ByteBufUtil.getBytes(frame.content()));
        } else if (frame instanceof CloseWebSocketFrame close) {
            onClose(close);
        }
    }

    private void onAudio(byte[] bytes) {
        if (state == State.CLOSING) {
            return; // was under way when the server closed
        }
        stream.countAudio(bytes);
        if (state == State.DRAINING) {
            violation(Violation.Kind.AUDIO_AFTER_CLOSE_STREAM, bytes.length + " bytes (expected: none)");
        }
        if (state != State.OPEN) {
            return;
        }
        if (bytes.length == 0) {
            violation(Violation.Kind.EMPTY_FRAME, "an empty binary message (expected: audio, or none at all)");
            close(Fault.Close.data0000(Moment.atOpen()));
            return;
        }
        window.audio();
        if (AudioIntake.isKeepAlive(bytes)) {
            stream.countBinaryKeepAlive();
        }
        boolean tooFast = audio.take(bytes, channel.eventLoop().ticker().nanoTime());
        if (tooFast && register.options().strictness().refuseTooFast()) {
            close(new Fault.Close(1008, "Audio came faster than the pace allowed.", Moment.atOpen()));
        }
        breakIfDue();
        while (state == State.OPEN && audio.step()) {
            breakIfDue();
        }
    }

    private void onText(String text) {
        if (state != State.OPEN) {
            return;
        }
        window.text();
        dialect.text(text);
    }

    @Override
    public void say(ServerMessage message) {
        mouth.say(message);
    }

    @Override
    public <T extends Fault> void holdFor(Class<T> kind, Function<T, Duration> delay) {
        faults.find(kind).ifPresent(fault -> outbox.hold(delay.apply(fault)));
    }

    @Override
    public StreamFaults faults() {
        return faults;
    }

    @Override
    public void closeStream() {
        stream.noteCloseStream();
        state = State.DRAINING;
        window.shut();
        breakIfDue();
        if (state == State.DRAINING) {
            holdFor(Fault.SlowDrain.class, Fault.SlowDrain::delay);
            dialect.finish();
            outbox.close(dialect.closeCode(), "", this::closeSent);
        }
    }

    @Override
    public void dieInSilence() {
        mouth.shut();
        Duration life = register.options().strictness().dataWindow().multipliedBy(WINDOWS_UNTIL_MUTE_STREAM_DIES);
        channel.eventLoop()
                .schedule(() -> close(Fault.Close.net0000(Moment.atOpen())), life.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void tooQuiet(String detail) {
        violation(Violation.Kind.TOO_QUIET, detail);
        close(Fault.Close.net0001(Moment.atOpen()));
    }

    private void breakIfDue() {
        Optional<Fault.Break> due = nextBreak();
        while (due.isPresent()) {
            perform(due.get());
            due = nextBreak();
        }
    }

    private Optional<Fault.Break> nextBreak() {
        return state == State.OPEN || state == State.DRAINING
                ? breaks.due(audio, state == State.DRAINING)
                : Optional.empty();
    }

    private void perform(Fault.Break fault) {
        if (fault instanceof Fault.Close close) {
            close(close);
        } else if (fault instanceof Fault.Reset) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            hangUp();
        } else if (fault instanceof Fault.HangUp) {
            hangUp();
        } else if (fault instanceof Fault.Freeze) {
            deafen();
        } else if (fault instanceof Fault.StopReading stop) {
            stopReading(stop.length());
        } else if (fault instanceof Fault.GarbageText) {
            mouth.garbage();
        }
    }

    private void stopReading(@Nullable Duration length) {
        channel.config().setAutoRead(false);
        if (length == null) {
            deafen();
            return;
        }
        window.shut();
        Runnable readOn = () -> {
            audio.excuse(length.toNanos());
            if (state == State.OPEN) {
                window.openAgain();
            }
            channel.config().setAutoRead(true);
        };
        channel.eventLoop().schedule(readOn, length.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void deafen() {
        state = State.DEAF;
        outbox.shut();
        window.shut();
    }

    private void hangUp() {
        state = State.CLOSING;
        outbox.shut();
        channel.close();
    }

    @Override
    public void close(Fault.Close close) {
        if (state == State.OPEN || state == State.DRAINING) {
            window.shut();
            outbox.close(close.code(), close.reason(), this::closeSent);
            state = State.CLOSING;
            stream.noteServerClose(close.code());
        }
    }

    /** The client has a moment to answer; then the line is cut. */
    private void closeSent() {
        if (state == State.DRAINING) {
            stream.noteServerClose(dialect.closeCode());
        }
        state = State.CLOSING;
        channel.eventLoop().schedule(() -> channel.close(), CLOSE_ANSWER.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void onClose(CloseWebSocketFrame close) {
        int code = close.statusCode() < 0 ? 1005 : close.statusCode();
        stream.noteClientClose(code);
        if (state == State.DEAF) {
            return;
        }
        if (state != State.CLOSING) {
            abruptEnd("close frame " + code);
            state = State.CLOSING;
            outbox.close(code == 1005 ? 1000 : code, "", () -> {});
        }
        channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (state == State.OPEN || state == State.DRAINING) {
            abruptEnd("end of the connection");
        }
        state = State.CLOSING;
        window.shut();
        outbox.shut();
        register.closed(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof java.io.IOException)) { // a reset is told by channelInactive
            violation(Violation.Kind.PROTOCOL, String.valueOf(cause.getMessage()));
        }
        if (state == State.OPEN || state == State.DRAINING) {
            state = State.CLOSING;
        }
        ctx.close();
    }

    private void abruptEnd(String how) {
        if (!register.closing()) {
            violation(
                    Violation.Kind.ABRUPT_END,
                    how + (state == State.DRAINING ? " before the server's close" : " without CloseStream")
                            + " (expected: CloseStream, then the server's close)");
        }
    }

    @Override
    public void violation(Violation.Kind kind, String detail) {
        Violation violation = new Violation(kind, detail, Math.round(audio.seconds() * 1000));
        stream.note(violation);
        register.options().log().violation(stream, violation);
    }
}
