package io.sidetone.dashboard;

import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A clock and a writer thread whose time moves when a test says so. */
final class FrozenTime implements InstantSource, Ticker {
    private static final long START_MILLIS = 1_763_632_800_000L;

    private final AtomicLong nanos = new AtomicLong(1);

    Writer writer() {
        return new Writer(this);
    }

    /** Moves on, and waits until the writer has done what is due by then. */
    void advance(Writer writer, Duration by) {
        nanos.addAndGet(by.toNanos());
        writer.settle();
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(START_MILLIS + nanos.get() / 1_000_000);
    }

    @Override
    public long initialNanoTime() {
        return 0;
    }

    @Override
    public long nanoTime() {
        return nanos.get();
    }

    @Override
    public void sleep(long delay, TimeUnit unit) {
        throw new UnsupportedOperationException("nothing sleeps here");
    }

    static final class Writer extends SingleThreadEventExecutor {
        private final @Nullable Ticker ticker; // null only while the superclass asks for it in its constructor

        Writer(Ticker ticker) {
            super(null, new DefaultThreadFactory("test-feed", true), true);
            this.ticker = ticker;
        }

        @Override
        public Ticker ticker() {
            if (ticker == null) {
                return Ticker.newMockTicker();
            }
            return isShuttingDown() ? Ticker.systemTicker() : ticker; // the end waits for time to pass
        }

        @Override
        protected void run() {
            do {
                Runnable task = takeTask();
                if (task != null) {
                    runTask(task);
                    updateLastExecutionTime();
                }
            } while (!confirmShutdown());
        }

        /**
         * Waits until what is due now, and whatever that brought about, has been done: until a task finds nothing
         * behind it. What is due only later waits for {@link FrozenTime#advance}.
         */
        void settle() {
            while (!submit(this::isLast).syncUninterruptibly().getNow()) {
                Thread.onSpinWait();
            }
        }

        private boolean isLast() {
            return !hasTasks() && nextScheduledTaskNano() != 0;
        }
    }
}
