package io.sidetone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sidetone erase}. */
@Command(
        name = "erase",
        mixinStandardHelpOptions = true,
        description = {
            "Removes every trace of a call, or of a number, from a running server, and says what that was.",
            "",
            "There is no way back. Calls that are not over yet are left and named, and the exit code is 2 then. What"
                    + " webhooks were sent is with their receivers."
        })
final class EraseCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli's
    private CommandSpec spec;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @ArgGroup(multiplicity = "1")
    private What what = new What();

    /** One of the two. */
    static final class What {
        @Option(names = "--call", paramLabel = "CALLID", description = "the call")
        private @Nullable String callId;

        @Option(
                names = "--number",
                paramLabel = "NUMBER",
                description = "all calls from or to it, such as +15550100001")
        private @Nullable String number;
    }

    @Option(
            names = "--by",
            defaultValue = "${sys:user.name}",
            paramLabel = "NAME",
            description = "who wants it; kept among the actions (default: ${DEFAULT-VALUE})")
    private String by = "";

    @Override
    public Integer call() throws IOException {
        ApiClient client = server.client();
        JsonNode erased;
        if (what.callId != null) {
            erased = client.delete("/calls/" + ApiClient.encoded(what.callId) + "?by=" + ApiClient.encoded(by));
        } else {
            ObjectNode body =
                    ApiClient.JSON.createObjectNode().put("number", what.number).put("by", by);
            erased = client.post("/erase", body);
        }
        tell(erased);
        return 0;
    }

    private void tell(JsonNode erased) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("erased: " + erased.path("callIds").size() + " calls, "
                + erased.path("events").asLong() + " events, "
                + erased.path("deliveries").asLong() + " deliveries");
        erased.path("callIds").forEach(callId -> out.println("  " + callId.asText()));
        erased.path("unread")
                .forEach(file -> out.println(
                        "to be removed by hand, as it is damaged and may still hold something: " + file.asText()));
    }
}
