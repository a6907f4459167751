package io.sidetone.delivery;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When to try again and when to give up.
 *
 * @param base what is waited after the first failure, before jitter
 * @param cap the longest wait, before jitter
 * @param maxAge an event older than this is given up at its next failure
 * @param refusedAttempts how often an event is tried that the receiver refuses as such (400, 413, 415, 422)
 */
public record RetrySchedule(Duration base, Duration cap, Duration maxAge, int refusedAttempts) {
    /** 1 s doubling to 5 min, for 72 h; refused events 3 times, within about 3 s. */
    public static final RetrySchedule DEFAULT =
            new RetrySchedule(Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofDays(3), 3);

    private static final double LEAST_JITTER = 0.8;
    private static final double MOST_JITTER = 1.2;
    private static final int MOST_DOUBLINGS = 30; // beyond any cap, short of an overflow

    public RetrySchedule {
        if (base.isNegative() || base.isZero() || cap.compareTo(base) < 0 || cap.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("retry base " + base + " and cap " + cap
                    + "; expected 0 < base <= cap <= 24 h, such as PT1S and PT5M");
        }
        if (maxAge.isNegative() || refusedAttempts < 1) {
            throw new IllegalArgumentException("retry maxAge " + maxAge + " and refusedAttempts " + refusedAttempts
                    + "; expected a maxAge of 0 or more and 1 or more attempts");
        }
    }

    /** The wait after a failed answer: by the schedule, or longer if the target asks for that. */
    Duration delay(int failures, Answer answer, RandomGenerator jitter) {
        Duration delay = delay(failures, jitter);
        Duration asked = answer.retryAfter();
        return asked != null && asked.compareTo(delay) > 0 ? asked : delay;
    }

    /**
     * The wait after a failure: {@code min(cap, base * 2^(failures-1))}, times 0.8 to 1.2 at random.
     *
     * @param failures failed attempts so far, from 1
     */
    Duration delay(int failures, RandomGenerator jitter) {
        Duration doubled = base.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        Duration capped = doubled.compareTo(cap) > 0 ? cap : doubled;
        return Duration.ofNanos((long) (capped.toNanos() * jitter.nextDouble(LEAST_JITTER, MOST_JITTER)));
    }
}
