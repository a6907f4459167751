package io.sidetone.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sidetone.sim.twilio.CallPlan;
import io.sidetone.sim.twilio.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What the real server sends of a real call verifies with the public library, and with nothing changed in it. */
@Execution(ExecutionMode.CONCURRENT) // has a world of its own, and mostly waits
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class StandardWebhooksTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> types = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    @Test
    void everyDeliveryVerifiesWithTheLibraryForJava(@TempDir Path data) throws IOException {
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        receiver.createContext("/", this::take);
        receiver.start();
        String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/";
        try (World world = World.start(data, Map.of("webhook.url", url))) {
            world.twilio().place(french(world)).toCompletableFuture().join();
            ended.join();
        } finally {
            receiver.stop(0);
        }
        assertThat(refused).isEmpty();
        assertThat(types).contains("call.started", "leg.started", "transcript.final", "leg.ended", "call.ended");
    }

    /** A call whose text has more than ASCII in it. */
    static CallPlan french(World world) throws IOException {
        Spoken spoken = Spoken.once("chaudiere", 9_000);
        return CallPlan.of(new Target.MediaUrl(world.mediaUrl()), spoken.audio())
                .withParameter("language", spoken.language());
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            try {
                new Webhook(World.SECRET).verify(body, lowerCase(exchange.getRequestHeaders()));
            } catch (WebhookVerificationException | EmptyWebhookSecretException e) {
                refused.add(e.getMessage() + ": " + body);
            }
            exchange.sendResponseHeaders(204, -1);
            String type = JSON.readTree(body).path("type").asText();
            types.add(type);
            if (type.equals("call.ended")) {
                ended.complete(null);
            }
        }
    }

    private static Map<String, List<String>> lowerCase(Map<String, List<String>> headers) {
        Map<String, List<String>> lower = new HashMap<>();
        headers.forEach((name, values) -> lower.put(name.toLowerCase(Locale.ROOT), values));
        return lower;
    }
}
