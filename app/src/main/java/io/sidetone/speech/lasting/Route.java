package io.sidetone.speech.lasting;

import io.sidetone.speech.Failure;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One leg's experience with one way of one vendor, its streams or its requests. Confined to the leg's loop. */
final class Route {
    final Vendor vendor;
    private final Breaker breaker;
    private final RetryPolicy policy;
    private final RandomGenerator random;
    private int failures; // in a row
    private long notBeforeMs = Long.MIN_VALUE;
    private @Nullable Failure refused; // for good

    Route(Vendor vendor, Breaker breaker, RetryPolicy policy, RandomGenerator random) {
        this.vendor = vendor;
        this.breaker = breaker;
        this.policy = policy;
        this.random = random;
    }

    /** Whether it is worth waiting for, before another is tried. */
    boolean isHopeful() {
        return !isRefused() && failures < policy.strikes() && breaker.state() != Breaker.State.OPEN;
    }

    /** Whether somebody should see if its vendor is well again; else nobody would, while another can be had. */
    boolean isOverdue(long nowMs) {
        return !isRefused() && nowMs >= notBeforeMs && breaker.isOverdue(nowMs);
    }

    boolean isRefused() {
        return refused != null;
    }

    /** Why it is refused for good, or null. */
    @Nullable Failure refused() {
        return refused;
    }

    /** Begins an attempt if one may begin now. */
    boolean admits(long nowMs) {
        return !isRefused() && nowMs >= notBeforeMs && breaker.admits(nowMs);
    }

    void opened(long nowMs) {
        breaker.succeeded(nowMs);
    }

    void abandoned() {
        breaker.abandoned();
    }

    /** An attempt did not get anywhere. */
    void failed(Failure failure, long nowMs) {
        breaker.failed(failure, this, nowMs);
        note(failure, nowMs);
    }

    /** What was open broke, after {@code uptimeMs}. */
    void broke(Failure failure, long uptimeMs, long nowMs) {
        if (uptimeMs >= policy.proven().toMillis()) {
            failures = 0;
        } else {
            breaker.brokeYoung(failure, this, nowMs);
        }
        note(failure, nowMs);
    }

    /** All is well; what was before no longer counts. */
    void proved() {
        failures = 0;
    }

    private void note(Failure failure, long nowMs) {
        failures++;
        notBeforeMs = nowMs + policy.pauseMs(failure, failures, random);
        if (failure.isLasting()) {
            refused = failure;
        }
    }
}
