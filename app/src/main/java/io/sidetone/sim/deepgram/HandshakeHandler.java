package io.sidetone.sim.deepgram;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Judges one request: 101 and a stream, or an error in the vendor's shape and the end of the connection. */
final class HandshakeHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final String PATH = "/v1/listen";
    private static final int MAX_MESSAGE_BYTES = 1 << 20;

    private static final WebSocketDecoderConfig FRAMES = WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(MAX_MESSAGE_BYTES)
            .expectMaskedFrames(true)
            .allowMaskMismatch(false)
            .allowExtensions(false)
            .build();

    private final Register register;
    private final String requestId;

    HandshakeHandler(Register register) {
        this.register = register;
        this.requestId = register.newRequestId();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        Optional<Refusal> malformed = malformed(request);
        if (malformed.isPresent()) {
            refuse(ctx, new Parameters(Map.of()), malformed.get());
            return;
        }
        QueryStringDecoder uri = new QueryStringDecoder(request.uri());
        Parameters parameters = new Parameters(uri.parameters());
        Optional<Refusal> problem = problem(request, uri.path(), parameters);
        if (problem.isPresent()) {
            refuse(ctx, parameters, problem.get());
            return;
        }
        StreamRequest numbered = register.number(parameters);
        StreamFaults faults = register.faultsFor(numbered);
        Optional<Fault.SlowHandshake> slow = faults.find(Fault.SlowHandshake.class);
        if (slow.isEmpty()) {
            answer(ctx, request, numbered, faults);
        } else {
            request.retain();
            Runnable later = () -> {
                if (ctx.channel().isActive()) {
                    answer(ctx, request, numbered, faults);
                }
                request.release();
            };
            ctx.executor().schedule(later, slow.get().delay().toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private static Optional<Refusal> malformed(FullHttpRequest request) {
        if (request.decoderResult().cause() instanceof TooLongHttpLineException) {
            return Optional.of(new Refusal(414, "URI_TOO_LONG", "the URL is longer than 64 KiB", null));
        }
        if (request.decoderResult().isFailure()) {
            return Optional.of(Refusal.badRequest("not an HTTP request"));
        }
        try {
            new QueryStringDecoder(request.uri()).parameters();
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(Refusal.badRequest("the query is not percent-encoded as it should be"));
        }
    }

    private Optional<Refusal> problem(FullHttpRequest request, String path, Parameters parameters) {
        if (!path.equals(PATH)) {
            return Optional.of(Refusal.notFound(path));
        }
        Credentials credentials = Credentials.of(request.headers());
        if (!credentials.acceptedBy(register.options().acceptedKeys())) {
            return Optional.of(Refusal.notAuthorised(
                    credentials.key().isEmpty()
                            ? "no key (expected: Authorization: Token <key>)"
                            : "the key is not known here"));
        }
        boolean webSocket = request.method().equals(HttpMethod.GET)
                && request.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                && request.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_KEY)
                && request.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13", true);
        if (!webSocket) {
            return Optional.of(Refusal.badRequest("not a WebSocket handshake; the emulator serves live audio only"));
        }
        return QueryRules.firstProblem(parameters);
    }

    private void answer(
            ChannelHandlerContext ctx, FullHttpRequest request, StreamRequest numbered, StreamFaults faults) {
        Optional<Fault.Refuse> refuse = faults.find(Fault.Refuse.class);
        if (refuse.isPresent()) {
            refuse(
                    ctx,
                    numbered.parameters(),
                    Refusal.ofStatus(refuse.get().status(), refuse.get().retryAfter()));
            return;
        }
        Credentials credentials = Credentials.of(request.headers());
        RecordedStream stream =
                new RecordedStream(numbered, requestId, recorded(request.headers(), credentials), register.options());
        StreamHandler handler =
                new StreamHandler(ctx.channel(), register, stream, ListenRequest.of(numbered.parameters()), faults);
        int limit = faults.find(Fault.ConcurrencyLimit.class)
                .map(Fault.ConcurrencyLimit::streams)
                .orElse(Integer.MAX_VALUE);
        if (register.admit(handler, limit)) {
            accept(ctx, request, credentials, handler);
        } else {
            refuse(ctx, numbered.parameters(), Refusal.tooMany(limit));
        }
    }

    private void accept(
            ChannelHandlerContext ctx, FullHttpRequest request, Credentials credentials, StreamHandler handler) {
        WebSocketServerHandshaker handshaker = new WebSocketServerHandshaker13(
                request.uri(), credentials.subprotocol() ? credentials.scheme() : null, FRAMES);
        ctx.pipeline().addLast("whole messages", new WebSocketFrameAggregator(MAX_MESSAGE_BYTES));
        ctx.pipeline().addLast("stream", handler);
        HttpHeaders headers = new DefaultHttpHeaders().set("dg-request-id", requestId);
        handshaker.handshake(ctx.channel(), request, headers, ctx.newPromise());
        ctx.pipeline().remove(this);
        handler.opened();
    }

    private void refuse(ChannelHandlerContext ctx, Parameters parameters, Refusal refusal) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(refusal.status()),
                Unpooled.copiedBuffer(MessageWriter.refusal(refusal, requestId), StandardCharsets.UTF_8));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .setInt(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes())
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
                .set("dg-request-id", requestId)
                .set("dg-error", printable(refusal.message()));
        if (refusal.retryAfter() != null) {
            response.headers()
                    .set(HttpHeaderNames.RETRY_AFTER, refusal.retryAfter().toSeconds());
        }
        register.refused(new RefusedHandshake(
                register.options().clock().instant(),
                requestId,
                parameters,
                refusal.status(),
                refusal.code(),
                refusal.message()));
        ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    private static Map<String, String> recorded(HttpHeaders headers, Credentials credentials) {
        Map<String, String> recorded = new TreeMap<>();
        recorded.put("authorization", credentials.toString());
        put(recorded, headers, "user-agent");
        put(recorded, headers, "sec-websocket-extensions");
        put(recorded, headers, "host");
        return recorded;
    }

    private static void put(Map<String, String> recorded, HttpHeaders headers, String name) {
        @Nullable String value = headers.get(name);
        if (value != null) {
            recorded.put(name, value);
        }
    }

    /** A query's text may hold what a header must not. */
    private static String printable(String text) {
        return text.replaceAll("[^ -~]", "?");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close(); // not HTTP, or gone before the answer
    }
}
