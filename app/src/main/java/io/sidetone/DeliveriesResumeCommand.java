package io.sidetone;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sidetone deliveries resume}. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = {
            "Tries a webhook at once that is suspended or gone.",
            "",
            "If it takes what it is sent, it gets what it has missed."
        })
final class DeliveriesResumeCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli's
    private CommandSpec spec;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "NAME", description = "the webhook's name in the settings")
    private String name = "";

    @Option(
            names = "--by",
            defaultValue = "${sys:user.name}",
            paramLabel = "NAME",
            description = "who wants it; kept among the actions (default: ${DEFAULT-VALUE})")
    private String by = "";

    @Override
    public Integer call() throws IOException {
        ObjectNode body = ApiClient.JSON.createObjectNode().put("by", by);
        server.client().post("/webhooks/" + ApiClient.encoded(name) + "/resume", body);
        spec.commandLine().getOut().println(name + " is being tried");
        return 0;
    }
}
