package io.sidetone.sim.twilio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** One media socket as the server saw it. Written on the server's loop, read by tests after its end. */
final class HeardStream extends SimpleChannelInboundHandler<WebSocketFrame> {
    private static final ObjectMapper JSON = new ObjectMapper();

    final String path;
    final Map<String, String> headers;
    final List<JsonNode> messages = new CopyOnWriteArrayList<>();
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private final int closeAfterMedia;
    private int media;
    private String how = "no close frame";

    HeardStream(String path, Map<String, String> headers, int closeAfterMedia) {
        this.path = path;
        this.headers = headers;
        this.closeAfterMedia = closeAfterMedia;
    }

    /** How the socket ended: {@code close 1005}, {@code no close frame} or {@code reset}. */
    String end() {
        return end.orTimeout(10, TimeUnit.SECONDS).join();
    }

    List<String> events() {
        return messages.stream().map(m -> m.path("event").asText()).toList();
    }

    JsonNode first(String event) {
        return all(event).get(0);
    }

    List<JsonNode> all(String event) {
        return messages.stream()
                .filter(m -> m.path("event").asText().equals(event))
                .toList();
    }

    List<JsonNode> media(Track track) {
        return all("media").stream()
                .map(m -> m.path("media"))
                .filter(m -> m.path("track").asText().equals(track.wire()))
                .toList();
    }

    List<Long> timestamps(Track track) {
        return media(track).stream().map(m -> m.path("timestamp").asLong()).toList();
    }

    byte[] muLaw(Track track) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        media(track)
                .forEach(m -> bytes.writeBytes(
                        Base64.getDecoder().decode(m.path("payload").asText())));
        return bytes.toByteArray();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) throws JsonProcessingException {
        if (frame instanceof TextWebSocketFrame text) {
            JsonNode message = JSON.readTree(text.text());
            messages.add(message);
            if (message.path("event").asText().equals("media") && ++media == closeAfterMedia) {
                ctx.writeAndFlush(new CloseWebSocketFrame(1011, "tired"));
            }
        } else if (frame instanceof CloseWebSocketFrame close) {
            how = "close " + (close.statusCode() < 0 ? 1005 : close.statusCode());
            ctx.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        how = cause instanceof IOException ? "reset" : cause.toString();
        ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end.complete(how);
    }
}
