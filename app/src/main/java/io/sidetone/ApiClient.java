package io.sidetone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks a running server over its API, as any program could. What the server refuses becomes an {@link IOException}. */
final class ApiClient {
    static final ObjectMapper JSON = new ObjectMapper();

    /** Longer than any answer may take, those that wait for news included. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final URI server;
    private final String token;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    ApiClient(URI server, String token) {
        this.server = server;
        this.token = token;
    }

    /** @param parameters by name; those that are null are left out */
    String get(String path, Map<String, @Nullable String> parameters) throws IOException {
        String query = parameters.entrySet().stream()
                .filter(it -> it.getValue() != null)
                .map(it -> encoded(it.getKey()) + "=" + encoded(String.valueOf(it.getValue())))
                .collect(Collectors.joining("&"));
        return ask(path + (query.isEmpty() ? "" : "?" + query), request -> request.GET());
    }

    JsonNode getJson(String path, Map<String, @Nullable String> parameters) throws IOException {
        return JSON.readTree(get(path, parameters));
    }

    JsonNode post(String path, JsonNode body) throws IOException {
        return JSON.readTree(ask(path, request -> request.header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))));
    }

    JsonNode delete(String path) throws IOException {
        return JSON.readTree(ask(path, request -> request.DELETE()));
    }

    /** For a segment of a path, or a part of a query. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private interface Method {
        HttpRequest.Builder of(HttpRequest.Builder request);
    }

    private String ask(String path, Method method) throws IOException {
        URI address = URI.create(server.toString().replaceFirst("/+$", "") + "/api/v1" + path);
        HttpRequest request = method.of(
                        HttpRequest.newBuilder(address).timeout(PATIENCE).header("authorization", "Bearer " + token))
                .build();
        HttpResponse<String> answer = send(request);
        if (answer.statusCode() != 200) {
            throw new IOException(refusal(answer));
        }
        return answer.body();
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (ConnectException e) {
            throw new ConnectException("no server answers at " + server + "; is it running, and is --url right?");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for " + server);
        }
    }

    /** What a problem document says; of other answers only the status, as they may be anything. */
    private String refusal(HttpResponse<String> answer) {
        String said = "";
        try {
            said = JSON.readTree(answer.body()).path("detail").asText("");
        } catch (JsonProcessingException e) {
            said = "which is no answer of Sidetone's; is --url right?";
        }
        return server + " answered " + answer.statusCode() + ": " + said;
    }
}
