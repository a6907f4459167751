package io.sidetone.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The public library for JavaScript judges what the real server sends of a real call.
 *
 * <p>Needs Node.js and {@code npm ci} in {@code peers/standardwebhooks}.
 */
@Tag("peers")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class StandardWebhooksPeerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path PEER =
            Path.of("..", "peers", "standardwebhooks").toAbsolutePath().normalize();

    @Test
    void everyDeliveryVerifiesWithTheLibraryForJavaScript(@TempDir Path data) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("node", "check.mjs")
                .directory(PEER.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("WEBHOOK_SECRET", World.SECRET);
        Process node = builder.start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8))) {
            String url = lines.readLine().replace("listening ", "http://127.0.0.1:") + "/";
            List<JsonNode> verdicts = new ArrayList<>();
            try (World world = World.start(data, Map.of("webhook.url", url))) {
                world.twilio()
                        .place(StandardWebhooksTest.french(world))
                        .toCompletableFuture()
                        .join();
                JsonNode verdict;
                do {
                    verdict = JSON.readTree(lines.readLine());
                    verdicts.add(verdict);
                } while (!verdict.path("type").asText().equals("call.ended"));
            }
            assertThat(verdicts).noneMatch(it -> it.has("error"));
            assertThat(verdicts)
                    .extracting(it -> it.path("type").asText())
                    .contains("call.started", "leg.started", "transcript.final", "call.ended");
        } finally {
            node.destroyForcibly();
        }
    }
}
