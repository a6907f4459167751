package io.sidetone.dashboard;

import io.netty.channel.ChannelHandlerContext;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.EventExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The socket of an event stream, of which nothing more is read. */
final class StreamHandler extends ViewerSocket {
    private static final Logger log = LoggerFactory.getLogger(StreamHandler.class);

    StreamHandler(Viewer viewer, Gallery gallery, EventExecutor writer) {
        super(viewer, gallery, writer);
    }

    /** One more request, whose answer could only come after one that does not end. */
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
        log.debug("{} sent something more", viewer);
        ctx.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        log.debug("{}: {}", viewer, cause.toString());
        ctx.close();
    }

    @Override
    void outlivedTheFeed() {
        log.debug("{} outlived the feed", viewer);
    }
}
