package io.sidetone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidetone.settings.Settings;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sidetone health}: for containers, which have no other program to ask with, and for people. */
@Command(
        name = "health",
        mixinStandardHelpOptions = true,
        description = {
            "Asks a running server how its parts are.",
            "",
            "Exit status 0: it answers, and with --ready also takes new calls; else 1."
        })
final class HealthCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli's
    private CommandSpec spec;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "the management port, such as http://10.0.0.7:9090 (default: on this machine, by its settings)")
    private @Nullable URI url;

    @Option(names = "--ready", description = "only while new calls are taken is that well")
    private boolean ready;

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() {
        LogSetup.onlyErrors();
        PrintWriter out = spec.commandLine().getOut();
        try {
            URI server = url != null ? url : here(options.read().management());
            new ObjectMapper()
                    .readTree(ask(server, "/health").body())
                    .path("checks")
                    .forEach(check -> tell(out, check));
            HttpResponse<String> answer = ask(server, ready ? "/health/ready" : "/health/live");
            out.println(answer.body().strip());
            return answer.statusCode() == 200 ? 0 : 1;
        } catch (IOException e) {
            spec.commandLine().getErr().println("no answer: " + e + " (expected: a Sidetone at management.port)");
            return 1;
        }
    }

    private static URI here(Settings.Management management) {
        return URI.create("http://" + Settings.reachable(management.host()) + ":" + management.port());
    }

    private static void tell(PrintWriter out, JsonNode check) {
        String detail = check.path("detail").asText();
        out.println(check.path("name").asText() + ": " + check.path("status").asText()
                + (detail.isEmpty() ? "" : ", " + detail));
    }

    private static HttpResponse<String> ask(URI server, String path) throws IOException {
        HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
        HttpRequest request =
                HttpRequest.newBuilder(server.resolve(path)).timeout(PATIENCE).build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
