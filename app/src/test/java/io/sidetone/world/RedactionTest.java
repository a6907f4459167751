package io.sidetone.world;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Somebody reads a long number out to a server in a process of its own: it comes out by no way. */
@Execution(ExecutionMode.CONCURRENT) // mostly waits for a process of its own
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RedactionTest {
    /** The technician reads out {@code 7 3 0 9 4 4 1 8 2} until 15,950 ms. */
    private static final String RECORDING = "serial-number";

    private static final long BEHIND_THE_NUMBER_MS = 17_500;
    private static final String NUMBER = "7 3 0 9";
    private static final Pattern ADDRESS = Pattern.compile("takes calls at http:[^ ]*localhost:([0-9]+)");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit's
    Path folder;

    @Test
    void neitherWebhookNorSupervisorNorLogShowsTheNumber() throws Exception {
        try (World world = World.start(folder, Map.of());
                Child server = serve(world)) {
            URI address = addressOf(server);
            refused(address);
            List<JsonNode> shown;
            List<String> told;
            try (Supervisor supervisor = Supervisor.watch(dashboardOf(address))) {
                Conversation call =
                        Conversation.begin(world, address.resolve("/twilio/voice"), RECORDING, BEHIND_THE_NUMBER_MS);
                server.terminate();
                server.line("stopping");
                server.terminate();
                assertThat(server.exitStatus()).isZero();
                told = call.events().stream()
                        .map(event -> new String(event.json(), UTF_8))
                        .toList();
                shown = supervisor.frames();
            }

            assertThat(told).anySatisfy(event -> assertThat(event).contains("[number]"));
            assertThat(told).allSatisfy(event -> assertThat(event).doesNotContain(NUMBER, "\"7\"", "\"9\""));
            assertThat(shown).anySatisfy(frame -> assertThat(frame.toString()).contains("transcript.interim"));
            assertThat(shown).anySatisfy(frame -> assertThat(frame.toString()).contains("[number]"));
            assertThat(shown).allSatisfy(frame -> assertThat(frame.toString()).doesNotContain(NUMBER));
            logIsClean(server.everything());
        }
    }

    private static void logIsClean(List<String> log) {
        assertThat(log).anySatisfy(line -> assertThat(line).contains("answer.dial.number = +*********10"));
        assertThat(log).anySatisfy(line -> assertThat(line).contains("From=%2B*********01"));
        assertThat(log).allSatisfy(line -> assertThat(line).doesNotContain(NUMBER, "1500555"));
    }

    /** What is refused is logged with its URL. */
    private static void refused(URI address) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/twilio/voice?From=%2B15005550001"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(403);
    }

    private Child serve(World world) throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Map<String, String> settings = Map.ofEntries(
                Map.entry("http.host", "127.0.0.1"),
                Map.entry("http.port", "0"),
                Map.entry("management.port", "0"),
                Map.entry("twilio.account-sid", World.ACCOUNT_SID),
                Map.entry("twilio.auth-token", World.AUTH_TOKEN),
                Map.entry("answer.dial.number", "+15005550010"),
                Map.entry("answer.roles.inbound", "technician"),
                Map.entry("answer.roles.outbound", "agent"),
                Map.entry("deepgram.url", world.deepgram().url().toString()),
                Map.entry("deepgram.api-key", "test-key"),
                Map.entry("webhook.url", world.webhookUrl().toString()),
                Map.entry("webhook.secret", World.SECRET),
                Map.entry("webhook.events", World.ALL_EVENTS),
                Map.entry("webhook.include", "words"),
                Map.entry("dashboard.token", World.DASHBOARD_TOKEN),
                Map.entry("redaction.cards", "true"),
                Map.entry("log.format", "json"),
                Map.entry("log.level", "trace"),
                Map.entry("data.dir", data.toString()));
        List<String> arguments = new ArrayList<>(List.of("serve"));
        settings.forEach((name, value) -> arguments.addAll(List.of("--set", name + "=" + value)));
        return Child.run(folder, arguments.toArray(String[]::new));
    }

    private static URI addressOf(Child server) throws InterruptedException {
        Matcher address = ADDRESS.matcher(server.line("takes calls at"));
        assertThat(address.find()).isTrue();
        return URI.create("http://localhost:" + address.group(1));
    }

    private static URI dashboardOf(URI address) {
        return URI.create("ws://localhost:" + address.getPort() + "/api/v1/dashboard/ws");
    }
}
