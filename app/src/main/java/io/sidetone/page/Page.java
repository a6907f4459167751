package io.sidetone.page;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Locale;

/** Answers for the page: its HTML at {@value #PATH}, its files below {@value #FILES}. Any loop; never waits. */
public final class Page {
    public static final String PATH = "/";
    public static final String FILES = "/page/";

    private static final String ONE_YEAR = "public, max-age=31536000, immutable";

    private final PageFiles files;
    private final String etag;

    /** @param version of this server; a page that was built with another offers to reload */
    public Page(String version) {
        files = PageFiles.load(FILES, version);
        etag = "\"" + files.hash() + "-" + Integer.toHexString(version.hashCode()) + "\"";
    }

    /** Answers one request for any path that nobody else answers; does not keep it. */
    public void handle(ChannelHandlerContext ctx, HttpRequest request) {
        boolean head = request.method().equals(HttpMethod.HEAD);
        if (!head && !request.method().equals(HttpMethod.GET)) {
            FullHttpResponse refused = PageProblem.wrongMethod(request);
            refused.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
            send(ctx, request, refused, false);
            return;
        }
        String path = request.uri().replaceFirst("[?#].*$", "");
        String folder = FILES + files.hash() + "/";
        PageFile file = path.startsWith(folder) ? files.file(path.substring(folder.length())) : null;
        if (path.equals(PATH)) {
            send(ctx, request, index(request), head);
        } else if (file != null) {
            FullHttpResponse response = content(request, file);
            response.headers().set(HttpHeaderNames.CACHE_CONTROL, ONE_YEAR);
            send(ctx, request, response, head);
        } else {
            send(ctx, request, PageProblem.notFound(request), head);
        }
    }

    private FullHttpResponse index(HttpRequest request) {
        boolean known = etag.equals(request.headers().get(HttpHeaderNames.IF_NONE_MATCH));
        FullHttpResponse response = known
                ? new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NOT_MODIFIED)
                : content(request, files.index());
        response.headers().set(HttpHeaderNames.CACHE_CONTROL, "no-cache").set(HttpHeaderNames.ETAG, etag);
        return response;
    }

    private static FullHttpResponse content(HttpRequest request, PageFile file) {
        String accepted = request.headers().get(HttpHeaderNames.ACCEPT_ENCODING, "");
        boolean gzip = accepted.toLowerCase(Locale.ROOT).contains("gzip");
        ByteBuf body = gzip ? file.gzip() : file.plain();
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, body);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, file.contentType())
                .set(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT_ENCODING);
        if (gzip) {
            response.headers().set(HttpHeaderNames.CONTENT_ENCODING, "gzip");
        }
        return response;
    }

    /** @param head whether only the headers are asked for */
    private static void send(ChannelHandlerContext ctx, HttpRequest request, FullHttpResponse response, boolean head) {
        PageHeaders.addTo(response.headers());
        if (!response.status().equals(HttpResponseStatus.NOT_MODIFIED)) {
            response.headers()
                    .setInt(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
        }
        FullHttpResponse sent = head ? response.replace(Unpooled.EMPTY_BUFFER) : response;
        if (HttpUtil.isKeepAlive(request)) {
            ctx.writeAndFlush(sent);
        } else {
            sent.headers().set(HttpHeaderNames.CONNECTION, "close");
            ctx.writeAndFlush(sent).addListener(ChannelFutureListener.CLOSE);
        }
    }
}
