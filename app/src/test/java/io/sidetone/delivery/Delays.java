package io.sidetone.delivery;

import java.util.Arrays;
import java.util.Locale;

/** How long things took. Safe on any thread. */
final class Delays {
    private static final double NANOS_PER_MILLI = 1_000_000;

    private long[] nanos = new long[1_024]; // guarded by this, like all below
    private int count;

    synchronized void add(long delayNanos) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = delayNanos;
    }

    synchronized int count() {
        return count;
    }

    /** Count, median, 99th percentile and longest, in milliseconds. */
    @Override
    public synchronized String toString() {
        if (count == 0) {
            return "none";
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return String.format(
                Locale.ROOT,
                "%d, p50 %.1f ms, p99 %.1f ms, max %.1f ms",
                count,
                sorted[count / 2] / NANOS_PER_MILLI,
                sorted[(int) (count * 0.99)] / NANOS_PER_MILLI,
                sorted[count - 1] / NANOS_PER_MILLI);
    }
}
