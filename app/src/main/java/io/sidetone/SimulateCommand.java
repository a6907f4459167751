package io.sidetone;

import picocli.CommandLine.Command;

/** {@code sidetone simulate}: the outside world, without an account. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = "Plays the outside world: a Twilio call, Deepgram, or AssemblyAI.",
        subcommands = {SimulateCallCommand.class, SimulateDeepgramCommand.class, SimulateAssemblyAiCommand.class})
final class SimulateCommand {}
