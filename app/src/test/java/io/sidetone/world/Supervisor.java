package io.sidetone.world;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidetone.dashboard.FrameSchema;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Watches the dashboard's socket with the JDK's own client and remembers every event, in order. */
final class Supervisor implements WebSocket.Listener, AutoCloseable {
    /** Held for good, as the thread that reads for its sockets is only sure to live as long as the client. */
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SUBSCRIBE =
            "{\"type\":\"subscribe\",\"id\":\"1\",\"topics\":[{\"name\":\"all\",\"topic\":\"calls\","
                    + "\"interims\":\"all\",\"finals\":\"all\"}]}";

    private final StringBuilder frame = new StringBuilder();
    private final List<JsonNode> frames = new ArrayList<>();
    private final List<String> objections = new ArrayList<>(); // of the schema
    private final Map<String, CompletableFuture<Void>> ended = new ConcurrentHashMap<>(); // by callId
    private final CompletableFuture<Void> snapshot = new CompletableFuture<>();
    private @Nullable WebSocket socket;

    static Supervisor watch(URI dashboard) {
        return watch(dashboard, HTTP);
    }

    static Supervisor watch(URI dashboard, HttpClient http) {
        Supervisor supervisor = new Supervisor();
        WebSocket socket = http.newWebSocketBuilder()
                .header("Authorization", "Bearer " + World.DASHBOARD_TOKEN)
                .subprotocols("dashboard.v1.json")
                .buildAsync(dashboard, supervisor)
                .join();
        supervisor.socket = socket;
        socket.sendText(SUBSCRIBE, true).join();
        supervisor.snapshot.join();
        return supervisor;
    }

    /** Completes when the end of a call has been shown. */
    CompletableFuture<Void> ended(String callId) {
        return ended.computeIfAbsent(callId, id -> new CompletableFuture<>());
    }

    /** The frames that are neither events nor signs of life, for messages. */
    List<JsonNode> lastOtherThanBatch() {
        return frames().stream()
                .filter(frame -> !List.of("batch", "heartbeat")
                        .contains(frame.path("type").asText()))
                .toList();
    }

    /** @throws AssertionError if one is not as the published schema says */
    synchronized List<JsonNode> frames() {
        if (!objections.isEmpty()) {
            throw new AssertionError(String.join("\n", objections));
        }
        return List.copyOf(frames);
    }

    /** The events of all batches so far that belong to one call, in order. */
    List<JsonNode> events(String callId) {
        List<JsonNode> events = new ArrayList<>();
        for (JsonNode batch : frames()) {
            for (JsonNode event : batch.path("events")) {
                if (event.path("callId").asText().equals(callId)) {
                    events.add(event);
                }
            }
        }
        return events;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        frame.append(part);
        if (last) {
            remember(frame.toString());
            frame.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        snapshot.completeExceptionally(error);
    }

    private synchronized void remember(String text) {
        try {
            JsonNode message = JSON.readTree(text);
            frames.add(message);
            FrameSchema.BUNDLED.objections(message).forEach(it -> objections.add(it + " in " + message));
            for (JsonNode event : message.path("events")) {
                if (event.path("type").asText().equals("call.ended")) {
                    ended(event.path("callId").asText()).complete(null);
                }
            }
            if (message.path("type").asText().equals("snapshot")) {
                snapshot.complete(null);
            }
        } catch (JsonProcessingException e) {
            snapshot.completeExceptionally(e);
        }
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.abort();
        }
    }
}
