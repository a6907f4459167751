package io.sidetone.sim.deepgram;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Judges one request for a stream: 101, or an error in the vendor's shape and the end of the connection. */
final class Handshake {
    private static final int MAX_MESSAGE_BYTES = 1 << 20;

    private static final WebSocketDecoderConfig FRAMES = WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(MAX_MESSAGE_BYTES)
            .expectMaskedFrames(true)
            .allowMaskMismatch(false)
            .allowExtensions(false)
            .build();

    private final Register register;
    private final ChannelHandlerContext ctx;
    private final Channel channel;
    private final String requestId;
    private final Parameters parameters;
    private final Instant at;
    private final long nanos;

    /**
     * A handshake has just come.
     *
     * @param ctx of the handler that a stream takes the place of
     */
    Handshake(Register register, ChannelHandlerContext ctx, String requestId, Parameters parameters) {
        this.register = register;
        this.ctx = ctx;
        this.channel = ctx.channel();
        this.requestId = requestId;
        this.parameters = parameters;
        this.at = register.options().clock().instant();
        this.nanos = channel.eventLoop().ticker().nanoTime();
    }

    /**
     * Answers it, now or later.
     *
     * @param problem found already; anything else is looked for here
     */
    void take(FullHttpRequest request, String path, Optional<Refusal> problem) {
        if (away()) {
            return;
        }
        Optional<Refusal> refusal = problem.or(() -> notAHandshake(request)).or(() -> badQuery(path));
        if (refusal.isPresent()) {
            refuse(refusal.get());
            return;
        }
        StreamRequest numbered = register.number(parameters);
        StreamFaults faults = register.faultsFor(numbered);
        Optional<Fault.SlowHandshake> slow = faults.find(Fault.SlowHandshake.class);
        if (slow.isEmpty()) {
            answer(request, numbered, faults);
            return;
        }
        request.retain();
        Runnable later = () -> {
            if (!channel.isActive()) {
                note(0);
            } else if (!away()) {
                answer(request, numbered, faults);
            }
            request.release();
        };
        ctx.executor().schedule(later, slow.get().delay().toNanos(), TimeUnit.NANOSECONDS);
    }

    private static Optional<Refusal> notAHandshake(FullHttpRequest request) {
        boolean handshake = request.method().equals(HttpMethod.GET)
                && request.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                && request.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_KEY)
                && request.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13", true);
        return handshake ? Optional.empty() : Optional.of(Refusal.badRequest("not a WebSocket handshake"));
    }

    private Optional<Refusal> badQuery(String path) {
        return path.equals(Door.V1) ? QueryRules.firstProblem(parameters) : FluxRules.firstProblem(parameters);
    }

    /** Whether the whole vendor is away; it is told so, or not told anything, as the outage has it. */
    private boolean away() {
        Outage outage = register.outage();
        switch (outage.kind()) {
            case NONE -> {}
            case REFUSING -> refuse(Refusal.ofStatus(outage.status(), outage.retryAfter()));
            case SILENT -> note(0);
            case HANGING_UP -> {
                note(0);
                ctx.close();
            }
        }
        return outage.inForce();
    }

    private void answer(FullHttpRequest request, StreamRequest numbered, StreamFaults faults) {
        Optional<Fault.Refuse> refuse = faults.find(Fault.Refuse.class);
        if (refuse.isPresent()) {
            refuse(Refusal.ofStatus(refuse.get().status(), refuse.get().retryAfter()));
            return;
        }
        RecordedStream stream =
                new RecordedStream(numbered, requestId, Answers.recorded(request.headers()), register.options());
        StreamHandler handler =
                new StreamHandler(channel, register, stream, ListenRequest.of(numbered.parameters()), faults);
        int limit = faults.find(Fault.ConcurrencyLimit.class)
                .map(Fault.ConcurrencyLimit::streams)
                .orElse(Integer.MAX_VALUE);
        if (register.admit(handler, limit)) {
            accept(request, handler);
        } else {
            refuse(Refusal.tooMany(limit, "streams"));
        }
    }

    private void accept(FullHttpRequest request, StreamHandler handler) {
        Credentials credentials = Credentials.of(request.headers());
        WebSocketServerHandshaker handshaker = new WebSocketServerHandshaker13(
                request.uri(), credentials.subprotocol() ? credentials.scheme() : null, FRAMES);
        ctx.pipeline().addLast("whole messages", new WebSocketFrameAggregator(MAX_MESSAGE_BYTES));
        ctx.pipeline().addLast("stream", handler);
        HttpHeaders headers = new DefaultHttpHeaders().set("dg-request-id", requestId);
        note(101);
        handshaker.handshake(channel, request, headers, ctx.newPromise());
        ctx.pipeline().remove(ctx.handler());
        handler.opened();
    }

    private void refuse(Refusal refusal) {
        note(refusal.status());
        register.refused(new RefusedHandshake(
                register.options().clock().instant(),
                requestId,
                parameters,
                refusal.status(),
                refusal.code(),
                refusal.message()));
        ctx.writeAndFlush(Answers.refusal(refusal, requestId)).addListener(ChannelFutureListener.CLOSE);
    }

    private void note(int status) {
        register.attempted(new Attempt(at, nanos, requestId, parameters, status));
    }
}
