package io.sidetone.dashboard;

import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Ticker;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The feed's thread and clock, both the test's own: nothing happens but in {@link #run} and {@link #advance}. */
final class ManualWriter extends AbstractScheduledEventExecutor implements InstantSource {
    private static final long START_MILLIS = 1_763_632_800_000L;
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private long nanos = 1;

    /** Does what there is to do by now. */
    void run() {
        while (true) {
            Runnable task = tasks.poll();
            if (task == null) {
                task = pollScheduledTask(nanos);
            }
            if (task == null) {
                return;
            }
            task.run();
        }
    }

    /** Moves on in small steps, doing what is due in each. */
    void advance(long ms) {
        long end = nanos + TimeUnit.MILLISECONDS.toNanos(ms);
        while (nanos < end) {
            nanos = Math.min(end, nanos + STEP_NANOS);
            run();
        }
    }

    long millis0() {
        return nanos / 1_000_000;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(START_MILLIS + nanos / 1_000_000);
    }

    @Override
    public Ticker ticker() {
        return new Ticker() {
            @Override
            public long initialNanoTime() {
                return 0;
            }

            @Override
            public long nanoTime() {
                return nanos;
            }

            @Override
            public void sleep(long delay, TimeUnit unit) {
                throw new UnsupportedOperationException("nothing sleeps here");
            }
        };
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public boolean inEventLoop(@Nullable Thread thread) {
        return true;
    }

    @Override
    public boolean isShuttingDown() {
        return false;
    }

    @Override
    public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<?> terminationFuture() {
        throw new UnsupportedOperationException();
    }

    @Override
    @Deprecated
    public void shutdown() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }
}
