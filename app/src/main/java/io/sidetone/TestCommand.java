package io.sidetone;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sidetone test}: the launcher's work, explained for those who ask the jar. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = {
            "Runs all tests of a checkout.",
            "",
            "The launcher in the checkout's root does it, with Maven: ./sidetone test [--all]. This jar holds no tests."
        })
final class TestCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli's
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().getErr().println("tests run from a checkout: ./sidetone test");
        return Main.EXIT_USAGE;
    }
}
