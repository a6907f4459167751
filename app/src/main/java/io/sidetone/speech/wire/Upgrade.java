package io.sidetone.speech.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Turns a fresh connection into an open stream, or says why that failed. Netty's own handler for this
 * throws the answer's body away, which is where vendors explain a refusal.
 */
final class Upgrade extends SimpleChannelInboundHandler<HttpObject> {
    private static final int LONGEST_BODY_BYTES = 8 * 1024;

    private final WebSocketClientHandshaker handshaker;
    private final VendorSocket socket;
    private final ByteBuf body = Unpooled.buffer(0, LONGEST_BODY_BYTES); // on the heap, nothing to release
    private @Nullable HttpResponse answer; // null until its head has come

    Upgrade(WebSocketClientHandshaker handshaker, VendorSocket socket) {
        super(HttpObject.class);
        this.handshaker = handshaker;
        this.socket = socket;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        handshaker.handshake(ctx.channel());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
        if (message.decoderResult().isFailure()) {
            socket.ended(new Ending.Unreachable("its answer is not HTTP"));
            return;
        }
        if (message instanceof HttpResponse head) {
            answer = head;
        }
        if (message instanceof HttpContent part && answer != null) {
            if (!answer.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
                body.writeBytes(part.content(), Math.min(part.content().readableBytes(), body.maxWritableBytes()));
            }
            if (part instanceof LastHttpContent || body.maxWritableBytes() == 0) {
                answered(ctx, answer);
            }
        }
    }

    private void answered(ChannelHandlerContext ctx, HttpResponse head) {
        HttpHeaders headers = head.headers();
        if (!head.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
            Duration retryAfter =
                    RetryAfter.of(headers.get(HttpHeaderNames.RETRY_AFTER), headers.get(HttpHeaderNames.DATE));
            socket.ended(new Ending.Refused(
                    head.status().code(), headers, body.toString(StandardCharsets.UTF_8), retryAfter));
            return;
        }
        handshaker.finishHandshake(
                ctx.channel(),
                new DefaultFullHttpResponse(
                        head.protocolVersion(),
                        head.status(),
                        Unpooled.EMPTY_BUFFER,
                        headers,
                        EmptyHttpHeaders.INSTANCE));
        socket.upgraded(ctx.pipeline(), headers);
        ctx.pipeline().remove(this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (answer != null) {
            answered(ctx, answer); // cut off in its body: the head says enough
        } else {
            socket.ended(new Ending.Unreachable("it hung up before it answered"));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        socket.ended(new Ending.Unreachable(VendorSocket.problem(cause)));
    }
}
