package io.sidetone.sim.load;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call: what Twilio's side of a media stream does. On the calls' loop.
 *
 * <pre>
 *   OPENING --upgraded--> STREAMING --stop--> STOPPING --closed--> ENDED
 *   OPENING, STREAMING --anything else--> FAILED
 * </pre>
 */
final class Caller extends SimpleChannelInboundHandler<WebSocketFrame> {
    private final CallText text;
    private final Chunks chunks;
    private final byte[] chunk; // lent to all calls of the loop
    private final List<Leg> tracks;
    private final CallCounts counts;
    private @Nullable Channel channel; // null until it is open
    private State state = State.OPENING;

    private enum State {
        OPENING,
        STREAMING,
        STOPPING,
        ENDED,
        FAILED
    }

    /** @param chunk room for one chunk, used again for each */
    Caller(CallText text, Chunks chunks, byte[] chunk, List<Leg> tracks, CallCounts counts) {
        this.text = text;
        this.chunks = chunks;
        this.chunk = chunk;
        this.tracks = tracks;
        this.counts = counts;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
            channel = ctx.channel();
            state = State.STREAMING;
            counts.opened();
            ctx.write(new TextWebSocketFrame(text.connected()));
            ctx.writeAndFlush(new TextWebSocketFrame(text.start()));
        } else if (event == ClientHandshakeStateEvent.HANDSHAKE_TIMEOUT) {
            fail("no answer to the upgrade (--answer-ms says how long one is waited for)");
        }
    }

    /**
     * Sends the next chunk of a track.
     *
     * @return whether there was anything to send on
     */
    boolean media(int track, long nanos) {
        Channel open = channel;
        if (state != State.STREAMING || open == null) {
            return false;
        }
        if (!open.isWritable()) {
            fail("did not read what it was sent (--max-backlog-kib says how much may wait)");
            open.close();
            return false;
        }
        Leg leg = tracks.get(track);
        int number = leg.sent().count();
        chunks.write(leg.number(), number, chunk);
        leg.sent().sent(nanos);
        open.writeAndFlush(new TextWebSocketFrame(text.media(open.alloc(), track, number, chunk)));
        return true;
    }

    /** Hangs up. */
    void stop() {
        Channel open = channel;
        if (state == State.STREAMING && open != null) {
            state = State.STOPPING;
            open.write(new TextWebSocketFrame(text.stop()));
            open.writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE));
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame close) {
            if (state == State.STREAMING) {
                fail("closed the stream: " + close.statusCode() + " " + close.reasonText());
            }
            ctx.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (state == State.STOPPING) {
            state = State.ENDED;
            counts.ended();
        } else {
            fail("cut the connection");
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof WebSocketClientHandshakeException refused && refused.response() != null) {
            fail("refused with HTTP " + refused.response().status().code());
        } else {
            fail("could not be spoken to: " + innermost(cause).getMessage());
        }
        ctx.close();
    }

    /** What is really wrong: of a certificate that is not trusted, the outer ones only say that TLS failed. */
    private static Throwable innermost(Throwable cause) {
        Throwable inner = cause;
        while (inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    /** Nobody could be reached, or the call broke. Only the first reason counts. */
    void fail(String why) {
        if (state == State.OPENING || state == State.STREAMING) {
            counts.failed(why, state == State.STREAMING);
            state = State.FAILED;
        }
    }
}
