package io.sidetone;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sidetone deliveries drop}. */
@Command(
        name = "drop",
        mixinStandardHelpOptions = true,
        description = {
            "Forgets dead deliveries that nobody wants any more.",
            "",
            "What they carried stays in the journal. Something must restrict the wish."
        })
final class DeliveriesDropCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli's
    private CommandSpec spec;

    @Mixin
    private DeliveryWish wish = new DeliveryWish();

    @Override
    public Integer call() throws IOException {
        long count = wish.carryOut("/deliveries/drop", wish.body());
        spec.commandLine()
                .getOut()
                .println(
                        count + (wish.dryRun() ? " dead deliveries would be dropped" : " dead deliveries are dropped"));
        return 0;
    }
}
