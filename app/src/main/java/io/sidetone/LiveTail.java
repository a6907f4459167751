package io.sidetone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A supervisor in a terminal: watches every live call on the dashboard's socket and shows both
 * speakers, guesses in a line that changes, settled words in one that stays.
 *
 * <p>Uses the JDK's own WebSocket client: to the server it is a stranger like any other.
 */
final class LiveTail implements WebSocket.Listener, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EVERYTHING =
            "{\"type\":\"subscribe\",\"id\":\"1\",\"topics\":[{\"name\":\"all\",\"topic\":\"calls\","
                    + "\"interims\":\"all\",\"finals\":\"all\"}]}";
    private static final int ROLE_WIDTH = 10;
    private static final int CALL_WIDTH = 13;

    private final Screen screen;
    private final CompletableFuture<Void> allEnded = new CompletableFuture<>();
    private final CompletableFuture<Void> lost = new CompletableFuture<>();
    private final AtomicInteger callsToCome;
    private final Map<String, String> names = new ConcurrentHashMap<>(); // by callId
    private final Map<String, String> roles = new ConcurrentHashMap<>(); // by callId and legId
    private final StringBuilder frame = new StringBuilder(); // parts of the message that is arriving
    private final CompletableFuture<Void> subscribed = new CompletableFuture<>();
    private @Nullable WebSocket socket;

    /** @param calls how many ends of calls are waited for */
    LiveTail(Screen screen, int calls) {
        this.screen = screen;
        this.callsToCome = new AtomicInteger(calls);
    }

    /** Completes when the ends of all calls have been shown. */
    CompletableFuture<Void> allEnded() {
        return allEnded;
    }

    /** Completes when the socket is gone and nothing more will be shown. */
    CompletableFuture<Void> lost() {
        return lost;
    }

    /** Connects; completes when every later event will be shown. */
    CompletionStage<Void> watch(URI dashboard, String token) {
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .subprotocols("dashboard.v1.json")
                .buildAsync(dashboard, this)
                .thenCompose(open -> {
                    socket = open;
                    return open.sendText(EVERYTHING, true);
                })
                .thenCompose(sent -> subscribed);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        frame.append(part);
        if (last) {
            String whole = frame.toString();
            frame.setLength(0);
            show(whole);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        screen.line("the dashboard's socket was closed: " + code + " " + reason);
        subscribed.complete(null);
        lost.complete(null);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        screen.line("the dashboard's socket is gone: " + error.getMessage());
        subscribed.completeExceptionally(error);
        lost.complete(null);
    }

    private void show(String text) {
        try {
            JsonNode message = JSON.readTree(text);
            switch (message.path("type").asText()) {
                case "snapshot" -> subscribed.complete(null);
                case "batch" -> message.path("events").forEach(this::event);
                default -> {} // hello, reply, heartbeat
            }
        } catch (JsonProcessingException e) {
            screen.line("the dashboard said something that is not JSON: " + e.getOriginalMessage());
        }
    }

    private void event(JsonNode event) {
        String callId = event.path("callId").asText();
        switch (event.path("type").asText()) {
            case "call.started" -> started(callId, event);
            case "leg.started" -> roles.put(leg(event), event.path("role").asText());
            case "transcript.interim" -> guess(event);
            case "transcript.final" -> said(event);
            case "fault" ->
                screen.line(name(callId) + "! " + event.path("message").asText());
            case "call.paused", "call.resumed" -> paused(callId, event);
            case "call.ended" -> ended(callId, event);
            default -> {} // states and deliveries: not for a terminal
        }
    }

    private void started(String callId, JsonNode event) {
        JsonNode label = event.path("labels").path("recording");
        names.put(callId, label.isTextual() ? label.asText() : callId);
        screen.line(name(callId) + "call from " + event.path("from").asText("?"));
    }

    private void guess(JsonNode event) {
        String text = event.path("text").asText();
        String role = role(event);
        String line = name(event.path("callId").asText()) + padded(role, ROLE_WIDTH) + "  … " + text;
        screen.state(leg(event), text.isEmpty() ? null : Palette.dim(screen, line));
    }

    private void said(JsonNode event) {
        String role = role(event);
        screen.state(leg(event), null);
        screen.line(Palette.role(
                screen,
                role,
                name(event.path("callId").asText()) + padded(role, ROLE_WIDTH) + "    "
                        + event.path("text").asText()));
    }

    private void paused(String callId, JsonNode event) {
        boolean begins = event.path("type").asText().equals("call.paused");
        screen.line(name(callId)
                + (begins ? "‖ paused by " : "▸ resumed by ")
                + event.path("by").asText("?"));
    }

    private void ended(String callId, JsonNode event) {
        screen.line(name(callId) + "call ended: " + event.path("endReason").asText());
        if (callsToCome.decrementAndGet() == 0) {
            allEnded.complete(null);
        }
    }

    private String role(JsonNode event) {
        JsonNode role = event.path("role");
        return role.isTextual() ? role.asText() : roles.getOrDefault(leg(event), "?");
    }

    private static String leg(JsonNode event) {
        return event.path("callId").asText() + " " + event.path("legId").asText();
    }

    private String name(String callId) {
        return padded(names.getOrDefault(callId, callId), CALL_WIDTH) + "  ";
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.abort();
        }
    }
}
