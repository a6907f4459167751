package io.sidetone.tail;

import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/** How long to wait before the next connection: random up to a bound that doubles. Not for several threads at once. */
final class Backoff {
    private static final long FIRST_MS = 1_000; // twice the protocol's 0.5 s for the first attempt
    private static final long MAX_MS = 15_000;
    private static final long GOOD_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final DoubleSupplier random;
    private int failures;

    /** @param random from 0 to 1 */
    Backoff(DoubleSupplier random) {
        this.random = random;
    }

    /** @param openNanos how long the connection that just ended was of use, 0 if it never was */
    long nextMs(long openNanos) {
        failures = openNanos >= GOOD_NANOS ? 0 : failures;
        long bound = Math.min(MAX_MS, FIRST_MS << Math.min(failures, 10));
        failures++;
        return (long) (random.getAsDouble() * bound);
    }
}
