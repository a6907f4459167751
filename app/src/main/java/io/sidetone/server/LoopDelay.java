package io.sidetone.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How late the event loops do what is due: each is given a small task four times a second. A loop that is late holds
 * up the audio of every call on it, so this is the first thing to look at.
 */
final class LoopDelay {
    private static final long EVERY_MS = 250;
    private static final Duration REMEMBERED = Duration.ofSeconds(15);

    private final Timer timer;
    private final LongSupplier nanos;

    private LoopDelay(MeterRegistry meters, LongSupplier nanos) {
        this.nanos = nanos;
        this.timer = Timer.builder("sidetone_loop_delay")
                .description("How late an event loop does what is due")
                .publishPercentiles(0.5, 0.99)
                .distributionStatisticExpiry(REMEMBERED)
                .register(meters);
    }

    /** Begins to measure, for as long as the loops run. */
    static LoopDelay measure(EventExecutorGroup loops, MeterRegistry meters, LongSupplier nanos) {
        LoopDelay delay = new LoopDelay(meters, nanos);
        for (EventExecutor loop : loops) {
            delay.probe(loop);
        }
        return delay;
    }

    /** Each task plans the next: a fixed rate would make up for what was late, and so count it many times. */
    private void probe(EventExecutor loop) {
        long due = nanos.getAsLong() + TimeUnit.MILLISECONDS.toNanos(EVERY_MS);
        loop.schedule(
                () -> {
                    timer.record(Math.max(0, nanos.getAsLong() - due), TimeUnit.NANOSECONDS);
                    if (!loop.isShuttingDown()) {
                        probe(loop);
                    }
                },
                EVERY_MS,
                TimeUnit.MILLISECONDS);
    }

    /** The worst of the last 15 s or so, milliseconds. */
    double worstMs() {
        return timer.max(TimeUnit.MILLISECONDS);
    }
}
