package io.sidetone.delivery;

import java.util.Arrays;

/** Requests and failures of the last seconds. Not safe on several threads. */
final class FailureRate {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final int[] requests; // by second, in a ring
    private final int[] failures;
    private long second = Long.MIN_VALUE; // the newest that something was added to

    FailureRate(int seconds) {
        requests = new int[seconds];
        failures = new int[seconds];
    }

    /** @param failures how much one request counts as failed; 0 if it did not */
    void add(long nowNanos, int failures) {
        long now = Math.floorDiv(nowNanos, NANOS_PER_SECOND);
        if (second == Long.MIN_VALUE || now - second >= requests.length) {
            clear();
            second = now;
        }
        while (second < now) {
            second++;
            requests[place()] = 0;
            this.failures[place()] = 0;
        }
        requests[place()]++;
        this.failures[place()] += failures;
    }

    private int place() {
        return (int) Math.floorMod(second, (long) requests.length);
    }

    /** Within the seconds up to the last addition. */
    int requests() {
        return Arrays.stream(requests).sum();
    }

    int failures() {
        return Arrays.stream(failures).sum();
    }

    void clear() {
        Arrays.fill(requests, 0);
        Arrays.fill(failures, 0);
    }
}
