package io.sidetone;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sidetone events}. */
@Command(
        name = "events",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the events of a running server, one JSON object per line.",
            "",
            "They are those that webhooks get, from the oldest that is kept on or from a place in the log. At the end it"
                    + " says on standard error where to go on."
        })
final class EventsCommand implements Callable<Integer> {
    private static final String AT_ONCE = "500";
    private static final String WAIT_SECONDS = "30";
    private static final long PAUSE_MS = 1_000; // while the server is away

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli's
    private CommandSpec spec;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(
            names = "--after",
            paramLabel = "CURSOR",
            description = "where to go on: what this command said at its end, or latest")
    private @Nullable String after;

    @Option(names = "--call", paramLabel = "CALLID", description = "of one call only")
    private @Nullable String callId;

    @Option(
            names = "--types",
            paramLabel = "TYPES",
            description = "of these types only, such as transcript.final,call.ended")
    private @Nullable String types;

    @Option(names = "--words", description = "each word with its times, too")
    private boolean words;

    @Option(
            names = {"-f", "--follow"},
            description = "waits for more, until Ctrl-C; also for a server that is away for a while")
    private boolean follow;

    @Override
    public Integer call() throws IOException {
        ApiClient client = server.client();
        try {
            boolean more = true;
            while (more || follow) {
                more = page(client);
            }
        } catch (InterruptedIOException e) {
            spec.commandLine().getErr().println(e.getMessage());
        }
        spec.commandLine().getErr().println("to go on: --after " + after);
        return 0;
    }

    /** False if there was nothing more. */
    private boolean page(ApiClient client) throws IOException {
        JsonNode page = asked(client);
        page.path("items").forEach(event -> spec.commandLine().getOut().println(event));
        spec.commandLine().getOut().flush();
        after = page.path("nextCursor").asText();
        return !page.path("items").isEmpty();
    }

    private JsonNode asked(ApiClient client) throws IOException {
        Map<String, @Nullable String> parameters = new LinkedHashMap<>();
        parameters.put("after", after);
        parameters.put("callId", callId);
        parameters.put("types", types);
        parameters.put("include", words ? "words" : null);
        parameters.put("limit", AT_ONCE);
        parameters.put("wait", follow ? WAIT_SECONDS : null);
        boolean wasThere = after != null;
        while (true) {
            try {
                return client.getJson("/events", parameters);
            } catch (ConnectException e) {
                if (!follow || !wasThere) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static void pause() throws InterruptedIOException {
        try {
            Thread.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the server was away");
        }
    }
}
