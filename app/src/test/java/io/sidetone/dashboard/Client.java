package io.sidetone.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The JDK's WebSocket, with the frames in a queue. */
final class Client implements WebSocket.Listener, AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final long PATIENCE_SECONDS = 20;

    private final BlockingQueue<ObjectNode> frames = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();
    final CompletableFuture<Integer> closed = new CompletableFuture<>();
    final BlockingQueue<String> pings = new LinkedBlockingQueue<>();
    private @Nullable WebSocket socket;
    private int ids;

    static Client connect(int port, String query) {
        return connect(port, query, builder -> {
            builder.header("Authorization", "Bearer " + TestServer.TOKEN);
            builder.subprotocols(Frames.PROTOCOL);
        });
    }

    /** @throws java.util.concurrent.CompletionException with the JDK's handshake exception if refused */
    static Client connect(int port, String query, Consumer<WebSocket.Builder> how) {
        Client client = new Client();
        WebSocket.Builder builder = HTTP.newWebSocketBuilder();
        how.accept(builder);
        URI uri = URI.create("ws://localhost:" + port + Dashboards.PATH + query);
        client.socket = builder.buildAsync(uri, client).join();
        return client;
    }

    WebSocket socket() {
        if (socket == null) {
            throw new IllegalStateException("not connected");
        }
        return socket;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            try {
                frames.add(Json.object(partial.toString().getBytes(StandardCharsets.UTF_8)));
            } catch (IOException e) {
                throw new AssertionError("not a JSON object: " + partial, e);
            }
            partial.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
        pings.add("ping");
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.completeExceptionally(error);
    }

    /** The next frame of any type. */
    ObjectNode next() {
        try {
            ObjectNode frame = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (frame == null) {
                throw new AssertionError("no frame came");
            }
            FrameSchema.BUNDLED.check(frame);
            return frame;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    ObjectNode next(String type) {
        ObjectNode frame = next();
        if (!frame.path("type").asText().equals(type)) {
            throw new AssertionError("expected " + type + " but got " + frame);
        }
        return frame;
    }

    void send(String json) {
        socket().sendText(json, true).join();
    }

    String request(String type, String members) {
        String id = "q" + ++ids;
        send("{\"type\":\"" + type + "\",\"id\":\"" + id + "\"" + members + "}");
        return id;
    }

    String subscribe(String topics) {
        return request("subscribe", ",\"topics\":[" + topics + "]");
    }

    /** Waits until everything that the server had sent by now is here, and gives each frame to the consumer. */
    void drain(Consumer<JsonNode> each) {
        String id = request("ping", "");
        while (true) {
            ObjectNode frame = next();
            if (frame.path("id").asText().equals(id)) {
                return;
            }
            each.accept(frame);
        }
    }

    int closeCode() {
        return closed.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        socket().abort();
    }
}
