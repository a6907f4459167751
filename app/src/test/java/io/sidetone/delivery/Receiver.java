package io.sidetone.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A webhook's receiver on a real socket that answers as the test says and remembers what it got. */
final class Receiver implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What came. */
    @SuppressWarnings("ArrayRecordComponent") // looked at, never compared
    record Got(Headers headers, byte[] body) {
        String header(String name) {
            return headers.getFirst(name);
        }

        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String callId() {
            return json().at("/data/callId").asText();
        }

        long seq() {
            return json().at("/data/seq").asLong();
        }

        String place() {
            return callId() + "#" + seq();
        }
    }

    /** How to answer; it may wait, and may close without an answer. */
    interface Manner {
        void answer(HttpExchange exchange, Got got) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Got> got = new ArrayList<>();

    Receiver(Manner manner) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            Got request = new Got(
                    exchange.getRequestHeaders(), exchange.getRequestBody().readAllBytes());
            remember(request);
            try (exchange) {
                manner.answer(exchange, request);
            }
        });
        server.start();
    }

    private synchronized void remember(Got request) {
        got.add(request);
        notifyAll();
    }

    static Manner status(int status) {
        return (exchange, request) -> exchange.sendResponseHeaders(status, -1);
    }

    static Manner status(int status, String header, String value) {
        return (exchange, request) -> {
            exchange.getResponseHeaders().set(header, value);
            exchange.sendResponseHeaders(status, -1);
        };
    }

    static void text(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/final?key=hidden");
    }

    synchronized List<Got> got() {
        return List.copyOf(got);
    }

    List<String> places() {
        return got().stream().map(Got::place).toList();
    }

    /** Waits in real time until so many requests have come. */
    synchronized List<Got> await(int count) throws InterruptedException {
        while (got.size() < count) {
            wait();
        }
        return List.copyOf(got);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
