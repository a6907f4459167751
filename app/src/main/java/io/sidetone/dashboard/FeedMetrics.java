package io.sidetone.dashboard;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What operators count about the dashboard. Any thread. */
final class FeedMetrics {
    private final MeterRegistry meters;
    private final Counter conflated;
    private final Counter resets;
    private final Counter refused;

    FeedMetrics(MeterRegistry meters) {
        this.meters = meters;
        conflated = counter("sidetone_dashboard_conflated", "states overwritten before a viewer had them");
        resets = counter("sidetone_dashboard_resets", "viewers that fell behind and started anew");
        refused = counter("sidetone_dashboard_refused", "upgrades that were refused");
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(meters);
    }

    void conflated() {
        conflated.increment();
    }

    void reset() {
        resets.increment();
    }

    void refused() {
        refused.increment();
    }

    void closed(Goodbye why) {
        Counter.builder("sidetone_dashboard_closed")
                .description("connections that the server closed")
                .tag("reason", why.reason())
                .register(meters)
                .increment();
    }
}
