package io.sidetone.call;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.StageDelay;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What operators count about calls, legs and words. Any thread. */
final class CallMetrics {
    private final MeterRegistry meters;
    private final Counter started;
    private final Counter bytes;
    private final Counter gaps;
    private final Counter gapMs;
    private final Counter pausedMs;
    private final Counter frames;
    private final StageDelay captured;
    private final StageDelay guessed;
    private final StageDelay settled;
    private final Map<LegState, AtomicLong> legs = new EnumMap<>(LegState.class); // filled once, then only read

    CallMetrics(MeterRegistry meters, Supplier<Number> live) {
        this.meters = meters;
        Gauge.builder("sidetone_calls_live", live)
                .description("calls that are on")
                .register(meters);
        started = counter("sidetone_calls_started", "calls that began");
        bytes = counter("sidetone_leg_audio_ms", "audio received from Twilio, of legs that are over");
        gaps = counter("sidetone_leg_gaps", "holes in Twilio's media timestamps, of legs that are over");
        gapMs = counter("sidetone_leg_gap_ms", "time in these holes");
        pausedMs = counter("sidetone_leg_paused_ms", "audio received during pauses, and dropped");
        frames = counter("sidetone_media_frames", "frames of audio received, counted by the fifty");
        captured = new StageDelay(meters, StageDelay.Stage.CAPTURED);
        guessed = new StageDelay(meters, StageDelay.Stage.INTERIM);
        settled = new StageDelay(meters, StageDelay.Stage.FINAL);
        for (EndReason reason : EndReason.values()) {
            ended(reason); // from the start: who asks for a rate must see the first one
        }
        for (LegState state : LegState.values()) {
            if (state != LegState.ENDED) {
                AtomicLong count = new AtomicLong();
                legs.put(state, count);
                Gauge.builder("sidetone_legs", count, AtomicLong::get)
                        .description("legs of live calls by how they stand")
                        .tag("state", state.wireName())
                        .register(meters);
            }
        }
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(meters);
    }

    void callStarted() {
        started.increment();
    }

    void callEnded(EndReason reason) {
        ended(reason).increment();
    }

    private Counter ended(EndReason reason) {
        return Counter.builder("sidetone_calls_ended")
                .description("calls that are over")
                .tag("reason", reason.wireName())
                .register(meters);
    }

    /** A leg stands otherwise than before; null for one that was not there, {@link LegState#ENDED} for one that goes. */
    void leg(@Nullable LegState before, LegState now) {
        AtomicLong left = before == null ? null : legs.get(before);
        if (left != null) {
            left.decrementAndGet();
        }
        AtomicLong joined = legs.get(now);
        if (joined != null) {
            joined.incrementAndGet();
        }
    }

    void legEnded(LegReport.LegTotals totals) {
        bytes.increment((double) totals.audioMs());
        gaps.increment(totals.gaps());
        gapMs.increment((double) totals.gapMs());
        pausedMs.increment((double) totals.pausedMs());
    }

    void fault(SpeechEvent.Fault fault) {
        if (!fault.resolved()) {
            Counter.builder("sidetone_faults")
                    .description("troubles of calls, by their code")
                    .tag("code", fault.code())
                    .register(meters)
                    .increment();
        }
    }

    /**
     * One frame of so many is looked at.
     *
     * @param lateMs how much later it came than the fastest of its stream
     */
    void captured(int of, long lateMs) {
        frames.increment(of);
        captured.record(lateMs);
    }

    /** Words came so long after they were said; a vendor guesses and settles. */
    void guessed(long delayMs) {
        guessed.record(delayMs);
    }

    void settled(long delayMs) {
        settled.record(delayMs);
    }
}
