package io.sidetone.speech.lasting;

import io.sidetone.speech.Failure;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Decides, for all legs together, who may call a vendor now, so that neither an outage nor a limit on streams becomes
 * a storm. Any thread; time is the loops' monotonic clock in milliseconds.
 *
 * <pre>
 *   CLOSED ──3 legs fail in a row, or "no room"──▶ OPEN ──a probe succeeds──▶ RECOVERING ──30 s without failure──▶ CLOSED
 *                                                  ▲── 3 failures in a row, "no room" ─┘
 * </pre>
 *
 * <p>CLOSED: a number of attempts at once whose outcome is not known. OPEN: one probe a second. RECOVERING: a number
 * of attempts a second; a vendor that fails one in five is still of use, so one failure alone changes nothing. Every
 * attempt that was admitted is accounted for once, by {@link #succeeded}, {@link #failed} or {@link #abandoned}.
 */
final class Breaker {
    static final int LEGS_TO_OPEN = 3;
    static final long PROBE_EVERY_MS = 1_000;
    static final long PROVEN_AFTER_MS = 30_000;
    /** A vendor that asks for more patience than this is asked again all the same. */
    static final long LONGEST_PATIENCE_MS = 60_000;

    enum State {
        CLOSED,
        OPEN,
        RECOVERING
    }

    private final int atOnce;
    private final long spacingMs;
    private State state = State.CLOSED;
    private int underWay;
    private final Set<Object> failing = Collections.newSetFromMap(new IdentityHashMap<>()); // since the last success
    private long notBeforeMs = Long.MIN_VALUE; // of the next attempt, unless CLOSED
    private long lastFailureMs;

    /**
     * A closed breaker.
     *
     * @param atOnce attempts under way at the same time
     * @param perSecond attempts a second while recovering
     */
    Breaker(int atOnce, int perSecond) {
        this.atOnce = atOnce;
        this.spacingMs = Math.max(1, 1_000 / perSecond);
    }

    /** Whether an attempt may begin now; if so, it counts as begun. */
    synchronized boolean admits(long nowMs) {
        if (state == State.RECOVERING && nowMs - lastFailureMs >= PROVEN_AFTER_MS) {
            state = State.CLOSED;
        }
        boolean admitted =
                switch (state) {
                    case CLOSED -> underWay < atOnce;
                    case OPEN -> underWay == 0 && nowMs >= notBeforeMs;
                    case RECOVERING -> underWay < atOnce && nowMs >= notBeforeMs;
                };
        if (admitted) {
            underWay++;
            notBeforeMs = nowMs + (state == State.OPEN ? PROBE_EVERY_MS : spacingMs);
        }
        return admitted;
    }

    /** An attempt that was admitted went well. */
    synchronized void succeeded(long nowMs) {
        underWay--;
        failing.clear();
        if (state == State.OPEN) {
            state = State.RECOVERING;
            lastFailureMs = nowMs;
            notBeforeMs = nowMs + spacingMs;
        }
    }

    /**
     * An attempt that was admitted failed.
     *
     * @param who made it: what befalls one leg alone is that leg's trouble, and must not show on others
     */
    synchronized void failed(Failure failure, Object who, long nowMs) {
        underWay--;
        count(failure, who, nowMs);
    }

    /** A connection that was open broke so soon that opening it was no success; {@code who} as for an attempt. */
    synchronized void brokeYoung(Failure failure, Object who, long nowMs) {
        count(failure, who, nowMs);
    }

    /** An attempt that was admitted came to nothing, through nobody's fault. */
    synchronized void abandoned() {
        underWay--;
    }

    /** Whether it is open for so long without an attempt that one is worth it, even if another vendor can be had. */
    synchronized boolean isOverdue(long nowMs) {
        return state == State.OPEN && underWay == 0 && nowMs - lastFailureMs >= PROVEN_AFTER_MS;
    }

    synchronized State state() {
        return state;
    }

    /** How long a vendor that asks for patience is left alone, in milliseconds. */
    static long patienceMs(Duration wish) {
        return Math.min(LONGEST_PATIENCE_MS, TimeUnit.SECONDS.toMillis(wish.toSeconds()) + wish.toMillisPart());
    }

    private void count(Failure failure, Object who, long nowMs) {
        if (failure.isLasting()) {
            lastFailureMs = state == State.OPEN ? nowMs : lastFailureMs;
            return; // nobody tries that again, so it cannot become a storm
        }
        if (failing.size() < LEGS_TO_OPEN) { // it need not know more of them, nor hold them
            failing.add(who);
        }
        lastFailureMs = nowMs;
        boolean opens = failing.size() >= LEGS_TO_OPEN || failure.remedy() == Failure.Remedy.WAIT_FOR_ROOM;
        if (opens && state != State.OPEN) {
            state = State.OPEN;
            notBeforeMs = nowMs + PROBE_EVERY_MS;
        }
        Duration wish = failure.retryAfter();
        if (state == State.OPEN && wish != null) {
            notBeforeMs = Math.max(notBeforeMs, nowMs + patienceMs(wish));
        }
    }
}
