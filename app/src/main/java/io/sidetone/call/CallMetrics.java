package io.sidetone.call;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/** What operators count about calls. Any thread. */
final class CallMetrics {
    private final Counter started;
    private final Counter ended;

    CallMetrics(MeterRegistry meters, Supplier<Number> live) {
        Gauge.builder("sidetone_calls_live", live)
                .description("calls that are on")
                .register(meters);
        started = Counter.builder("sidetone_calls_started")
                .description("calls that began")
                .register(meters);
        ended = Counter.builder("sidetone_calls_ended")
                .description("calls that are over")
                .register(meters);
    }

    void callStarted() {
        started.increment();
    }

    void callEnded() {
        ended.increment();
    }
}
