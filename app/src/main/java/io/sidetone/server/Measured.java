package io.sidetone.server;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import io.sidetone.dashboard.SystemStats.Percentiles;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Reads back what the rooms have measured. Any thread. */
final class Measured {
    private static final Percentiles NOTHING = new Percentiles(0, 0, 0);

    private final MeterRegistry meters;

    Measured(MeterRegistry meters) {
        this.meters = meters;
    }

    static Percentiles percentiles(Timer timer) {
        double[] at = new double[3];
        for (ValueAtPercentile value : timer.takeSnapshot().percentileValues()) {
            int place = value.percentile() < 0.9 ? 0 : value.percentile() < 0.97 ? 1 : 2;
            at[place] = value.value(TimeUnit.MILLISECONDS);
        }
        return new Percentiles(at[0], at[1], at[2]);
    }

    /** Of the slowest webhook. */
    Percentiles deliveries() {
        return meters.find("sidetone_webhook_lag").timers().stream()
                .map(Measured::percentiles)
                .max(Comparator.comparingDouble(Percentiles::p95))
                .orElse(NOTHING);
    }

    long lostMs() {
        return (long) meters.find("sidetone_stt_audio_given_up_ms").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    /** The state of each provider's breaker for streams: 0 everybody may call, 1 one probe a second, 2 recovering. */
    Map<String, Integer> breakers() {
        Map<String, Integer> states = new TreeMap<>();
        for (Gauge gauge :
                meters.find("sidetone_stt_breaker").tag("way", "stream").gauges()) {
            states.put(String.valueOf(gauge.getId().getTag("provider")), (int) gauge.value());
        }
        return states;
    }
}
