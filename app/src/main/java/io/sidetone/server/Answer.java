package io.sidetone.server;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;

/** A short answer of the hall itself: health, metrics, errors. */
record Answer(HttpResponseStatus status, String contentType, String body) {
    static Answer text(HttpResponseStatus status, String line) {
        return new Answer(status, "text/plain; charset=utf-8", line + "\n");
    }

    static Answer json(HttpResponseStatus status, String body) {
        return new Answer(status, "application/json", body);
    }

    void send(ChannelHandlerContext ctx, HttpRequest request) {
        if (HttpUtil.isKeepAlive(request)) {
            ctx.writeAndFlush(response());
        } else {
            sendAndClose(ctx);
        }
    }

    void sendAndClose(ChannelHandlerContext ctx) {
        FullHttpResponse response = response();
        response.headers().set(HttpHeaderNames.CONNECTION, "close");
        ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    private FullHttpResponse response() {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, status, Unpooled.copiedBuffer(body, StandardCharsets.UTF_8));
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
        response.headers()
                .setInt(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
        if (status.equals(HttpResponseStatus.TOO_MANY_REQUESTS)) {
            response.headers().set(HttpHeaderNames.RETRY_AFTER, "1");
        }
        return response;
    }
}
