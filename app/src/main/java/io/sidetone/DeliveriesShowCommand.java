package io.sidetone;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sidetone deliveries show}. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Shows one delivery with what the receiver answered.")
final class DeliveriesShowCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli's
    private CommandSpec spec;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "ID", description = "such as s_7Qm2vJ0d.l1.17@crm")
    private String id = "";

    @Override
    public Integer call() throws IOException {
        spec.commandLine()
                .getOut()
                .println(server.client()
                        .getJson("/deliveries/" + ApiClient.encoded(id), Map.of())
                        .toPrettyString());
        return 0;
    }
}
