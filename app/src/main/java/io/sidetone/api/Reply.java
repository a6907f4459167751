package io.sidetone.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * An answer in JSON; a refusal is a problem document (RFC 9457) with the protocol's {@code code}.
 *
 * @param headers further ones
 */
record Reply(HttpResponseStatus status, String contentType, ObjectNode body, Map<CharSequence, String> headers) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RETRY_AFTER_SECONDS = "5";

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static Reply ok(ObjectNode body) {
        return new Reply(HttpResponseStatus.OK, "application/json", body, Map.of());
    }

    static Reply badRequest(Question asked, String detail) {
        return problem(HttpResponseStatus.BAD_REQUEST, "bad_request", asked, detail, Map.of());
    }

    static Reply unknownCall(Question asked) {
        return problem(
                HttpResponseStatus.NOT_FOUND,
                "unknown_call",
                asked,
                "no such call is live (expected: the callId of one that is)",
                Map.of());
    }

    static Reply wrongMethod(Question asked, String allowed) {
        return problem(
                HttpResponseStatus.METHOD_NOT_ALLOWED,
                "bad_request",
                asked,
                "this address takes " + allowed + " only",
                Map.of(HttpHeaderNames.ALLOW, allowed));
    }

    static Reply noSuchAddress(Question asked) {
        return problem(
                HttpResponseStatus.NOT_FOUND,
                "bad_request",
                asked,
                "nothing lives at this address (expected: /api/v1/calls/{callId}/pause or …/resume)",
                Map.of());
    }

    static Reply unavailable(Question asked) {
        return problem(
                HttpResponseStatus.SERVICE_UNAVAILABLE,
                "unavailable",
                asked,
                "the process that has this call did not answer; try again",
                Map.of(HttpHeaderNames.RETRY_AFTER, RETRY_AFTER_SECONDS));
    }

    private static Reply problem(
            HttpResponseStatus status, String code, Question asked, String detail, Map<CharSequence, String> headers) {
        ObjectNode body = object().put("type", "about:blank")
                .put("title", status.reasonPhrase())
                .put("status", status.code())
                .put("detail", detail)
                .put("instance", asked.path())
                .put("code", code);
        return new Reply(status, "application/problem+json", body, headers);
    }

    /** From any thread. */
    void send(ChannelHandlerContext ctx, Question asked) {
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(bytes()));
        headers.forEach(response.headers()::set);
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
        response.headers().set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        response.headers()
                .setInt(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
        if (asked.keepAlive()) {
            ctx.writeAndFlush(response);
        } else {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        }
    }

    private byte[] bytes() {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e); // a tree of plain values can always be written
        }
    }
}
