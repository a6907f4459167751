package io.sidetone;

import picocli.CommandLine.Command;

/** {@code sidetone webhook}. */
@Command(
        name = "webhook",
        mixinStandardHelpOptions = true,
        description = "Helps people who write webhook consumers.",
        subcommands = WebhookListenCommand.class)
final class WebhookCommand {}
