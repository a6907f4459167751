package io.sidetone.sim.load;

import org.HdrHistogram.Histogram;

/** A distribution of durations, milliseconds; all 0 where nothing was recorded. */
public record Latency(long count, double p50, double p90, double p99, double p999, double max) {
    private static final double MICROS = 1_000;

    static Latency of(Histogram micros) {
        return new Latency(
                micros.getTotalCount(),
                micros.getValueAtPercentile(50) / MICROS,
                micros.getValueAtPercentile(90) / MICROS,
                micros.getValueAtPercentile(99) / MICROS,
                micros.getValueAtPercentile(99.9) / MICROS,
                micros.getMaxValue() / MICROS);
    }
}
