package io.sidetone;

import picocli.CommandLine.Command;

/** {@code sidetone deliveries}. */
@Command(
        name = "deliveries",
        mixinStandardHelpOptions = true,
        description = "Shows what became of events at the webhooks of a running server, and sends them again.",
        subcommands = {
            DeliveriesListCommand.class,
            DeliveriesShowCommand.class,
            DeliveriesRetryCommand.class,
            DeliveriesDropCommand.class,
            DeliveriesResumeCommand.class
        })
final class DeliveriesCommand {}
