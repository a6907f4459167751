package io.sidetone.dashboard;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The socket of an event stream, on its own loop: says when it takes more, and when it is gone. */
final class StreamHandler extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(StreamHandler.class);

    private final Viewer viewer;
    private final Gallery gallery;
    private final EventExecutor writer;

    StreamHandler(Viewer viewer, Gallery gallery, EventExecutor writer) {
        this.viewer = viewer;
        this.gallery = gallery;
        this.writer = writer;
    }

    /** One more request, whose answer could only come after one that does not end. */
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
        log.debug("{} sent something more", viewer);
        ctx.close();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            onWriter(() -> gallery.writable(viewer));
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        onWriter(() -> gallery.leave(viewer));
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        log.debug("{}: {}", viewer, cause.toString());
        ctx.close();
    }

    private void onWriter(Runnable task) {
        try {
            writer.execute(task);
        } catch (RejectedExecutionException e) {
            log.debug("{} outlived the feed", viewer); // the server has stopped; this connection is about to be closed
        }
    }
}
