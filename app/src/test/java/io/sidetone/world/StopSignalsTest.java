package io.sidetone.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.sim.twilio.Outcome;
import java.io.IOException;
import java.net.URI;
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
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A server in a process of its own is told to stop as init systems and operators do. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no SIGTERM")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class StopSignalsTest {
    private static final Pattern ADDRESS = Pattern.compile("takes calls at (http://localhost:[0-9]+)");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit's
    Path folder;

    @Test
    void afterOneSigtermTheLiveCallEndsByItselfAndThenTheProcess() throws IOException, InterruptedException {
        try (World world = World.start(folder, Map.of());
                Child server = serve(world)) {
            Conversation call = Conversation.begin(world, voiceOf(server), "hello", 1_000);
            server.terminate();
            server.line("stopping");

            assertThat(call.report().outcome()).isEqualTo(new Outcome.Completed());
            assertThat(server.exitStatus()).isZero();
            assertThat(world.ended(call.callId()))
                    .as("all was delivered before the exit")
                    .isDone();
            call.isComplete();
        }
    }

    @Test
    void aSecondSigtermEndsTheCallAndDeliversWhatWasSaid() throws IOException, InterruptedException {
        try (World world = World.start(folder, Map.of());
                Child server = serve(world)) {
            Conversation call = Conversation.begin(world, voiceOf(server), "hello", 4_000);
            server.terminate();
            server.line("stopping");
            assertThat(server.isAlive()).isTrue();
            server.terminate();

            assertThat(server.exitStatus()).isZero();
            assertThat(call.report().outcome()).isNotEqualTo(new Outcome.Completed());
            assertThat(call.endReason()).isEqualTo("shutdown");
            assertThat(call.words("agent"))
                    .startsWith(Conversation.texts(Script.of("hello"), "agent", 3_900)
                            .toArray(String[]::new));
        }
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
                Map.entry("log.format", "text"),
                Map.entry("data.dir", data.toString()));
        List<String> arguments = new ArrayList<>(List.of("serve"));
        settings.forEach((name, value) -> arguments.addAll(List.of("--set", name + "=" + value)));
        return Child.run(folder, arguments.toArray(String[]::new));
    }

    private static URI voiceOf(Child server) throws InterruptedException {
        Matcher address = ADDRESS.matcher(server.line("takes calls at"));
        assertThat(address.find()).isTrue();
        return URI.create(address.group(1) + "/twilio/voice");
    }
}
