package io.sidetone;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sidetone deliveries retry}. */
@Command(
        name = "retry",
        mixinStandardHelpOptions = true,
        description = {
            "Sends deliveries again, with the same ids as before.",
            "",
            "Dead ones, unless --status or an ID says otherwise. Something must restrict the wish.",
            "",
            "  sidetone deliveries retry --target crm --since 2025-11-20T10:00:00Z --dry-run",
            "  sidetone deliveries retry s_7Qm2vJ0d.l1.17@crm"
        })
final class DeliveriesRetryCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli's
    private CommandSpec spec;

    @Mixin
    private DeliveryWish wish = new DeliveryWish();

    @Option(names = "--status", description = "dead or delivered")
    private @Nullable String status;

    @Override
    public Integer call() throws IOException {
        ObjectNode body = wish.body();
        if (status != null) {
            body.put("status", status);
        }
        long count = wish.carryOut("/deliveries/retry", body);
        spec.commandLine()
                .getOut()
                .println(count + (wish.dryRun() ? " deliveries would be sent again" : " deliveries are sent again"));
        return 0;
    }
}
