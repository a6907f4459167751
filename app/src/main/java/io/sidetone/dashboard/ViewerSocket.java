package io.sidetone.dashboard;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.RejectedExecutionException;

/** A viewer's socket, whatever is spoken on it: tells the writer when it takes more, and when it is gone. On its loop. */
abstract class ViewerSocket extends ChannelInboundHandlerAdapter {
    final Viewer viewer;
    final Gallery gallery;
    private final EventExecutor writer;

    ViewerSocket(Viewer viewer, Gallery gallery, EventExecutor writer) {
        this.viewer = viewer;
        this.gallery = gallery;
        this.writer = writer;
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

    final void onWriter(Runnable task) {
        try {
            writer.execute(task);
        } catch (RejectedExecutionException e) {
            outlivedTheFeed();
        }
    }

    /** The server has stopped; this connection is about to be closed. */
    abstract void outlivedTheFeed();
}
