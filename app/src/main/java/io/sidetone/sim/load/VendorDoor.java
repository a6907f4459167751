package io.sidetone.sim.load;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes a handshake at {@code /v1/listen}, or says why not. On the sinks' loop; one per connection. */
final class VendorDoor extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final String PATH = "/v1/listen";
    private static final int MAX_FRAME_BYTES = 1024 * 1024;
    /** A bridge that asks for it has given up its place in the stream. */
    private static final String AFTERWARDS =
            "the bridge wants audio transcribed afterwards: it has not kept up, live (expected: a WebSocket)";
    /** What is not repeated in a header or in JSON. */
    private static final Pattern STRANGE = Pattern.compile("[^\\w.-]");

    private final VendorWork work;
    private final String requestId;

    VendorDoor(VendorWork work, int connection) {
        this.work = work;
        this.requestId = String.format(Locale.ROOT, "%08x-0000-4000-8000-000000000000", connection);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        QueryStringDecoder uri = new QueryStringDecoder(request.uri());
        boolean upgrade =
                request.headers().contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET.toString(), true);
        if (!uri.path().equals(PATH) || !upgrade) {
            boolean afterwards =
                    request.method().equals(HttpMethod.POST) && uri.path().equals(PATH);
            refuse(ctx, HttpResponseStatus.NOT_FOUND, afterwards ? AFTERWARDS : "expected: a WebSocket at " + PATH);
            return;
        }
        Map<String, List<String>> query = uri.parameters();
        String encoding = first(query, "encoding");
        String problem = problem(query, encoding);
        if (problem != null) {
            refuse(ctx, HttpResponseStatus.BAD_REQUEST, problem);
            return;
        }
        open(ctx, request, "linear16".equals(encoding));
    }

    private void open(ChannelHandlerContext ctx, FullHttpRequest request, boolean linear) {
        WebSocketServerHandshaker handshaker =
                new WebSocketServerHandshakerFactory(null, null, false, MAX_FRAME_BYTES).newHandshaker(request);
        if (handshaker == null) {
            refuse(ctx, HttpResponseStatus.BAD_REQUEST, "expected: WebSocket version 13");
            return;
        }
        // First the stream, then the answer: with it may come audio.
        ctx.pipeline().addLast("stream", new VendorStream(work, linear, requestId));
        handshaker.handshake(
                ctx.channel(),
                request,
                new DefaultHttpHeaders().set("dg-request-id", requestId),
                ctx.channel().newPromise());
        ctx.pipeline().remove(this);
    }

    private static @Nullable String problem(Map<String, List<String>> query, String encoding) {
        if (!encoding.equals("linear16") && !encoding.equals("mulaw")) {
            return "encoding: '" + encoding + "' (expected: linear16 or mulaw)";
        }
        if (!first(query, "sample_rate").equals("8000")) {
            return "sample_rate: '" + first(query, "sample_rate") + "' (expected: 8000, as the calls have it)";
        }
        String channels = first(query, "channels");
        return channels.isEmpty() || channels.equals("1")
                ? null
                : "channels: " + channels + " (expected: one track on each connection)";
    }

    private static String first(Map<String, List<String>> query, String name) {
        List<String> values = query.getOrDefault(name, List.of());
        return values.isEmpty() ? "" : STRANGE.matcher(values.get(0)).replaceAll("?");
    }

    private void refuse(ChannelHandlerContext ctx, HttpResponseStatus status, String why) {
        work.upstream().refused(why);
        byte[] body = ("{\"err_code\":\"LOAD_TOOL\",\"err_msg\":\"" + why + "\"}").getBytes(StandardCharsets.UTF_8);
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .set("dg-error", why)
                .set("dg-request-id", requestId)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close(); // not HTTP, or gone before the answer
    }
}
