package io.sidetone.speech;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * How far behind the speaker's mouth one stage of the way is: {@code sidetone_stage_delay} with the tag {@code stage}.
 * Each is measured from the moment something was said, by call time, so that the stages can be compared. Safe on any
 * thread; costs less than a microsecond.
 */
public final class StageDelay {
    /** The stages, in the order that words pass them. */
    public enum Stage {
        /** A frame has come from Twilio; against the fastest frame of its stream, whose own way nobody can know. */
        CAPTURED,
        /** A chunk is written to the vendor's socket; from its newest sample. */
        SENT,
        /** A guess has come; from the end of the newest word in it. */
        INTERIM,
        /** A final has come; from the end of its last word. */
        FINAL,
        /** The final would survive a power cut; from the end of its last word. */
        JOURNALED
    }

    private static final Duration[] BOUNDS = {
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(200),
        Duration.ofMillis(400),
        Duration.ofMillis(700),
        Duration.ofSeconds(1),
        Duration.ofMillis(1_500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(3),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30)
    };
    private static final Duration REMEMBERED = Duration.ofMinutes(2);

    private final Timer timer;

    public StageDelay(MeterRegistry meters, Stage stage) {
        this.timer = Timer.builder("sidetone_stage_delay")
                .description("How long after it was said something has come so far")
                .tag("stage", stage.name().toLowerCase(Locale.ROOT))
                .serviceLevelObjectives(BOUNDS)
                .publishPercentiles(0.5, 0.95, 0.99)
                .distributionStatisticExpiry(REMEMBERED)
                .register(meters);
    }

    /** @param ms clocks may differ by a little: less than nothing counts as nothing */
    public void record(long ms) {
        timer.record(Math.max(0, ms), TimeUnit.MILLISECONDS);
    }

    /** For whoever reads it back. */
    public Timer timer() {
        return timer;
    }
}
