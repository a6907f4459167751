package io.sidetone.sim.deepgram;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A client on the JDK's own WebSocket, so that nothing of the emulator's is on both sides. */
final class TestClient implements WebSocket.Listener {
    static final String QUERY = "model=nova-3&language=en&encoding=linear16&sample_rate=8000&channels=1"
            + "&interim_results=true&endpointing=300&utterance_end_ms=1000&vad_events=true&smart_format=true";
    /** Held for good, as the thread that reads for its sockets is only sure to live as long as the client. */
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LIMIT_SECONDS = 20;

    final List<String> texts = new CopyOnWriteArrayList<>();
    final CompletableFuture<Integer> closeCode = new CompletableFuture<>();
    volatile String closeReason = "";
    private final StringBuilder partial = new StringBuilder();
    private volatile WebSocket socket;

    @SuppressWarnings("NullAway.Init") // the socket is there once connect() returns
    private TestClient() {}

    static TestClient connect(DeepgramEmulator emulator, String query) {
        return connect(emulator, "/v1/listen", query);
    }

    static TestClient connect(DeepgramEmulator emulator, String path, String query) {
        TestClient client = new TestClient();
        client.socket = HTTP.newWebSocketBuilder()
                .header("Authorization", "Token secret")
                .buildAsync(URI.create(emulator.url() + path + "?" + query), client)
                .join();
        return client;
    }

    /** The status a handshake is refused with. */
    static int refusedWith(DeepgramEmulator emulator, String query) {
        return refusedWith(emulator, "/v1/listen", query);
    }

    static int refusedWith(DeepgramEmulator emulator, String path, String query) {
        try {
            connect(emulator, path, query).socket.abort();
            throw new AssertionError("the handshake was accepted: " + query);
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw e;
        }
    }

    TestClient audio(byte[] bytes) {
        return audio(bytes, 320);
    }

    /** Sends audio in frames of this size. */
    TestClient audio(byte[] bytes, int frame) {
        for (int at = 0; at < bytes.length; at += frame) {
            socket.sendBinary(ByteBuffer.wrap(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + frame))), true)
                    .join();
        }
        return this;
    }

    TestClient binary(byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
        return this;
    }

    TestClient text(String text) {
        socket.sendText(text, true).join();
        return this;
    }

    TestClient say(String type) {
        return text("{\"type\":\"" + type + "\"}");
    }

    void close() {
        socket.sendClose(1000, "").join();
    }

    /** Sends CloseStream and waits for the end. */
    TestClient finish() {
        say("CloseStream");
        awaitClose();
        return this;
    }

    int awaitClose() {
        return closeCode.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
    }

    /** All messages so far. */
    List<JsonNode> messages() {
        return texts.stream().map(TestClient::parse).toList();
    }

    List<JsonNode> ofType(String type) {
        return messages().stream()
                .filter(message -> message.path("type").asText().equals(type))
                .toList();
    }

    List<JsonNode> results(Predicate<JsonNode> which) {
        return ofType("Results").stream().filter(which).toList();
    }

    List<JsonNode> finals() {
        return results(result -> result.path("is_final").asBoolean());
    }

    List<JsonNode> interims() {
        return results(result -> !result.path("is_final").asBoolean());
    }

    /** What was settled, joined. */
    String finalText() {
        return String.join(
                " ",
                finals().stream()
                        .map(TestClient::transcript)
                        .filter(text -> !text.isEmpty())
                        .toList());
    }

    static String transcript(JsonNode result) {
        return result.at("/channel/alternatives/0/transcript").asText();
    }

    static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode().put("type", "not JSON");
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            texts.add(partial.toString());
            partial.setLength(0);
        }
        webSocket.request(1);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closeReason = reason;
        closeCode.complete(statusCode);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closeCode.complete(error instanceof IOException ? 1006 : -1);
    }
}
