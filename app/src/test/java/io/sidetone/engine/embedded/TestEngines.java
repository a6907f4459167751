package io.sidetone.engine.embedded;

import io.sidetone.engine.Events;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
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

    /** A journal file as an older version left it, with finals numbered from 1. */
    static void makeOld(Path file, int version, String callId, int finals, String text) throws SQLException {
        try (Db db = Db.create(file, Db.Commit.POWER_CUT)) {
            new Schema(Schema.JOURNAL.steps().subList(0, version)).migrate(db);
            for (int pos = 1; pos <= finals; pos++) {
                EventRow.insert(db, pos, Events.spoken(callId, pos, text + " " + pos), Shards.of(callId));
            }
        }
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
