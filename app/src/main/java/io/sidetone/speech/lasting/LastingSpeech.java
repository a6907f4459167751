package io.sidetone.speech.lasting;

import io.micrometer.core.instrument.MeterRegistry;
import io.sidetone.speech.AudioFormat;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.SpeechLeg;
import io.sidetone.speech.SpeechSession;
import io.sidetone.speech.SpeechToText;
import io.sidetone.speech.Ticks;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Speech-to-text that outlives its vendors' troubles. Any thread; each session on its leg's loop. */
public final class LastingSpeech implements SpeechToText {
    private final List<Vendor> vendors;
    private final LastingRules rules;
    private final RandomGenerator random;
    private final LastingSession.Shared shared;

    /**
     * Speech-to-text over these providers.
     *
     * @param providers in the order they are tried; at least one
     * @param spill where audio goes that memory has no room for; null: it is given up
     * @param random of the pauses between attempts; used on all loops at once
     */
    public LastingSpeech(
            List<Provider> providers,
            LastingRules rules,
            AudioBudget budget,
            @Nullable Spill spill,
            Ticks ticks,
            RandomGenerator random,
            MeterRegistry registry) {
        if (providers.isEmpty()) {
            throw new IllegalArgumentException("no provider (expected: at least one)");
        }
        if (!rules.streaming() && providers.stream().allMatch(it -> it.prerecorded() == null)) {
            throw new IllegalArgumentException("no provider transcribes whole pieces: "
                    + providers.stream().map(Provider::name).toList()
                    + " (expected for speech.mode buffered: one that does; set speech.mode: streaming)");
        }
        this.vendors = providers.stream().map(it -> Vendor.of(it, rules)).toList();
        this.rules = rules;
        this.random = random;
        LastingMeters meters = new LastingMeters(registry, vendors, budget, spill);
        this.shared = new LastingSession.Shared(ticks, budget, spill, meters, new LateRepairs());
    }

    @Override
    public SpeechSession open(SpeechLeg leg, AudioFormat format, Consumer<SpeechEvent> listener) {
        if (format != AudioFormat.MULAW_8K) {
            throw new IllegalArgumentException(
                    "a leg in " + format + " (expected: " + AudioFormat.MULAW_8K + ", which is what is kept)");
        }
        Account account = new Account(leg, listener, shared.meters());
        return new LastingSession(leg, rules, streams(), requests(), shared, account);
    }

    /** Has forgotten what is left of the audio of a call that is over, in memory and on disk. Any thread. */
    public void forget(String callId) {
        shared.late().forget(callId);
    }

    private Routes streams() {
        return new Routes(vendors.stream()
                .map(vendor -> new Route(vendor, vendor.streams(), rules.retry(), random))
                .toList());
    }

    private Routes requests() {
        return new Routes(vendors.stream()
                .filter(vendor -> vendor.provider().prerecorded() != null)
                .map(vendor -> new Route(vendor, vendor.requests(), rules.retry(), random))
                .toList());
    }

    @Override
    public String toString() {
        return "lasting speech over " + vendors.stream().map(Vendor::name).toList();
    }
}
