package io.sidetone.speech.wire;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sidetone.speech.StageDelay;

/** What is counted, over all of a vendor's sessions. Safe on any thread. */
public final class VendorMeters {
    private final MeterRegistry registry;
    private final String provider;
    private final Counter unknownMessages;
    private final Counter garbage;
    private final Counter sentMs;
    private final Counter lostMs;
    private final StageDelay delay;

    /** @param provider the vendor's name, as in {@link io.sidetone.speech.SpeechEvent.Source} */
    public VendorMeters(MeterRegistry registry, String provider) {
        this.provider = provider;
        this.registry = registry;
        unknownMessages = counter("sidetone_stt_messages_unknown", "Messages of a type that is not known");
        garbage = counter("sidetone_stt_messages_garbage", "Messages that could not be read");
        sentMs = counter("sidetone_stt_audio_sent_ms", "Audio sent, in milliseconds");
        delay = new StageDelay(registry, StageDelay.Stage.SENT);
        lostMs = counter("sidetone_stt_audio_lost_ms", "Audio that was never sent, in milliseconds");
    }

    /** @param outcome {@code opened}, or the fault that came instead */
    public void handshake(String outcome) {
        Counter.builder("sidetone_stt_handshakes")
                .description("Attempts to open a stream")
                .tag("provider", provider)
                .tag("outcome", outcome)
                .register(registry)
                .increment();
    }

    /** @param outcome {@code transcribed}, or the fault that came instead */
    public void piece(String outcome) {
        Counter.builder("sidetone_stt_pieces")
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

    /** For one stream, which is confined to its loop. */
    public Sending sending() {
        return new Sending();
    }

    /** What one stream sends. */
    public final class Sending {
        /** Looking at each took 1.6 % of a loaded server: one of so many is looked at, the first of a stream always. */
        private static final int TIMED_EVERY = 8;

        private int chunks;

        private Sending() {}

        /**
         * A chunk is on its way.
         *
         * @param ms its length
         * @param delayMs since its newest sample was spoken
         */
        public void sent(double ms, long delayMs) {
            sentMs.increment(ms);
            if (chunks++ % TIMED_EVERY == 0) {
                delay.record(delayMs);
            }
        }
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
