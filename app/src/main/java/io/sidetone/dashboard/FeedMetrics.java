package io.sidetone.dashboard;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What operators count about the dashboard. Any thread. */
final class FeedMetrics {
    private final MeterRegistry meters;
    private final Counter conflated;
    private final Counter frames;
    private final Counter bytes;
    private final Counter logged;
    private final Counter states;
    private final Timer clientLag;
    private final Timer feedDelay;
    private final AtomicLong ringAgeMillis = new AtomicLong();
    private final Counter refused;
    private final Counter resets;
    private final Counter lagging;

    FeedMetrics(MeterRegistry meters) {
        this.meters = meters;
        conflated = counter("sidetone_dashboard_conflated", "states overwritten before a viewer had them");
        frames = counter("sidetone_dashboard_frames", "frames sent to viewers");
        bytes = counter("sidetone_dashboard_bytes", "bytes of these frames, as JSON");
        logged = counter("sidetone_dashboard_events", "events sent to viewers, by class", "class", "log");
        states = counter("sidetone_dashboard_events", "events sent to viewers, by class", "class", "state");
        clientLag = timer("sidetone_dashboard_client_lag", "age of what clients have applied, as they say themselves");
        feedDelay = timer("sidetone_dashboard_feed_delay", "how late the feed's own clock ticks");
        Gauge.builder("sidetone_dashboard_ring_age", ringAgeMillis, it -> it.get() / 1_000.0)
                .description("age of the oldest event that can be replayed")
                .baseUnit("seconds")
                .register(meters);
        resets = counter("sidetone_dashboard_resets", "viewers sent back to a snapshot", "reason", "fell_behind");
        lagging = counter("sidetone_dashboard_lagging", "viewers told that what they show is old");
        for (Goodbye why : Goodbye.values()) {
            closedBecauseOf(why); // so that the first one is seen as one more
        }
        resumes("replay", "resumed");
        refused = counter("sidetone_dashboard_refused", "upgrades that were refused");
    }

    private Counter counter(String name, String description, String... tags) {
        return Counter.builder(name).description(description).tags(tags).register(meters);
    }

    private Timer timer(String name, String description) {
        return Timer.builder(name)
                .description(description)
                .publishPercentileHistogram()
                .register(meters);
    }

    void frame(int size) {
        frames.increment();
        bytes.increment(size);
    }

    /** Events in a frame: those with a number, and those of the moment. */
    void sent(int logged, int states) {
        this.logged.increment(logged);
        this.states.increment(states);
    }

    /** @param reason {@code resumed}, or why not */
    void resumed(String mode, String reason) {
        resumes(mode, reason).increment();
    }

    private Counter resumes(String mode, String reason) {
        return counter("sidetone_dashboard_resumes", "reconnects, by how they went on", "mode", mode, "reason", reason);
    }

    /** What is beyond an hour is a wrong clock. */
    void clientLag(long millis) {
        if (millis >= 0 && millis <= 3_600_000) {
            clientLag.record(millis, TimeUnit.MILLISECONDS);
        }
    }

    void feedDelay(long nanos) {
        feedDelay.record(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    }

    void ringAge(long millis) {
        ringAgeMillis.set(millis);
    }

    void conflated() {
        conflated.increment();
    }

    void reset() {
        resets.increment();
    }

    void lagging() {
        lagging.increment();
    }

    void refused() {
        refused.increment();
    }

    void closed(Goodbye why) {
        closedBecauseOf(why).increment();
    }

    private Counter closedBecauseOf(Goodbye why) {
        return counter("sidetone_dashboard_closed", "connections that the server closed", "reason", why.reason());
    }
}
