package io.sidetone.delivery;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A timer in real time, with one thread, {@code sidetone-webhook-timer}, that only hands tasks on. */
public final class ThreadTimer implements Timer, AutoCloseable {
    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, Threads.named("sidetone-webhook-timer"));

    @Override
    public void after(Duration delay, Executor home, Runnable task) {
        try {
            thread.schedule(() -> hand(home, task), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // closed: nothing is tried again here
        }
    }

    private static void hand(Executor home, Runnable task) {
        try {
            home.execute(task);
        } catch (RejectedExecutionException e) {
            // the shard has ended; its next owner goes on
        }
    }

    /** What waits is not run any more. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
