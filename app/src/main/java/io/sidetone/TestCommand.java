package io.sidetone;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code sidetone test}: the launcher's work, explained for those who ask the jar. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = {
            "Runs all tests of a checkout: ./sidetone test [--all]",
            "",
            "The launcher in the checkout's root does it, with Maven; this jar holds no tests."
        })
final class TestCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        System.err.println("tests run from a checkout: ./sidetone test");
        return Main.EXIT_USAGE;
    }
}
