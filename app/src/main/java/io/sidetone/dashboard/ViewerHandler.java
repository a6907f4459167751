package io.sidetone.dashboard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A viewer's socket: reads its frames on its own loop and hands them to the writer. */
final class ViewerHandler extends ViewerSocket {
    private static final Logger log = LoggerFactory.getLogger(ViewerHandler.class);
    private static final int MAX_OUTSTANDING = 64; // a client that asks faster than it reads

    private static final int HIGHEST_CODE = 4_999; // RFC 6455 section 7.4.2

    private final RequestReader requests;
    private boolean done;

    ViewerHandler(Viewer viewer, Gallery gallery, EventExecutor writer, RequestReader requests) {
        super(viewer, gallery, writer);
        this.requests = requests;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            read(ctx, (WebSocketFrame) message);
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void read(ChannelHandlerContext ctx, WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame close) {
            closed(ctx, close);
        } else if (frame instanceof PingWebSocketFrame ping) {
            if (ctx.channel().isWritable()) { // else a client that only pings and never reads fills our memory
                ctx.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
            }
        } else if (frame instanceof PongWebSocketFrame) {
            onWriter(() -> gallery.pong(viewer));
        } else if (!done && frame instanceof TextWebSocketFrame text) {
            asked(text);
        } else if (!done) {
            goodbye(Goodbye.BAD_FRAME);
        }
    }

    private void asked(TextWebSocketFrame text) {
        ObjectNode object;
        try {
            object = Json.object(ByteBufUtil.getBytes(text.content()));
        } catch (IOException e) {
            log.info("{} sent a frame that is not a JSON object: {}", viewer, e.getMessage());
            goodbye(Goodbye.BAD_FRAME);
            return;
        }
        if (viewer.outstanding().incrementAndGet() > MAX_OUTSTANDING) {
            goodbye(Goodbye.RATE_LIMITED);
            return;
        }
        Request request = requests.read(object);
        onWriter(() -> gallery.ask(viewer, request));
    }

    private void goodbye(Goodbye why) {
        done = true;
        onWriter(() -> gallery.sayGoodbye(viewer, why));
    }

    private void closed(ChannelHandlerContext ctx, CloseWebSocketFrame close) {
        done = true;
        onWriter(() -> gallery.leave(viewer));
        if (close.statusCode() > HIGHEST_CODE) {
            goodbye(ctx, WebSocketCloseStatus.PROTOCOL_ERROR);
        } else {
            ctx.writeAndFlush(close.retain()).addListener(sent -> ctx.close());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        done = true;
        log.debug("{}: {}", viewer, cause.toString());
        if (cause instanceof TooLongFrameException) { // the aggregator's: one message in too many fragments
            goodbye(ctx, WebSocketCloseStatus.MESSAGE_TOO_BIG);
        } else if (cause instanceof CorruptedWebSocketFrameException broken) {
            goodbye(ctx, broken.closeStatus());
        } else {
            ctx.close();
        }
    }

    private static void goodbye(ChannelHandlerContext ctx, WebSocketCloseStatus why) {
        ctx.writeAndFlush(new CloseWebSocketFrame(why)).addListener(sent -> ctx.close());
    }

    @Override
    void outlivedTheFeed() {
        done = true;
    }
}
