package io.sidetone.speech;

import static org.assertj.core.api.Assertions.fail;

import io.netty.channel.EventLoop;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * An event loop that runs on the test's own thread, with real sockets and with time that only the
 * test moves. So a test may call a session directly, and nothing happens between two of its lines.
 */
public final class TestLoop implements AutoCloseable {
    /** Real time after which something that should have come never will. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long GLANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final MockTicker clock = Ticker.newMockTicker();
    private final ManualIoEventLoop loop =
            new ManualIoEventLoop(null, Thread.currentThread(), NioIoHandler.newFactory(), clock);

    public EventLoop loop() {
        return loop;
    }

    /** Moves the clock by one tick at a time, and lets the loop see each. */
    public void advance(long ms) {
        long left = ms;
        while (left > 0) {
            long step = Math.min(left, Ticks.PERIOD_MS);
            clock.advance(step, TimeUnit.MILLISECONDS);
            runNow();
            left -= step;
        }
    }

    /** Does what can be done without waiting. */
    public void runNow() {
        while (loop.runNow() > 0) {
            Thread.onSpinWait(); // a task may have left another
        }
    }

    /** Runs the loop until {@code condition}, with the clock standing still. */
    public void until(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        runNow();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                fail("waited in vain until " + what);
            }
            loop.run(GLANCE_NANOS);
        }
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
        until("the loop has ended", () -> {
            clock.advance(1, TimeUnit.MILLISECONDS); // its shutdown keeps its own time
            return loop.isTerminated();
        });
    }
}
