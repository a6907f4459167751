package io.sidetone.twiml;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Plays Twilio's REST API on loopback: answers every request alike and keeps what it was asked. */
final class RestPlayer implements AutoCloseable {
    private final HttpServer server;
    private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
    private volatile int status = 201;
    private volatile String answer = "{}";

    record Asked(String method, String path, String authorization, SortedMap<String, List<String>> form) {
        String field(String name) {
            return String.join("|", form.getOrDefault(name, List.of()));
        }
    }

    RestPlayer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/twilio-api/");
    }

    void answerWith(int newStatus, String newAnswer) {
        status = newStatus;
        answer = newAnswer;
    }

    List<Asked> asked() {
        return List.copyOf(asked);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            asked.add(new Asked(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getRawPath(),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                    FormBody.parse(body, 1000)));
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
