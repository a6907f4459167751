package io.sidetone.page;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;

/** Why there is no file, as a problem document (RFC 9457). */
final class PageProblem {
    private PageProblem() {}

    static FullHttpResponse notFound(HttpRequest request) {
        return problem(request, HttpResponseStatus.NOT_FOUND, "nothing lives at this address");
    }

    static FullHttpResponse wrongMethod(HttpRequest request) {
        return problem(
                request,
                HttpResponseStatus.METHOD_NOT_ALLOWED,
                request.method() + " is not for this address (expected: GET or HEAD)");
    }

    private static FullHttpResponse problem(HttpRequest request, HttpResponseStatus status, String detail) {
        String body = JsonNodeFactory.instance
                .objectNode()
                .put("type", "about:blank")
                .put("title", status.reasonPhrase())
                .put("status", status.code())
                .put("detail", detail)
                .put("instance", request.uri().replaceFirst("\\?.*$", ""))
                .put("code", "bad_request")
                .toString();
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, status, Unpooled.copiedBuffer(body, StandardCharsets.UTF_8));
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/problem+json");
        return response;
    }
}
