package io.sidetone.sim.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.function.LongSupplier;

/**
 * One stream at the vendor: audio in, interims and finals out as audio comes, and the good end. On the sinks' loop.
 *
 * <p>After {@code CloseStream} nothing more is heard; audio that comes all the same is counted as wrong.
 */
final class VendorStream extends SimpleChannelInboundHandler<WebSocketFrame> {
    private final Ear ear;
    private final VendorText text;
    private final FinalIds ids;
    private final UpstreamCounts upstream;
    private final Meters meters;
    private final LongSupplier nanos;
    private final int bytesPerSample;
    private final long interimSamples;
    private final long finalSamples;
    private long bytes;
    private long interimAt; // samples
    private long settled; // samples
    private int interims;
    private long now; // of the message in hand
    private long newestAge; // of the newest chunk in it; below 0: none
    private boolean closing;

    /** @param linear whether the audio is linear16, or mu-law */
    VendorStream(VendorWork work, boolean linear, String requestId) {
        this.ear = new Ear(work.chunks(), work.legs(), linear, this::heard);
        this.text = new VendorText(requestId);
        this.ids = work.ids();
        this.upstream = work.upstream();
        this.meters = work.meters();
        this.nanos = work.nanos();
        this.bytesPerSample = linear ? 2 : 1;
        this.interimSamples = work.interimSamples();
        this.finalSamples = work.finalSamples();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
        if (frame instanceof BinaryWebSocketFrame || frame instanceof ContinuationWebSocketFrame) {
            audio(ctx, frame.content());
        } else if (frame instanceof TextWebSocketFrame control) {
            control(ctx, control.text());
        } else if (frame instanceof PingWebSocketFrame) {
            ctx.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
        } else if (frame instanceof CloseWebSocketFrame) {
            if (closing) {
                ctx.close();
            } else {
                ctx.writeAndFlush(frame.retain()).addListener(ChannelFutureListener.CLOSE);
            }
        }
    }

    private void audio(ChannelHandlerContext ctx, ByteBuf audio) {
        if (closing) {
            upstream.afterClose(audio.readableBytes());
            return;
        }
        now = nanos.getAsLong();
        newestAge = -1;
        bytes += audio.readableBytes();
        upstream.message(audio.readableBytes() / bytesPerSample);
        ear.hear(audio);
        if (newestAge >= 0) {
            meters.newest().record(newestAge);
        }
        if (samples() - settled >= finalSamples) {
            settle(ctx, false);
        } else if (samples() - interimAt >= interimSamples) {
            guess(ctx);
        }
    }

    private void heard(Leg leg, int number) {
        newestAge = leg.sent().age(number, now);
        meters.audio().record(newestAge);
    }

    private void control(ChannelHandlerContext ctx, String message) {
        if (message.contains("\"Finalize\"")) {
            settle(ctx, true);
        } else if (message.contains("\"CloseStream\"") && !closing) {
            settle(ctx, false);
            closing = true;
            ctx.write(new TextWebSocketFrame(text.metadata(samples())));
            ctx.writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE));
        }
    }

    private void guess(ChannelHandlerContext ctx) {
        Leg leg = ear.leg();
        if (leg != null) {
            interimAt = samples();
            String word = "guess" + interims++;
            ctx.writeAndFlush(new TextWebSocketFrame(text.results(word, settled, samples(), false, false)));
        }
    }

    private void settle(ChannelHandlerContext ctx, boolean fromFinalize) {
        Leg leg = ear.leg();
        if (leg != null && samples() > settled) {
            String word = ids.word(leg.number(), leg.finals().send(nanos.getAsLong()));
            ctx.writeAndFlush(new TextWebSocketFrame(text.results(word, settled, samples(), true, fromFinalize)));
            settled = samples();
            interimAt = settled;
        }
    }

    private long samples() {
        return bytes / bytesPerSample;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        upstream.opened();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        upstream.closed(closing);
        Leg leg = ear.leg();
        if (leg == null) {
            upstream.unidentified(bytes);
        } else {
            leg.heard().wrong(ear.rest());
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close(); // gone, or no WebSocket; what is missing will tell
    }
}
