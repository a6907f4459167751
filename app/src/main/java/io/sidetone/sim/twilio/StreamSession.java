package io.sidetone.sim.twilio;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One media stream from the order to its end, on the call's loop.
 *
 * <pre>
 *   connecting ──▶ live ──▶ closing ──▶ ended
 *        └───────────┴────────────────────▲      refused, unreachable, closed by the server
 * </pre>
 */
final class StreamSession extends SimpleChannelInboundHandler<WebSocketFrame> {
    private static final int NO_STATUS = 1005;
    private static final int ABNORMAL = 1006;

    /** What the call wants to know about its streams. */
    interface Listener {
        void started(StreamSession session);

        /** Frames went out. */
        void moved(StreamSession session);

        /** The last that is heard of it, once. */
        void ended(StreamSession session);
    }

    private enum State {
        CONNECTING,
        LIVE,
        CLOSING,
        ENDED
    }

    private final StreamOrder order;
    private final String callSid;
    private final String streamSid;
    private final Quirks quirks;
    private final StreamMessages messages;
    private final List<TrackTimeline> timelines;
    private final CallClock clock;
    private final Listener listener;

    private State state = State.CONNECTING;
    private @Nullable MediaPump pump; // null until the socket is open
    private @Nullable Channel channel; // likewise
    private @Nullable Outcome trouble; // null while nothing has gone wrong
    private long messagesReceived;
    private boolean cut;

    StreamSession(
            StreamOrder order,
            String callSid,
            String streamSid,
            Quirks quirks,
            StreamMessages messages,
            List<TrackTimeline> timelines,
            CallClock clock,
            Listener listener) {
        this.order = order;
        this.callSid = callSid;
        this.streamSid = streamSid;
        this.quirks = quirks;
        this.messages = messages;
        this.timelines = List.copyOf(timelines);
        this.clock = clock;
        this.listener = listener;
    }

    StreamOrder order() {
        return order;
    }

    /** The leg it was started on. */
    String callSid() {
        return callSid;
    }

    String streamSid() {
        return streamSid;
    }

    boolean connecting() {
        return state == State.CONNECTING;
    }

    boolean live() {
        return state == State.LIVE;
    }

    boolean ended() {
        return state == State.ENDED;
    }

    /** Whether it has nothing more to say: all audio sent, or no longer able to. */
    boolean over() {
        return state == State.CLOSING || ended() || (pump != null && pump.over());
    }

    int audioPosition() {
        return pump == null ? 0 : pump.audioPosition();
    }

    /** What went wrong, or null. */
    @Nullable Outcome trouble() {
        return trouble;
    }

    long messagesReceived() {
        return messagesReceived;
    }

    CallReport.Stream report() {
        return pump == null
                ? new CallReport.Stream(streamSid, order.uri(), Map.of(), 0, 0)
                : new CallReport.Stream(streamSid, order.uri(), pump.sent(), pump.maxLagMs(), pump.framesDiscarded());
    }

    void converse(int audioPosition) {
        if (pump != null && state == State.LIVE) {
            pump.converse(audioPosition);
        }
    }

    /** Sends a message between the frames, if there is anybody to send it to. */
    void sendDtmf(String digit) {
        if (state == State.LIVE && channel != null) {
            channel.writeAndFlush(messages.dtmf(digit));
        }
    }

    /** The cable breaks, while the call goes on. */
    void cut(Quirk.Farewell farewell) {
        cut = state == State.LIVE;
        end(farewell);
    }

    boolean wasCut() {
        return cut;
    }

    /** Ends the stream from our side. */
    void end(Quirk.Farewell farewell) {
        if (state == State.CONNECTING) {
            state = State.CLOSING; // says goodbye as soon as the socket is open, or finds it never was
            return;
        }
        if (state != State.LIVE || channel == null || pump == null) {
            return;
        }
        state = State.CLOSING;
        pump.stop();
        sayGoodbye(channel, farewell);
    }

    private void sayGoodbye(Channel to, Quirk.Farewell farewell) {
        switch (farewell) {
            case STOP -> {
                to.write(messages.stop());
                to.writeAndFlush(new CloseWebSocketFrame());
            }
            case CLOSE -> to.writeAndFlush(new CloseWebSocketFrame());
            case RESET -> {
                to.config().setOption(ChannelOption.SO_LINGER, 0);
                to.close();
            }
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
            open(ctx.channel());
        } else if (event == ClientHandshakeStateEvent.HANDSHAKE_TIMEOUT) {
            trouble = new Outcome.Failed(order.uri() + ": no answer to the upgrade (expected: 101 within 10 s)");
            ctx.close();
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    private void open(Channel socket) {
        boolean unwanted = state == State.CLOSING;
        MediaPump frames = new MediaPump(socket, clock, messages, timelines, quirks, () -> listener.moved(this));
        channel = socket;
        pump = frames;
        socket.write(messages.connected());
        quirks.first(Quirk.MediaBeforeStart.class).ifPresent(q -> frames.sendAhead(q.frames()));
        if (!quirks.has(Quirk.Manner.NO_START)) {
            socket.write(messages.start(order.tracks(), order.parameters()));
        }
        socket.flush();
        if (unwanted) {
            sayGoodbye(socket, quirks.farewell());
            return;
        }
        state = State.LIVE;
        listener.started(this);
        frames.begin();
    }

    /** Adds something to be done at a moment of stream time. Call it from {@link Listener#started}. */
    void cue(long atMs, Runnable action) {
        if (pump != null) {
            pump.cue(atMs, action);
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame close) {
            if (state == State.LIVE) {
                int code = close.statusCode();
                trouble = new Outcome.ClosedByServer(code < 0 ? NO_STATUS : code, close.reasonText());
                ctx.writeAndFlush(new CloseWebSocketFrame());
            }
            ctx.close();
        } else {
            messagesReceived++;
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (pump != null) {
            pump.writabilityChanged();
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (trouble == null
                && cause instanceof WebSocketClientHandshakeException refused
                && refused.response() != null) {
            trouble = new Outcome.Refused(refused.response().status().code());
        } else if (trouble == null
                && (state == State.CONNECTING || (state == State.LIVE && !(cause instanceof IOException)))) {
            trouble = new Outcome.Failed(order.uri() + ": " + cause);
        }
        ctx.close();
    }

    /** The socket could not be opened at all. */
    void unreachable(Throwable cause) {
        trouble = new Outcome.Failed(order.uri() + ": " + cause.getMessage()
                + " (expected: a server that listens there; is the bridge running?)");
        finish();
    }

    /** The one way out: refusal, goodbye, a close by the server and a cut cable all end here. */
    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (trouble == null && state == State.LIVE) {
            trouble = new Outcome.ClosedByServer(ABNORMAL, "");
        } else if (trouble == null && state == State.CONNECTING) {
            trouble = new Outcome.Failed(order.uri() + ": closed before it answered the upgrade");
        }
        finish();
    }

    private void finish() {
        if (state != State.ENDED) {
            state = State.ENDED;
            if (pump != null) {
                pump.stop();
            }
            listener.ended(this);
        }
    }
}
