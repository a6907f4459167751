package io.sidetone.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection on which no whole request has arrived for too long. Bytes alone do not count: a
 * sender that drips them could hold a connection for ever.
 */
final class Patience extends ChannelInboundHandlerAdapter {
    private final Duration patience;
    private @Nullable ScheduledFuture<?> end;

    Patience(Duration patience) {
        this.patience = patience;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        begin(ctx);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object request) {
        begin(ctx);
        ctx.fireChannelRead(request);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        stop();
    }

    private void begin(ChannelHandlerContext ctx) {
        stop();
        end = ctx.executor().schedule(() -> ctx.close(), patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void stop() {
        if (end != null) {
            end.cancel(false);
            end = null;
        }
    }
}
