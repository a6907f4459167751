package io.sidetone.dashboard;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundInvoker;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.sidetone.identity.Verdict;

/**
 * Why a request is refused, as a problem document (RFC 9457).
 *
 * @param retryAfterSeconds when to try again; 0: no time helps
 */
record Problem(HttpResponseStatus status, String detail, long retryAfterSeconds) {
    private static final int RETRY_AFTER_SECONDS = 5;

    Problem(HttpResponseStatus status, String detail) {
        this(status, detail, retryAfterSeconds(status));
    }

    private static long retryAfterSeconds(HttpResponseStatus status) {
        return switch (status.code()) {
            case 429 -> 1; // places come back by the second
            case 503 -> RETRY_AFTER_SECONDS;
            default -> 0;
        };
    }

    static Problem of(Verdict.Refused why) {
        return new Problem(HttpResponseStatus.valueOf(why.status()), why.detail(), why.retryAfterSeconds());
    }

    /** The protocol's word for it; it has no finer ones. */
    private String code() {
        return switch (status.code()) {
            case 401, 403 -> "forbidden";
            case 404 -> "unknown_call";
            case 429 -> "rate_limited";
            case 503 -> "unavailable";
            default -> "bad_request";
        };
    }

    /** Why a stream is not begun. */
    static Problem of(Refusal why) {
        return new Problem(
                why.callId() != null ? HttpResponseStatus.NOT_FOUND : HttpResponseStatus.BAD_REQUEST, why.text());
    }

    void send(ChannelHandlerContext ctx, HttpRequest request) {
        send(ctx, request, HttpUtil.isKeepAlive(request));
    }

    /** The same where nothing more is read of the connection. */
    void sendAndClose(Channel channel, HttpRequest request) {
        send(channel, request, false);
    }

    private void send(ChannelOutboundInvoker to, HttpRequest request, boolean keepAlive) {
        byte[] body = Json.bytes(Json.object()
                .put("type", "about:blank")
                .put("title", status.reasonPhrase())
                .put("status", status.code())
                .put("detail", detail)
                .put("instance", request.uri().replaceFirst("\\?.*$", ""))
                .put("code", code()));
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/problem+json");
        response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
        if (status.equals(HttpResponseStatus.UNAUTHORIZED)) {
            response.headers().set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
        }
        if (retryAfterSeconds > 0) {
            response.headers().set(HttpHeaderNames.RETRY_AFTER, Long.toString(retryAfterSeconds));
        }
        if (status.equals(HttpResponseStatus.METHOD_NOT_ALLOWED)) {
            response.headers().set(HttpHeaderNames.ALLOW, "GET");
        }
        if (keepAlive) {
            to.writeAndFlush(response);
        } else {
            response.headers().set(HttpHeaderNames.CONNECTION, "close");
            to.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        }
    }
}
