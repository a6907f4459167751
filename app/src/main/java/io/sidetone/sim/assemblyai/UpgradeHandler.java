package io.sidetone.sim.assemblyai;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import io.sidetone.sim.deepgram.Fault;
import io.sidetone.sim.deepgram.Parameters;
import io.sidetone.sim.deepgram.RefusedHandshake;
import io.sidetone.sim.deepgram.StreamRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Judges one request. Whatever is a WebSocket handshake for the right path is accepted; the rest comes after. */
final class UpgradeHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final String PATH = "/v3/ws";
    private static final int MAX_MESSAGE_BYTES = 1 << 20;

    private static final WebSocketDecoderConfig FRAMES = WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(MAX_MESSAGE_BYTES)
            .expectMaskedFrames(true)
            .allowMaskMismatch(false)
            .allowExtensions(false)
            .build();

    private final Sessions sessions;

    UpgradeHandler(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        QueryStringDecoder uri = new QueryStringDecoder(request.uri());
        Parameters parameters;
        try {
            parameters = new Parameters(uri.parameters());
        } catch (IllegalArgumentException e) {
            refuse(ctx, new Parameters(Map.of()), 400, "the query is not percent-encoded as it should be", null);
            return;
        }
        if (request.decoderResult().isFailure() || !isWebSocket(request)) {
            refuse(ctx, parameters, 400, "not a WebSocket handshake", null);
        } else if (!uri.path().equals(PATH)) {
            refuse(ctx, parameters, 404, "nothing at " + uri.path() + " (expected: GET " + PATH + ")", null);
        } else {
            answer(ctx, request, parameters);
        }
    }

    private void answer(ChannelHandlerContext ctx, FullHttpRequest request, Parameters parameters) {
        StreamRequest numbered = sessions.number(parameters);
        SessionFaults faults = sessions.faultsFor(numbered);
        Fault.Refuse refuse = faults.find(Fault.Refuse.class).orElse(null);
        if (refuse != null) {
            refuse(ctx, parameters, refuse.status(), "refused on purpose", refuse.retryAfter());
            return;
        }
        RecordedSession session = new RecordedSession(
                numbered, sessions.newId(), sessions.options().maxAudioBytes());
        boolean keyAccepted = keyAccepted(
                request.headers().get(HttpHeaderNames.AUTHORIZATION),
                parameters,
                sessions.options().acceptedKeys());
        SessionHandler handler = new SessionHandler(ctx.channel(), sessions, session, faults);
        ctx.pipeline().addLast("whole messages", new WebSocketFrameAggregator(MAX_MESSAGE_BYTES));
        ctx.pipeline().addLast("session", handler);
        new WebSocketServerHandshaker13(request.uri(), null, FRAMES).handshake(ctx.channel(), request);
        ctx.pipeline().remove(this);
        handler.opened(keyAccepted);
    }

    private static boolean isWebSocket(FullHttpRequest request) {
        return request.method().equals(HttpMethod.GET)
                && request.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                && request.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_KEY)
                && request.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13", true);
    }

    /** The key stands alone in the header: a scheme word would be taken for a part of it. */
    private static boolean keyAccepted(@Nullable String header, Parameters parameters, @Nullable Set<String> keys) {
        String key = header != null ? header.strip() : parameters.first("token").orElse("");
        return keys == null ? key.matches("\\S+") : keys.contains(key);
    }

    private void refuse(
            ChannelHandlerContext ctx,
            Parameters parameters,
            int status,
            String message,
            @Nullable Duration retryAfter) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(status),
                Unpooled.copiedBuffer(
                        "{\"error\":\"" + message.replaceAll("[\"\\\\]", "'") + "\"}", StandardCharsets.UTF_8));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .setInt(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes())
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (retryAfter != null) {
            response.headers().set(HttpHeaderNames.RETRY_AFTER, retryAfter.toSeconds());
        }
        sessions.refused(new RefusedHandshake(
                sessions.options().clock().instant(), "", parameters, status, Integer.toString(status), message));
        ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close(); // not HTTP, or gone before the answer
    }
}
