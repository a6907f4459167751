package io.sidetone.sim.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Takes one request at a time, on the listener's only loop: verify, read, place, keep, answer. */
@ChannelHandler.Sharable
final class WebhookHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ListenerOptions options;
    private final SignatureCheck signatures;
    private final CallOrder order;
    private final Consumer<ReceivedEvent> memory;

    WebhookHandler(ListenerOptions options, Consumer<ReceivedEvent> memory) {
        this.options = options;
        this.signatures = new SignatureCheck(options.secrets(), options.tolerance(), options.clock());
        this.order = new CallOrder(options.allTypes());
        this.memory = memory;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        if (!request.method().equals(HttpMethod.POST)) {
            answer(ctx, Reply.status(405), keepAlive);
            return;
        }
        ReceivedEvent event = judge(request);
        Reply reply = replyTo(event);
        Arrival place = event.verified() || options.secrets().isEmpty() ? order.placeOf(event) : Arrival.IN_ORDER;
        ReceivedEvent done = event.answered(reply.status(), place);
        if (done.taken()) {
            order.taken(done);
        }
        memory.accept(done);
        options.watcher().accept(done);
        answer(ctx, reply, keepAlive);
    }

    private ReceivedEvent judge(FullHttpRequest request) {
        HttpHeaders headers = request.headers();
        byte[] body = ByteBufUtil.getBytes(request.content());
        Optional<String> objection = signatures.objection(
                headers.get("webhook-id"), headers.get("webhook-timestamp"), headers.get("webhook-signature"), body);
        boolean believed = objection.isEmpty() || options.secrets().isEmpty();
        String complaint = objection.orElse("");
        JsonNode event = JSON.missingNode();
        if (believed) {
            try {
                event = JSON.readTree(body);
                complaint = event.path("type").isTextual() ? complaint : "body: no event (expected: JSON with a type)";
            } catch (IOException e) {
                complaint = "body: no JSON";
            }
        }
        return new ReceivedEvent(
                options.clock().instant(),
                headers.get("webhook-id", ""),
                event.path("type").asText(""),
                event.at("/data/callId").asText(""),
                event.at("/data/seq").asLong(0),
                body,
                objection.isEmpty(),
                complaint,
                headers.getInt("x-webhook-attempt", 0),
                Arrival.IN_ORDER,
                0);
    }

    private Reply replyTo(ReceivedEvent event) {
        if (!event.verified() && !options.secrets().isEmpty()) {
            return Reply.status(401);
        }
        return event.type().isEmpty() ? Reply.status(400) : options.replies().to(event);
    }

    private static void answer(ChannelHandlerContext ctx, Reply reply, boolean keepAlive) {
        Duration delay = reply.delay();
        if (delay.isZero()) {
            write(ctx, reply, keepAlive);
        } else {
            ctx.executor().schedule(() -> write(ctx, reply, keepAlive), delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static void write(ChannelHandlerContext ctx, Reply reply, boolean keepAlive) {
        byte[] body = reply.json().getBytes(StandardCharsets.UTF_8);
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(reply.status()), Unpooled.wrappedBuffer(body));
        HttpHeaders headers = response.headers();
        if (reply.status() != 204) {
            headers.set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        }
        if (body.length > 0) {
            headers.set(HttpHeaderNames.CONTENT_TYPE, "application/json");
        }
        if (reply.status() == 405) {
            headers.set(HttpHeaderNames.ALLOW, "POST");
        }
        Duration retryAfter = reply.retryAfter();
        if (retryAfter != null) {
            headers.set(HttpHeaderNames.RETRY_AFTER, retryAfter.toSeconds());
        }
        HttpUtil.setKeepAlive(response, keepAlive);
        var written = ctx.writeAndFlush(response);
        if (!keepAlive) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close(); // a sender that went away, or one that speaks no HTTP
    }
}
