package io.sidetone;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sidetone deliveries list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description =
                "Lists deliveries, newest first: how each stands, its attempts, the last one, and what went wrong.")
final class DeliveriesListCommand implements Callable<Integer> {
    private static final int MOST_AT_ONCE = 500;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli's
    private CommandSpec spec;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(names = "--status", description = "pending, delivered or dead")
    private @Nullable String status;

    @Mixin
    private DeliveryFilter filter = new DeliveryFilter();

    @Option(
            names = "--limit",
            defaultValue = "100",
            paramLabel = "NUMBER",
            description = "so many at the most (default: ${DEFAULT-VALUE})")
    private int limit;

    @Option(names = "--json", description = "one JSON object per line")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        ApiClient client = server.client();
        Map<String, @Nullable String> parameters = new LinkedHashMap<>(filter.parameters());
        parameters.put("status", status);
        int left = limit;
        String cursor = "";
        while (left > 0 && cursor != null) {
            parameters.put("limit", Integer.toString(Math.min(left, MOST_AT_ONCE)));
            parameters.put("cursor", cursor.isEmpty() ? null : cursor);
            JsonNode page = client.getJson("/deliveries", parameters);
            page.path("items").forEach(this::print);
            left -= page.path("items").size();
            cursor = page.path("nextCursor").asText(null);
        }
        return 0;
    }

    private void print(JsonNode delivery) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? delivery.toString() : line(delivery));
    }

    private static String line(JsonNode delivery) {
        return String.format(
                        Locale.ROOT,
                        "%-9s %2d×  %s  %s  %s",
                        delivery.path("status").asText(),
                        delivery.path("attempts").asInt(),
                        Instant.ofEpochMilli(delivery.path("lastAt").asLong()).truncatedTo(ChronoUnit.SECONDS),
                        delivery.path("id").asText(),
                        delivery.path("error").asText(""))
                .stripTrailing();
    }
}
