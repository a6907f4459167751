package io.sidetone.server;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.InetAddress;

/**
 * Turns away who asks too often. Twilio's requests cost nothing unless they are refused: thousands of calls may come
 * from few addresses of its, and none may go unanswered because others were.
 */
final class RequestRate extends ChannelDuplexHandler {
    private static final String TWILIO = "/twilio/";

    private final Strangers strangers;
    private final InetAddress peer;
    private InetAddress client; // of the request that is being answered
    private boolean costsIfRefused;

    RequestRate(Strangers strangers, InetAddress peer) {
        this.strangers = strangers;
        this.peer = peer;
        this.client = peer;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof FullHttpRequest request)) {
            ctx.fireChannelRead(message);
            return;
        }
        client = strangers.client(peer, request.headers().getAll("X-Forwarded-For"));
        costsIfRefused = request.uri().startsWith(TWILIO);
        if (!strangers.mayAsk(client)) {
            request.release();
            Answer.text(HttpResponseStatus.TOO_MANY_REQUESTS, "too many requests from this address; wait a second")
                    .sendAndClose(ctx);
            return;
        }
        if (!costsIfRefused) {
            strangers.charge(client);
        }
        ctx.fireChannelRead(request);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse answer
                && costsIfRefused
                && answer.status().code() >= 400) {
            strangers.charge(client);
        }
        ctx.write(message, promise);
    }
}
