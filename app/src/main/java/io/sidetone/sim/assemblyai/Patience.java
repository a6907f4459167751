package io.sidetone.sim.assemblyai;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Ends a session that has been silent for as long as its client allowed, or that has lasted as long as one may. */
final class Patience {
    private final EventLoop loop;
    private final long inactivityNanos; // 0: no limit
    private final Runnable onInactivity;
    private long heardNanos;
    private boolean shut;
    private @Nullable Future<?> limit; // null before the start

    Patience(EventLoop loop, Duration inactivity, Runnable onInactivity) {
        this.loop = loop;
        this.inactivityNanos = inactivity.toNanos();
        this.onInactivity = onInactivity;
        this.heardNanos = loop.ticker().nanoTime();
    }

    void start(Duration sessionLimit, Runnable onLimit) {
        limit = loop.schedule(onLimit, sessionLimit.toNanos(), TimeUnit.NANOSECONDS);
        if (inactivityNanos > 0) {
            check();
        }
    }

    void heard() {
        heardNanos = loop.ticker().nanoTime();
    }

    void shut() {
        shut = true;
        if (limit != null) {
            limit.cancel(false);
        }
    }

    private void check() {
        long left = heardNanos + inactivityNanos - loop.ticker().nanoTime();
        if (shut) {
            return;
        }
        if (left > 0) {
            loop.schedule(this::check, left, TimeUnit.NANOSECONDS);
        } else {
            onInactivity.run();
        }
    }
}
