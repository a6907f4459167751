package io.sidetone.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.HashMap;
import java.util.Map;

/**
 * An answer.
 *
 * @param headers further ones
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record Reply(HttpResponseStatus status, String contentType, byte[] body, Map<CharSequence, String> headers) {
    private static final String JSON = "application/json";

    Reply {
        headers = Map.copyOf(headers);
    }

    static Reply ok(ObjectNode body) {
        return ok(JSON, Json.bytes(body));
    }

    static Reply json(byte[] body) {
        return ok(JSON, body);
    }

    static Reply ok(String contentType, byte[] body) {
        return new Reply(HttpResponseStatus.OK, contentType, body, Map.of());
    }

    static Reply notModified() {
        return new Reply(HttpResponseStatus.NOT_MODIFIED, "", new byte[0], Map.of());
    }

    static Reply noContent() {
        return new Reply(HttpResponseStatus.NO_CONTENT, "", new byte[0], Map.of());
    }

    Reply with(CharSequence header, String value) {
        Map<CharSequence, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Reply(status, contentType, body, more);
    }

    /** From any thread. */
    void send(Question asked) {
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
        response.headers().set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        response.headers().set("x-content-type-options", "nosniff");
        headers.forEach(response.headers()::set);
        if (!status.equals(HttpResponseStatus.NOT_MODIFIED) && !status.equals(HttpResponseStatus.NO_CONTENT)) {
            response.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
            response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
        }
        if (asked.keepAlive()) {
            asked.channel().writeAndFlush(response);
        } else {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            asked.channel().writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        }
    }
}
