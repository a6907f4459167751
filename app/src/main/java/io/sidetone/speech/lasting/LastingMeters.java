package io.sidetone.speech.lasting;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is counted over all legs. Any thread. */
final class LastingMeters {
    private final MeterRegistry registry;
    private final Counter replayedMs;
    private final Counter repairedMs;
    private final Counter lostMs;

    LastingMeters(MeterRegistry registry, List<Vendor> vendors, AudioBudget budget, @Nullable Spill spill) {
        this.registry = registry;
        replayedMs = counter("sidetone_stt_audio_replayed_ms", "Audio sent again after a break, in milliseconds");
        repairedMs = counter("sidetone_stt_audio_repaired_ms", "Audio transcribed as whole pieces, in milliseconds");
        lostMs = counter("sidetone_stt_audio_given_up_ms", "Audio that nobody will transcribe, in milliseconds");
        Gauge.builder("sidetone_stt_audio_kept_bytes", budget, AudioBudget::usedBytes)
                .description("Audio kept in memory until it is settled, over all legs")
                .register(registry);
        if (spill != null) {
            Gauge.builder("sidetone_stt_audio_spilled_bytes", spill, Spill::usedBytes)
                    .description("Audio that waits on disk, over all legs")
                    .register(registry);
        }
        for (Vendor vendor : vendors) {
            breaker(vendor, "stream", vendor.streams());
            breaker(vendor, "request", vendor.requests());
        }
    }

    /** @param cause the fault's code */
    void broke(String cause) {
        Counter.builder("sidetone_stt_breaks")
                .description("Connections that ended before their time or could not be had")
                .tag("cause", cause)
                .register(registry)
                .increment();
    }

    void replayed(long ms) {
        replayedMs.increment((double) ms);
    }

    void repaired(long ms) {
        repairedMs.increment((double) ms);
    }

    void lost(long ms) {
        lostMs.increment((double) ms);
    }

    private void breaker(Vendor vendor, String way, Breaker breaker) {
        Gauge.builder("sidetone_stt_breaker", breaker, it -> number(it.state()))
                .description("Who may call the provider: 0 everybody, 1 one probe a second, 2 recovering")
                .tag("provider", vendor.name())
                .tag("way", way)
                .register(registry);
    }

    private static double number(Breaker.State state) {
        return switch (state) {
            case CLOSED -> 0;
            case OPEN -> 1;
            case RECOVERING -> 2;
        };
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }
}
