package io.sidetone.sim.deepgram;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One pre-recorded request: judged, worked on in slices, answered. Everything on the connection's
 * event loop, which other connections share; so no slice is long.
 */
final class PieceHandler extends ChannelInboundHandlerAdapter {
    /** Between slices. A task that is only handed in again would run before the sockets have their turn. */
    private static final long BREATH_MS = 1;

    private static final String GARBAGE = "<html>no transcript here";

    private final Register register;
    private final String requestId;
    private final Parameters parameters;
    private @Nullable ChannelHandlerContext ctx; // from handlerAdded on
    private @Nullable RecordedRequest request; // from take on

    PieceHandler(Register register, String requestId, Parameters parameters) {
        this.register = register;
        this.requestId = requestId;
        this.parameters = parameters;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
    }

    /**
     * The whole request has come. It is not needed any more when this returns.
     *
     * @param problem found already; anything else is looked for here
     */
    void take(FullHttpRequest whole, Optional<Refusal> problem) {
        Outage outage = register.outage(); // as it was when the request came
        byte[] body = ByteBufUtil.getBytes(whole.content());
        RecordedRequest recorded =
                register.requests().arrived(requestId, parameters, Answers.recorded(whole.headers()), body.length);
        request = recorded;
        if (away(recorded, outage)) {
            return;
        }
        Optional<Refusal> refusal =
                problem.or(() -> notAudio(whole)).or(() -> PrerecordedRules.firstProblem(parameters));
        if (refusal.isPresent()) {
            refuse(recorded, refusal.get());
            return;
        }
        Piece piece;
        try {
            piece = Piece.read(parameters, body);
        } catch (Piece.Unreadable e) {
            refuse(recorded, Refusal.badRequest(String.valueOf(e.getMessage())));
            return;
        }
        recorded.noteAudio(piece, register.options().maxAudioBytes());
        begin(recorded, piece, sha256(body));
    }

    private static Optional<Refusal> notAudio(FullHttpRequest whole) {
        String type = whole.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
        return type.startsWith("application/json")
                ? Optional.of(Refusal.badRequest("the emulator fetches no URL: post the audio itself"))
                : Optional.empty();
    }

    private void begin(RecordedRequest recorded, Piece piece, String sha256) {
        StreamFaults faults = register.requests().faultsFor(recorded);
        Optional<Fault.Refuse> refuse = faults.find(Fault.Refuse.class);
        if (refuse.isPresent()) {
            refuse(
                    recorded,
                    Refusal.ofStatus(refuse.get().status(), refuse.get().retryAfter()));
            return;
        }
        int limit = faults.find(Fault.ConcurrencyLimit.class)
                .map(Fault.ConcurrencyLimit::streams)
                .orElse(Integer.MAX_VALUE);
        if (!register.requests().admit(recorded, limit)) {
            refuse(recorded, Refusal.tooMany(limit, "requests"));
        } else if (faults.find(Fault.NoAnswer.class).isEmpty()) {
            int heard = parameters.on("multichannel") ? piece.channels() : 1;
            PieceWork work = new PieceWork(piece, register.index(), heard);
            slice(recorded, work, () -> worked(recorded, piece, work, sha256, faults));
        }
    }

    /** Works on a bit of it, lets the others have their turn, goes on. */
    private void slice(RecordedRequest recorded, PieceWork work, Runnable then) {
        if (!context().channel().isActive()) {
            return; // told by channelInactive
        }
        if (work.step()) {
            context().executor().schedule(() -> slice(recorded, work, then), BREATH_MS, TimeUnit.MILLISECONDS);
        } else {
            then.run();
        }
    }

    private void worked(RecordedRequest recorded, Piece piece, PieceWork work, String sha256, StreamFaults faults) {
        PieceWriter writer = new PieceWriter(
                parameters, requestId, recorded.received().toString(), faults.wording(piece.sampleRate()));
        String json = faults.find(Fault.GarbageAnswer.class).isPresent()
                ? GARBAGE
                : writer.write(piece, sha256, work.words());
        boolean broken = faults.find(Fault.BrokenAnswer.class).isPresent();
        Duration delay =
                faults.find(Fault.LateAnswer.class).map(Fault.LateAnswer::delay).orElse(Duration.ZERO);
        if (delay.isZero()) {
            answer(recorded, json, broken);
        } else {
            context().executor().schedule(() -> answer(recorded, json, broken), delay.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void answer(RecordedRequest recorded, String json, boolean broken) {
        if (!context().channel().isActive() || away(recorded, register.outage())) {
            return;
        }
        FullHttpResponse response = Answers.ok(json, requestId);
        if (!broken) {
            send(recorded, response, json);
            return;
        }
        int half = response.content().readableBytes() / 2;
        context().write(new DefaultHttpResponse(response.protocolVersion(), response.status(), response.headers()));
        context()
                .writeAndFlush(new DefaultHttpContent(response.content().readSlice(half)))
                .addListener(ChannelFutureListener.CLOSE);
        recorded.noteAnswer(200, null);
    }

    private void refuse(RecordedRequest recorded, Refusal refusal) {
        send(recorded, Answers.refusal(refusal, requestId), MessageWriter.refusal(refusal, requestId));
    }

    private void send(RecordedRequest recorded, FullHttpResponse response, String json) {
        recorded.noteAnswer(response.status().code(), register.options().maxMessages() > 0 ? json : null);
        register.requests().ended(recorded);
        context().writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    /** Whether the whole vendor is away; it is told so, or not told anything, as the outage has it. */
    private boolean away(RecordedRequest recorded, Outage outage) {
        switch (outage.kind()) {
            case NONE, SILENT -> {}
            case REFUSING -> refuse(recorded, Refusal.ofStatus(outage.status(), outage.retryAfter()));
            case HANGING_UP -> context().close();
        }
        return outage.inForce();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (request != null) {
            register.requests().ended(request);
        }
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close(); // a reset, or what is not HTTP any more
    }

    private ChannelHandlerContext context() {
        if (ctx == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return ctx;
    }

    private static String sha256(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
