package io.sidetone.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends each request to the room that answers its path. Leaves the pipeline when a WebSocket takes over. */
final class Router extends SimpleChannelInboundHandler<FullHttpRequest> {
    /** The handler that bounds how long a request may take to arrive; of no use to a WebSocket. */
    static final String PATIENCE = "patience";

    /** The handler that lets one request be answered after the other; a WebSocket has no use for it either. */
    static final String IN_TURN = "in turn";

    /** The handlers that bound what one address may ask; a WebSocket's own door knows who that is. */
    static final String ADDRESS_LIMIT = "address limit";

    static final String REQUEST_RATE = "request rate";

    /** Ends a route that takes everything below it. */
    static final String ANYTHING_BELOW = "**";

    private static final Logger log = LoggerFactory.getLogger(Router.class);

    private final Supplier<Map<String, Route>> routes;

    Router(Supplier<Map<String, Route>> routes) {
        this.routes = routes;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        if (request.decoderResult().isFailure()) {
            log.debug("not HTTP: {}", String.valueOf(request.decoderResult().cause()));
            unreadable(request.decoderResult().cause()).sendAndClose(ctx);
            return;
        }
        if (request.protocolVersion().majorVersion() != 1) {
            Answer.text(HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED, "HTTP/1.1 is spoken here")
                    .sendAndClose(ctx);
            return;
        }
        Map<String, Route> open = routes.get();
        Route route = find(open, path(request.uri()));
        if (route != null) {
            answer(route, ctx, request);
        } else {
            Answer.text(HttpResponseStatus.NOT_FOUND, "nothing lives at this address")
                    .send(ctx, request);
        }
    }

    /** A defect of ours costs one connection, is logged, and is not taken for the client's fault. */
    private static void answer(Route route, ChannelHandlerContext ctx, FullHttpRequest request) {
        try {
            route.handle(ctx, request);
        } catch (WebSocketHandshakeException e) {
            Answer.text(HttpResponseStatus.BAD_REQUEST, "this is not a WebSocket upgrade: " + e.getMessage())
                    .sendAndClose(ctx);
        } catch (RuntimeException e) {
            log.error("{} {} could not be answered", request.method(), path(request.uri()), e);
            Answer.text(HttpResponseStatus.INTERNAL_SERVER_ERROR, "this request could not be answered; see the log")
                    .sendAndClose(ctx);
        }
    }

    private static Answer unreadable(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return Answer.text(HttpResponseStatus.REQUEST_URI_TOO_LONG, "the first line of the request is too long");
        } else if (cause instanceof TooLongHttpHeaderException) {
            return Answer.text(
                    HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "the headers of the request are too long");
        }
        return Answer.text(HttpResponseStatus.BAD_REQUEST, "this is not an HTTP/1.1 request");
    }

    private static @Nullable Route find(Map<String, Route> routes, String path) {
        Route exact = routes.get(path);
        if (exact != null) {
            return exact;
        }
        int slash = path.lastIndexOf('/');
        Route parent = slash < 0 ? null : routes.get(path.substring(0, slash + 1));
        for (int end = slash; parent == null && end >= 0; end = path.lastIndexOf('/', end - 1)) {
            parent = routes.get(path.substring(0, end + 1) + ANYTHING_BELOW);
        }
        return parent;
    }

    private static String path(String uri) {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        for (String handler : List.of(PATIENCE, IN_TURN, REQUEST_RATE, ADDRESS_LIMIT)) {
            if (ctx.channel().isActive() && ctx.pipeline().get(handler) != null) {
                ctx.pipeline().remove(handler);
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        log.debug("connection from {}: {}", ctx.channel().remoteAddress(), cause.toString());
        ctx.close();
    }
}
