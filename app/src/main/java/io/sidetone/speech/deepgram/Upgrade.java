package io.sidetone.speech.deepgram;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns a fresh connection into an open stream, or says why that failed. Netty's own handler for this
 * throws the answer's body away, which is where Deepgram explains a refusal.
 */
final class Upgrade extends SimpleChannelInboundHandler<HttpObject> {
    private static final int LONGEST_BODY_BYTES = 8 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final WebSocketClientHandshaker handshaker;
    private final DeepgramConnection connection;
    private final ByteBuf body = Unpooled.buffer(0, LONGEST_BODY_BYTES); // on the heap, nothing to release
    private @Nullable HttpResponse answer; // null until its head has come

    Upgrade(WebSocketClientHandshaker handshaker, DeepgramConnection connection) {
        super(HttpObject.class);
        this.handshaker = handshaker;
        this.connection = connection;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        handshaker.handshake(ctx.channel());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
        if (message.decoderResult().isFailure()) {
            connection.ended(Ending.unreachable("its answer is not HTTP"));
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
        String requestId = head.headers().get("dg-request-id", "");
        if (!head.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
            connection.ended(Ending.answered(head.status().code(), complaint(head), requestId));
            return;
        }
        handshaker.finishHandshake(
                ctx.channel(),
                new DefaultFullHttpResponse(
                        head.protocolVersion(),
                        head.status(),
                        Unpooled.EMPTY_BUFFER,
                        head.headers(),
                        EmptyHttpHeaders.INSTANCE));
        connection.upgraded(ctx.pipeline(), requestId.isBlank() ? null : Ending.printable(requestId));
        ctx.pipeline().remove(this);
    }

    private String complaint(HttpResponse head) {
        String header = head.headers().get("dg-error", "");
        return header.isBlank() ? explanation(body.toString(StandardCharsets.UTF_8)) : header;
    }

    /** Deepgram's body has one of two shapes; a proxy's has any. */
    private static String explanation(String body) {
        try {
            JsonNode root = JSON.readTree(body);
            String said = String.join(
                    ": ",
                    Stream.of("err_code", "err_msg", "category", "message", "details")
                            .map(field -> root.path(field).asText(""))
                            .filter(text -> !text.isBlank())
                            .toList());
            return said.isEmpty() ? body : said;
        } catch (JsonProcessingException e) {
            return body;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (answer != null) {
            answered(ctx, answer); // cut off in its body: the head says enough
        } else {
            connection.ended(Ending.unreachable("it hung up before it answered"));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        connection.ended(Ending.unreachable(DeepgramConnection.problem(cause)));
    }
}
