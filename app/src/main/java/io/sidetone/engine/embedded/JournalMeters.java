package io.sidetone.engine.embedded;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.sql.SQLException;
import java.util.function.Supplier;

/** What the journal tells of itself in numbers. Safe on any thread. */
final class JournalMeters {
    private final MeterRegistry registry;
    private final Counter appended;
    private final Counter lost;
    private final Timer commits;

    JournalMeters(MeterRegistry registry) {
        this.registry = registry;
        this.appended = Counter.builder("sidetone_journal_events")
                .description("Events made durable")
                .register(registry);
        this.lost = Counter.builder("sidetone_journal_lost")
                .description("Events that could not be made durable")
                .register(registry);
        this.commits = Timer.builder("sidetone_journal_commit")
                .description("Writing one batch, until it would survive a power cut")
                .register(registry);
    }

    interface Commit<T> {
        T make() throws SQLException;
    }

    <T> T timed(Commit<T> commit) throws SQLException {
        Timer.Sample sample = Timer.start(registry);
        T result = commit.make();
        sample.stop(commits);
        return result;
    }

    void appended(int events) {
        appended.increment(events);
    }

    void lost() {
        lost.increment();
    }

    /** @param name begins with {@code sidetone_journal_} */
    void gauge(String name, String description, Supplier<Number> value) {
        io.micrometer.core.instrument.Gauge.builder(name, value)
                .description(description)
                .register(registry);
    }
}
