package io.sidetone.sim.deepgram;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidetone.codec.Wav;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Posts pieces of audio, on the JDK's own client. */
final class TestPost {
    static final String QUERY = "model=nova-3&language=en&smart_format=true&utterances=true";
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private TestPost() {}

    static HttpResponse<String> wav(DeepgramEmulator emulator, String query, Wav wav) {
        return later(emulator, query, wav.toBytes()).join();
    }

    static CompletableFuture<HttpResponse<String>> later(DeepgramEmulator emulator, String query, byte[] body) {
        return send(request(emulator, query, body).build());
    }

    static CompletableFuture<HttpResponse<String>> send(HttpRequest request) {
        return CLIENT.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    static HttpRequest.Builder request(DeepgramEmulator emulator, String query, byte[] body) {
        URI url = URI.create(emulator.httpUrl() + "/v1/listen?" + query);
        return HttpRequest.newBuilder(url)
                .timeout(LIMIT)
                .header("Authorization", "Token secret")
                .header("Content-Type", "audio/wav")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    }

    /** Posts on a bare socket, for clients that hang up; the answer is not read. */
    static Socket onASocket(DeepgramEmulator emulator, String query, byte[] body) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), emulator.port());
        String head = String.join(
                "\r\n",
                "POST /v1/listen?" + query + " HTTP/1.1",
                "Host: localhost",
                "Authorization: Token secret",
                "Content-Type: audio/wav",
                "Content-Length: " + body.length,
                "",
                "");
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(body);
        return socket;
    }

    /** What is in an answer's first alternative. */
    static JsonNode heard(HttpResponse<String> answer) {
        return TestClient.parse(answer.body()).at("/results/channels/0/alternatives/0");
    }

    static String transcript(HttpResponse<String> answer) {
        return heard(answer).path("transcript").asText();
    }
}
