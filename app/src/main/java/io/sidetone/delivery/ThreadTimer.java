package io.sidetone.delivery;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A timer in real time, with one thread, {@code sidetone-webhook-timer}, that only hands tasks on. */
public final class ThreadTimer implements Timer, AutoCloseable {
    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, Threads.named("sidetone-webhook-timer"));

    public ThreadTimer() {
        thread.setRemoveOnCancelPolicy(true); // or what was let go of would be kept until its time
    }

    @Override
    public Wait after(Duration delay, Executor home, Runnable task) {
        try {
            Future<?> waiting = thread.schedule(() -> hand(home, task), delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> waiting.cancel(false);
        } catch (RejectedExecutionException e) {
            return () -> {}; // closed: nothing is tried again here
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
