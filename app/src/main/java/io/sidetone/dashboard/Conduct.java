package io.sidetone.dashboard;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/** How a client behaves: not too many requests, not too many bad ones. Writer thread only. */
final class Conduct {
    static final int REQUESTS_PER_SECOND = 20;
    static final int RETRY_AFTER_MS = 1_000;
    private static final int BURST = 40;
    private static final long NANOS_PER_REQUEST = TimeUnit.SECONDS.toNanos(1) / REQUESTS_PER_SECOND;
    private static final int MAX_BAD = 10;
    private static final long BAD_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final ArrayDeque<Long> bad = new ArrayDeque<>();
    private long freeNanos = Long.MIN_VALUE; // when an unhurried client would have asked all this

    /** Counts a request; false if it comes too fast. */
    boolean mayAsk(long nowNanos) {
        long earliest = nowNanos - BURST * NANOS_PER_REQUEST;
        if (freeNanos == Long.MIN_VALUE || freeNanos - earliest < 0) {
            freeNanos = earliest;
        }
        if (freeNanos + NANOS_PER_REQUEST - nowNanos > 0) {
            return false;
        }
        freeNanos += NANOS_PER_REQUEST;
        return true;
    }

    /** Counts a bad request; true if that was one too many. */
    boolean badRequest(long nowNanos) {
        bad.addLast(nowNanos);
        while (nowNanos - bad.getFirst() > BAD_WITHIN_NANOS) {
            bad.removeFirst();
        }
        return bad.size() >= MAX_BAD;
    }
}
