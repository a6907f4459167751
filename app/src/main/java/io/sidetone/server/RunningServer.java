package io.sidetone.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidetone.settings.Settings;
import java.io.IOException;
import java.time.Duration;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Asks a management port who is there. Blocks; for a command's own thread. */
final class RunningServer {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private RunningServer() {}

    /** The instance that runs there; null if no Sidetone does. */
    static @Nullable String instance(String host, int port) {
        if (port == 0) { // any free one: nobody could be found there
            return null;
        }
        OkHttpClient http = new OkHttpClient.Builder().callTimeout(PATIENCE).build();
        Request ask = new Request.Builder()
                .url("http://" + Settings.reachable(host) + ":" + port + "/info")
                .build();
        try (Response answer = http.newCall(ask).execute()) {
            JsonNode info = new ObjectMapper().readTree(answer.peekBody(4_096).bytes());
            JsonNode instance = info.path("instance");
            return info.path("name").asText().equals("sidetone") && instance.isTextual() ? instance.asText() : null;
        } catch (IOException e) {
            return null; // somebody else's port, or nobody's
        } finally {
            http.dispatcher().executorService().shutdown();
            http.connectionPool().evictAll();
        }
    }
}
