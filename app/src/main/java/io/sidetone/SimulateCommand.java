package io.sidetone;

import picocli.CommandLine.Command;

/** {@code sidetone simulate}: the outside world, without an account. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = "Plays the outside world: a Twilio call, Deepgram, AssemblyAI, or all of it at once.",
        subcommands = {
            SimulateCallCommand.class,
            SimulateLoadCommand.class,
            SimulateDeepgramCommand.class,
            SimulateAssemblyAiCommand.class
        })
final class SimulateCommand {}
