package io.sidetone.sim.deepgram;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Answers over plain HTTP, and what is kept of the requests. Each is the last of its connection. */
final class Answers {
    private Answers() {}

    static FullHttpResponse ok(String json, String requestId) {
        return response(200, json, requestId);
    }

    static FullHttpResponse refusal(Refusal refusal, String requestId) {
        FullHttpResponse response = response(refusal.status(), MessageWriter.refusal(refusal, requestId), requestId);
        response.headers().set("dg-error", printable(refusal.message()));
        if (refusal.retryAfter() != null) {
            response.headers()
                    .set(HttpHeaderNames.RETRY_AFTER, refusal.retryAfter().toSeconds());
        }
        return response;
    }

    /** What is recorded of a request's headers: never the key. */
    static Map<String, String> recorded(HttpHeaders headers) {
        Map<String, String> recorded = new TreeMap<>();
        recorded.put("authorization", Credentials.of(headers).toString());
        for (String name : new String[] {"user-agent", "sec-websocket-extensions", "host", "content-type"}) {
            String value = headers.get(name);
            if (value != null) {
                recorded.put(name, value);
            }
        }
        return recorded;
    }

    private static FullHttpResponse response(int status, String json, String requestId) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(status),
                Unpooled.copiedBuffer(json, StandardCharsets.UTF_8));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .setInt(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes())
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
                .set("dg-request-id", requestId);
        return response;
    }

    /** A query's text may hold what a header must not. */
    private static String printable(String text) {
        return text.replaceAll("[^ -~]", "?");
    }
}
