package io.sidetone.sim.load;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.LongSupplier;

/** Takes every request, and notes the finals in its body. On the sinks' loop; one for all connections. */
@ChannelHandler.Sharable
final class WebhookDesk extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final byte[] WELL = {'o', 'k'};

    private final List<Leg> legs;
    private final FinalIds ids;
    private final Meter latency;
    private final LongSupplier nanos;
    private long requests;

    WebhookDesk(List<Leg> legs, FinalIds ids, Meter latency, LongSupplier nanos) {
        this.legs = legs;
        this.ids = ids;
        this.latency = latency;
        this.nanos = nanos;
    }

    long requests() {
        return requests;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        long now = nanos.getAsLong();
        requests++;
        for (FinalIds.Id id : ids.in(request.content().toString(StandardCharsets.ISO_8859_1))) {
            note(id, now);
        }
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        var answer =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(WELL));
        answer.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.TEXT_PLAIN)
                .set(HttpHeaderNames.CONTENT_LENGTH, WELL.length);
        HttpUtil.setKeepAlive(answer, keepAlive);
        var written = ctx.writeAndFlush(answer);
        if (!keepAlive) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    private void note(FinalIds.Id id, long now) {
        if (id.leg() < legs.size() && legs.get(id.leg()).finals().knows(id.number())) {
            long age = legs.get(id.leg()).finals().arrive(id.number(), now);
            if (age >= 0) {
                latency.record(age);
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close(); // a sender that went away, or one that speaks no HTTP
    }
}
