package io.sidetone.server;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection on which no whole request has arrived for too long. Bytes alone do not count: a
 * sender that drips them could hold a connection for ever. While a request is being answered, the patience is
 * the client's; ours then ends with {@link #ANSWER}.
 */
final class Patience extends ChannelDuplexHandler {
    /** Longer than any answer of ours takes, those that wait for news included. */
    private static final Duration ANSWER = Duration.ofMinutes(2);

    private final Duration patience;
    private @Nullable ScheduledFuture<?> end;
    private boolean removed;

    Patience(Duration patience) {
        this.patience = patience;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        begin(ctx, patience);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object request) {
        begin(ctx, ANSWER);
        ctx.fireChannelRead(request);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof LastHttpContent) {
            ctx.write(message, promise.unvoid()).addListener(written -> begin(ctx, patience));
        } else {
            ctx.write(message, promise);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        removed = true;
        stop();
    }

    private void begin(ChannelHandlerContext ctx, Duration length) {
        stop();
        if (!removed) {
            end = ctx.executor().schedule(() -> ctx.close(), length.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void stop() {
        if (end != null) {
            end.cancel(false);
            end = null;
        }
    }
}
