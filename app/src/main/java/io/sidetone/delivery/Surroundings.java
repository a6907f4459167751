package io.sidetone.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.Proxy;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import okhttp3.Dns;
import org.jspecify.annotations.Nullable;

/**
 * What delivery is given instead of looking for it.
 *
 * @param clock the wall clock: timestamps of attempts, ages of events
 * @param nanoTime a clock that never steps: latencies
 * @param timer delays between attempts
 * @param jitter used on many threads at once, so such as {@link java.util.Random}
 * @param dns asked on the request's thread, may block; its answers are checked
 * @param proxy {@link Proxy#NO_PROXY}, or the one way out, which then has to check the addresses itself
 * @param meters counts and times, by target
 * @param version of the product, for {@code User-Agent}
 * @param limits bounds of memory
 * @param tls whose certificates are believed; null: those that the JDK believes
 * @param witness sees every attempt
 */
public record Surroundings(
        InstantSource clock,
        LongSupplier nanoTime,
        Timer timer,
        RandomGenerator jitter,
        Dns dns,
        Proxy proxy,
        MeterRegistry meters,
        String version,
        DeliveryLimits limits,
        @Nullable Tls tls,
        Witness witness) {

    /** With certificates as the JDK believes them. */
    public Surroundings(
            InstantSource clock,
            LongSupplier nanoTime,
            Timer timer,
            RandomGenerator jitter,
            Dns dns,
            Proxy proxy,
            MeterRegistry meters,
            String version,
            DeliveryLimits limits) {
        this(clock, nanoTime, timer, jitter, dns, proxy, meters, version, limits, null, Witness.NONE);
    }

    /** Seen by somebody. */
    public Surroundings with(Witness seenBy) {
        return new Surroundings(clock, nanoTime, timer, jitter, dns, proxy, meters, version, limits, tls, seenBy);
    }
}
