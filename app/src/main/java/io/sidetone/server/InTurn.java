package io.sidetone.server;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Lets one request of a connection be answered before the next is looked at: answers may take their time, and
 * HTTP/1.1 has nothing but their order to tell whose they are. While one waits, no more is read.
 */
final class InTurn extends ChannelDuplexHandler {
    private final Deque<FullHttpRequest> waiting = new ArrayDeque<>();
    private boolean answering;
    private boolean passingOn;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof FullHttpRequest request) {
            waiting.add(request);
            passOn(ctx);
            ctx.channel().config().setAutoRead(waiting.isEmpty());
        } else {
            ctx.fireChannelRead(message);
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof FullHttpResponse response
                && response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
            ctx.write(message, promise.unvoid()).addListener(written -> {
                answering = false;
                passOn(ctx);
                ctx.channel().config().setAutoRead(waiting.isEmpty());
            });
        } else {
            ctx.write(message, promise);
        }
    }

    /** A loop, not a recursion, since answers may be written at once and there may be many requests. */
    private void passOn(ChannelHandlerContext ctx) {
        if (passingOn) {
            return;
        }
        passingOn = true;
        while (!answering && !waiting.isEmpty()) {
            answering = true;
            ctx.fireChannelRead(waiting.remove());
        }
        passingOn = false;
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        forget();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        forget();
        ctx.channel().config().setAutoRead(true);
    }

    private void forget() {
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
    }
}
