package io.sidetone.speech.lasting;

import io.sidetone.speech.Failure;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When a leg tries again. Full jitter, so that legs that broke together do not come back together.
 *
 * @param atOnce the longest pause after the first break of a connection that had proved itself
 * @param base the longest pause after the second attempt in a row that failed; doubles with each
 * @param cap the longest pause of all
 * @param proven a connection that was up for so long counts as a success, and the count begins anew
 * @param strikes so many failures in a row without a proven connection, and the next provider is preferred
 */
public record RetryPolicy(Duration atOnce, Duration base, Duration cap, Duration proven, int strikes) {
    /** The vendor's advice (base 1 s, cap 10 s), with a first attempt at once and less patience, since a call is live. */
    public static final RetryPolicy DEFAULT = new RetryPolicy(
            Duration.ofMillis(250), Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(10), 3);

    /**
     * The pause before the next attempt, in milliseconds.
     *
     * @param failures in a row, this one included; at least 1
     */
    long pauseMs(Failure failure, int failures, RandomGenerator random) {
        boolean first = failures == 1 && failure.remedy() == Failure.Remedy.RECONNECT;
        long mostMs = first
                ? atOnce.toMillis()
                : Math.min(cap.toMillis(), base.toMillis() << Math.min(20, Math.max(0, failures - 1)));
        long jitterMs = random.nextLong(mostMs + 1);
        Duration wish = failure.retryAfter();
        return wish == null ? jitterMs : Breaker.patienceMs(wish) + jitterMs;
    }
}
