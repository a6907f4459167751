package io.sidetone.engine.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Engines for tests: on real files, without ballast. */
public final class TestEngines {
    public static final EmbeddedLimits LIMITS = EmbeddedLimits.DEFAULT.withBallastBytes(0);

    private TestEngines() {}

    /** @param dir a directory of the test's own */
    public static EmbeddedEngine open(Path dir) {
        return open(dir, LIMITS);
    }

    public static EmbeddedEngine open(Path dir, EmbeddedLimits limits) {
        return EmbeddedEngine.open("test", dir, limits, Clock.systemUTC());
    }

    /** Waits in real time; the test's own timeout ends it. */
    static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("in vain");
            }
            Thread.onSpinWait();
        }
    }

    /** Oldest first. */
    static List<Path> journalFiles(Path dir) {
        return files(dir, "journal-\\d+-\\d+\\.db");
    }

    /** By name, a regular expression. */
    static List<Path> files(Path dir, String name) {
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(file -> file.getFileName().toString().matches(name))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
