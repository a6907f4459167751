package io.sidetone.sim.assemblyai;

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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A client on the JDK's own WebSocket, so that nothing of the emulator's is on both sides. */
final class TestClient implements WebSocket.Listener {
    static final String QUERY =
            "speech_model=universal-streaming-english&encoding=pcm_mulaw&sample_rate=8000&format_turns=true";
    /** Held for good, as the thread that reads for its sockets is only sure to live as long as the client. */
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LIMIT_SECONDS = 20;

    final List<String> texts = new CopyOnWriteArrayList<>();
    final CompletableFuture<Integer> closeCode = new CompletableFuture<>();
    final CompletableFuture<Boolean> begun = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private volatile WebSocket socket;

    @SuppressWarnings("NullAway.Init") // the socket is there once connect() returns
    private TestClient() {}

    /** Connects and waits for {@code Begin}. */
    static TestClient begin(AssemblyAiEmulator emulator, String query) {
        TestClient client = connect(emulator, query, "secret");
        client.begun.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
        return client;
    }

    static TestClient connect(AssemblyAiEmulator emulator, String query, String authorization) {
        TestClient client = new TestClient();
        client.socket = HTTP.newWebSocketBuilder()
                .header("Authorization", authorization)
                .buildAsync(URI.create(emulator.url() + "/v3/ws?" + query), client)
                .join();
        return client;
    }

    /** The status an upgrade is refused with. */
    static int refusedWith(AssemblyAiEmulator emulator) {
        try {
            connect(emulator, QUERY, "secret").socket.abort();
            throw new AssertionError("the upgrade was accepted");
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw e;
        }
    }

    TestClient audio(byte[] bytes) {
        return audio(bytes, 800);
    }

    /** Sends audio in frames of this size. */
    TestClient audio(byte[] bytes, int frame) {
        for (int at = 0; at < bytes.length; at += frame) {
            binary(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + frame)));
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

    /** Sends Terminate and waits for the end. */
    TestClient finish() {
        say("Terminate");
        awaitClose();
        return this;
    }

    /** The JDK's client does not always notice that the other side has hung up; then a ping does. */
    int awaitClose() {
        for (int second = 0; second < LIMIT_SECONDS && !closeCode.isDone(); second++) {
            try {
                return closeCode.get(1, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                socket.sendPing(ByteBuffer.allocate(1)).whenComplete((sent, failure) -> {
                    if (failure != null) {
                        closeCode.complete(1006);
                    }
                });
            } catch (ExecutionException | InterruptedException e) {
                throw new CompletionException(e);
            }
        }
        return closeCode.orTimeout(1, TimeUnit.SECONDS).join();
    }

    List<JsonNode> ofType(String type) {
        return texts.stream()
                .map(TestClient::parse)
                .filter(message -> message.path("type").asText().equals(type))
                .toList();
    }

    List<JsonNode> ends(boolean formatted) {
        return ofType("Turn").stream()
                .filter(turn -> turn.path("end_of_turn").asBoolean()
                        && turn.path("turn_is_formatted").asBoolean() == formatted)
                .toList();
    }

    List<String> endTexts(boolean formatted) {
        return ends(formatted).stream()
                .map(turn -> turn.path("transcript").asText())
                .toList();
    }

    private static JsonNode parse(String text) {
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
            if (!ofType("Begin").isEmpty()) {
                begun.complete(true);
            }
        }
        webSocket.request(1);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closeCode.complete(statusCode);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closeCode.complete(error instanceof IOException ? 1006 : -1);
    }
}
