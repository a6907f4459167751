package io.sidetone.speech.wire;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What is counted, over all of a vendor's sessions. Safe on any thread. */
public final class VendorMeters {
    private final MeterRegistry registry;
    private final String provider;
    private final Counter unknownMessages;
    private final Counter garbage;
    private final Counter sentMs;
    private final Counter lostMs;

    /** @param provider the vendor's name, as in {@link io.sidetone.speech.SpeechEvent.Source} */
    public VendorMeters(MeterRegistry registry, String provider) {
        this.provider = provider;
        this.registry = registry;
        unknownMessages = counter("sidetone.stt.messages.unknown", "Messages of a type that is not known");
        garbage = counter("sidetone.stt.messages.garbage", "Messages that could not be read");
        sentMs = counter("sidetone.stt.audio.sent.ms", "Audio sent, in milliseconds");
        lostMs = counter("sidetone.stt.audio.lost.ms", "Audio that was never sent, in milliseconds");
    }

    /** @param outcome {@code opened}, or the fault that came instead */
    public void handshake(String outcome) {
        Counter.builder("sidetone.stt.handshakes")
                .description("Attempts to open a stream")
                .tag("provider", provider)
                .tag("outcome", outcome)
                .register(registry)
                .increment();
    }

    /** @param outcome {@code transcribed}, or the fault that came instead */
    public void piece(String outcome) {
        Counter.builder("sidetone.stt.pieces")
                .description("Whole pieces of audio sent to be transcribed")
                .tag("provider", provider)
                .tag("outcome", outcome)
                .register(registry)
                .increment();
    }

    public void unknownMessage() {
        unknownMessages.increment();
    }

    public void garbage() {
        garbage.increment();
    }

    public void sent(double ms) {
        sentMs.increment(ms);
    }

    public void lost(double ms) {
        lostMs.increment(ms);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name)
                .description(description)
                .tag("provider", provider)
                .register(registry);
    }
}
