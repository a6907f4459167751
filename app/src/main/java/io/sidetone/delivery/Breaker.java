package io.sidetone.delivery;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Tells from a target's answers whether it is down.
 *
 * <pre>
 *            too many failures            its stay is over
 *   CLOSED ───────────────────▶ OPEN ◀──────────────────────▶ HALF_OPEN
 *      ▲                              a failure                   │
 *      └──────────────────────────────────────────────────────────┘
 *                          enough successes
 * </pre>
 *
 * An event that is refused says nothing about the target. One that is set up wrong counts double, since time
 * will not mend it. Not safe on several threads.
 */
final class Breaker {
    enum State {
        CLOSED,
        OPEN,
        HALF_OPEN
    }

    private static final double LEAST_JITTER = 0.8;
    private static final double MOST_JITTER = 1.2;
    private static final int MOST_DOUBLINGS = 30; // beyond any longest stay, short of an overflow

    private final BreakerRules rules;
    private final FailureRate rate;
    private final Set<String> failing = new HashSet<>(); // calls of the failures in a row
    private State state = State.CLOSED;
    private int inARow;
    private int stays; // since it was last well
    private int proofs; // successes since it was tried again

    Breaker(BreakerRules rules) {
        this.rules = rules;
        this.rate = new FailureRate(Math.toIntExact(rules.window().toSeconds()));
    }

    State state() {
        return state;
    }

    /** Whether a target that was down has taken something since. */
    boolean proved() {
        return state == State.CLOSED || proofs > 0;
    }

    /**
     * Notes an answer.
     *
     * @param callsKnown how many calls the target has now
     * @param nowNanos by a clock that never steps
     */
    void answered(AnswerClass meaning, String callId, int callsKnown, long nowNanos) {
        switch (meaning) {
            case DELIVERED -> succeeded(nowNanos);
            case TARGET_FAULT -> failed(2, callId, callsKnown, nowNanos);
            case FAILURE, TIMEOUT, OVERLOAD -> failed(1, callId, callsKnown, nowNanos);
            case REFUSED, ABORTED, GONE -> {}
        }
    }

    private void succeeded(long nowNanos) {
        inARow = 0;
        failing.clear();
        rate.add(nowNanos, 0);
        if (state == State.HALF_OPEN && ++proofs >= rules.probes()) {
            state = State.CLOSED;
            stays = 0;
        }
    }

    private void failed(int weight, String callId, int callsKnown, long nowNanos) {
        inARow += weight;
        if (failing.size() < rules.calls()) {
            failing.add(callId);
        }
        rate.add(nowNanos, weight);
        boolean dead = inARow >= rules.failuresInARow() && failing.size() >= Math.min(rules.calls(), callsKnown);
        boolean bad = rate.requests() >= rules.requests()
                && rate.failures() * 100L >= (long) rules.failedPercent() * rate.requests();
        if (state == State.HALF_OPEN || (state == State.CLOSED && (dead || bad))) {
            open();
        }
    }

    /** Also at once, for a target that was found suspended. */
    void open() {
        state = State.OPEN;
        inARow = 0;
        failing.clear();
        rate.clear();
        stays++;
    }

    /** How long an open breaker stays so. */
    Duration stay(RandomGenerator jitter) {
        Duration doubled = rules.firstStay().multipliedBy(1L << Math.min(Math.max(stays - 1, 0), MOST_DOUBLINGS));
        Duration capped = doubled.compareTo(rules.longestStay()) > 0 ? rules.longestStay() : doubled;
        return Duration.ofNanos((long) (capped.toNanos() * jitter.nextDouble(LEAST_JITTER, MOST_JITTER)));
    }

    void halfOpen() {
        state = State.HALF_OPEN;
        proofs = 0;
    }
}
