package io.sidetone.sim.deepgram;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpMessage;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.util.concurrent.TimeUnit;

/** Gathers a request and its body, which may be long only where audio is posted. */
final class Bodies extends ChannelInboundHandlerAdapter {
    private static final int MAX_OTHER_BYTES = 64 * 1024;
    /** A client that goes on sending what is too long is cut off then. */
    private static final int SECONDS_TO_READ_THE_REFUSAL = 5;

    private final Register register;

    Bodies(Register register) {
        this.register = register;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest request) {
            int most = takesAudio(request) ? register.options().maxRequestBytes() : MAX_OTHER_BYTES;
            ctx.pipeline().addAfter(ctx.name(), "whole requests", new Gatherer(most));
            ctx.fireChannelRead(message);
            ctx.pipeline().remove(this); // a connection has one request
        } else {
            ctx.fireChannelRead(message);
        }
    }

    private static boolean takesAudio(HttpRequest request) {
        return request.method().equals(HttpMethod.POST)
                && request.decoderResult().isSuccess()
                && (request.uri().equals(Door.V1) || request.uri().startsWith(Door.V1 + "?"));
    }

    private final class Gatherer extends HttpObjectAggregator {
        Gatherer(int most) {
            super(most);
        }

        @Override
        protected void handleOversizedMessage(ChannelHandlerContext ctx, HttpMessage oversized) {
            String requestId = register.newRequestId();
            Refusal refusal = Refusal.tooLong(maxContentLength());
            if (oversized instanceof HttpRequest request && takesAudio(request)) {
                RecordedRequest recorded = register.requests()
                        .arrived(
                                requestId,
                                Door.parameters(request),
                                Answers.recorded(request.headers()),
                                HttpUtil.getContentLength(request, 0L));
                recorded.noteAnswer(refusal.status(), null);
                register.requests().ended(recorded);
            }
            if (oversized instanceof FullHttpMessage full) {
                full.release();
            }
            ctx.writeAndFlush(Answers.refusal(refusal, requestId));
            // what is still on its way is thrown away, so that the client can read the answer
            ctx.executor().schedule(() -> ctx.close(), SECONDS_TO_READ_THE_REFUSAL, TimeUnit.SECONDS);
        }
    }
}
