package io.sidetone.speech.deepgram;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What is counted, over all sessions. */
final class DeepgramMeters {
    private final MeterRegistry registry;
    private final Counter unknownMessages;
    private final Counter garbage;
    private final Counter sentMs;
    private final Counter lostMs;

    DeepgramMeters(MeterRegistry registry) {
        this.registry = registry;
        unknownMessages = counter("sidetone.stt.messages.unknown", "Messages of a type that is not known");
        garbage = counter("sidetone.stt.messages.garbage", "Messages that could not be read");
        sentMs = counter("sidetone.stt.audio.sent.ms", "Audio sent, in milliseconds");
        lostMs = counter("sidetone.stt.audio.lost.ms", "Audio that was never sent, in milliseconds");
    }

    /** @param outcome {@code opened}, or the fault that came instead */
    void handshake(String outcome) {
        Counter.builder("sidetone.stt.handshakes")
                .description("Attempts to open a stream")
                .tag("provider", Interpreter.PROVIDER)
                .tag("outcome", outcome)
                .register(registry)
                .increment();
    }

    void unknownMessage() {
        unknownMessages.increment();
    }

    void garbage() {
        garbage.increment();
    }

    void sent(double ms) {
        sentMs.increment(ms);
    }

    void lost(double ms) {
        lostMs.increment(ms);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name)
                .description(description)
                .tag("provider", Interpreter.PROVIDER)
                .register(registry);
    }
}
