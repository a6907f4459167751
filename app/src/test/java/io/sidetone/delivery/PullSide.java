package io.sidetone.delivery;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sidetone.engine.CallEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code GET /api/v1/events} with its pages, cursors and token, over events that a test hands it. */
final class PullSide implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** The real one refuses what it does not know. */
    private static final Set<String> PARAMETERS = Set.of("after", "callId", "types", "wait", "limit");

    private final String token;
    private final int pageSize;
    private final HttpServer server;
    private final List<CallEvent> events = new ArrayList<>();
    private final List<String> cursors = new ArrayList<>();

    PullSide(String token, int pageSize) throws IOException {
        this.token = token;
        this.pageSize = pageSize;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.createContext("/api/v1/events", this::answer);
        server.start();
    }

    synchronized void has(CallEvent... more) {
        events.addAll(List.of(more));
    }

    /** What was asked for, in the order of asking; empty for the beginning. */
    synchronized List<String> cursors() {
        return List.copyOf(cursors);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            Map<String, String> asked = parameters(exchange.getRequestURI().getRawQuery());
            if (!PARAMETERS.containsAll(asked.keySet())) {
                exchange.sendResponseHeaders(400, -1);
                return;
            }
            byte[] page = page(asked.getOrDefault("after", "")).toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
        }
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : query.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return parameters;
    }

    /** Cursors are opaque, and have what needs escaping in an address. */
    private synchronized ObjectNode page(String after) throws IOException {
        cursors.add(after);
        int from = after.isEmpty() ? 0 : Integer.parseInt(after.substring(2, after.length() - 2));
        int to = Math.min(events.size(), from + pageSize);
        ObjectNode page = JSON.createObjectNode();
        ArrayNode items = page.putArray("items");
        for (CallEvent event : events.subList(from, to)) {
            ObjectNode item = items.addObject().put("id", event.eventId());
            item.setAll((ObjectNode) JSON.readTree(Envelope.of(event, true)));
        }
        return page.put("nextCursor", "c+" + to + "/=");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
