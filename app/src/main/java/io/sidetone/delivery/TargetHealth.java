package io.sidetone.delivery;

import io.sidetone.delivery.TargetStatus.State;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One target's health, for all shards together: decides when its lanes stop, which of them tries whether it is
 * well again, and when all go on.
 *
 * <pre>
 *   OK ──────▶ SUSPENDED ──────▶ (probing) ──────▶ CATCHING_UP ──────▶ OK
 *      down      ▲  its stay is over  │  one success     every lane has met the present
 *                └────────────────────┘
 *                    a failure
 * </pre>
 *
 * Safe on any thread. Lanes and listeners are told outside the lock; a lane that is told asks again how
 * things are, on its own thread.
 */
final class TargetHealth {
    /** One shard's part in it. Its methods are called on any thread and bring themselves home. */
    interface Side {
        /** The target is down or gone: set everything aside. */
        void stop();

        /** Get what was missed. */
        void recover();

        /** Somebody wants a target back that was gone: it must not be gone again after a restart. */
        void resumed();

        /** When the oldest event happened that waits here, milliseconds since 1970; {@link Long#MAX_VALUE} if none. */
        long oldestMillis();
    }

    private enum Phase {
        WELL,
        DOWN,
        PROBING,
        GONE
    }

    private final Target target;
    private final Surroundings surroundings;
    private final Valve valve;
    private final Breaker breaker = new Breaker(BreakerRules.DEFAULT);
    private final IntSupplier calls;
    private final Consumer<TargetStatus> changed;
    private final Set<Side> sides = new LinkedHashSet<>(); // guarded by this, like all below
    private final Set<Side> behind = new LinkedHashSet<>(); // those with a marker
    private volatile Phase phase = Phase.WELL; // written under the lock
    private @Nullable Side prober;
    private @Nullable Side metGone; // tries first once the target is resumed
    private Timer.@Nullable Wait stay;
    private @Nullable String reason;
    private boolean delivered; // something, since this process began
    private State shown = State.OK;
    private long sinceMillis;
    private long foundMillis; // since when it is as it was found, until it is shown so

    /**
     * @param calls how many calls the target has
     * @param changed told of every change of state, on the thread that brought it; must be quick
     */
    TargetHealth(Target target, Surroundings surroundings, IntSupplier calls, Consumer<TargetStatus> changed) {
        this.target = target;
        this.surroundings = surroundings;
        this.valve = new Valve(target.concurrency(), surroundings.nanoTime());
        this.calls = calls;
        this.changed = changed;
        this.sinceMillis = surroundings.clock().millis();
    }

    Valve valve() {
        return valve;
    }

    /** Whether nothing may be sent now. */
    boolean isStopped() {
        return phase == Phase.DOWN || phase == Phase.GONE;
    }

    boolean isGone() {
        return phase == Phase.GONE;
    }

    /** Whether calls that begin now may be sent before what was missed: not while it is only being tried. */
    boolean takesNewCalls() {
        Phase now = phase;
        return now == Phase.WELL || (now == Phase.PROBING && proved());
    }

    private synchronized boolean proved() {
        return breaker.proved();
    }

    /**
     * A shard was opened.
     *
     * @param marker what its previous owner left, or null
     */
    void join(Side side, @Nullable Marker marker) {
        act(effects -> {
            sides.add(side);
            if (marker != null) {
                foundBehind(side, marker, effects);
            } else if (isStopped()) {
                effects.add(side::stop);
            }
        });
    }

    private void foundBehind(Side side, Marker marker, List<Runnable> effects) {
        behind.add(side);
        if (marker.gone()) {
            metGone = marker.first() == null ? metGone : side;
            foundMillis = marker.sinceMillis();
            becomeGone("it answered 410 before the restart", effects);
        } else if (phase == Phase.WELL && !delivered) {
            reason = "it was suspended before the restart";
            foundMillis = marker.sinceMillis();
            breaker.open();
            probe(effects);
        } else if (takesNewCalls()) {
            effects.add(side::recover);
        } else if (phase == Phase.PROBING) {
            tryNext(effects);
        }
    }

    /** A shard was given up. */
    void leave(Side side) {
        act(effects -> {
            sides.remove(side);
            met(side, effects);
        });
    }

    /** A lane has set everything aside. */
    void suspended(Side side) {
        act(effects -> {
            behind.add(side);
            if (takesNewCalls()) {
                effects.add(side::recover); // it was told late: the target is back already
            } else if (phase == Phase.PROBING) {
                tryNext(effects);
            }
        });
    }

    /** A lane has met the present. */
    void caughtUp(Side side) {
        act(effects -> met(side, effects));
    }

    private void met(Side side, List<Runnable> effects) {
        behind.remove(side);
        if (prober == side) {
            prober = null;
        }
        if (metGone == side) {
            metGone = null;
        }
        if (phase == Phase.PROBING) {
            tryNext(effects);
        }
    }

    /** Takes a permit back with what came of it. Called on the thread of the answer. */
    void answered(Valve.Permit permit, String callId, Answer answer) {
        boolean news = valve.isOfNow(permit);
        act(effects -> {
            if (news && !isStopped()) {
                note(callId, answer, effects);
            }
            effects.add(() -> valve.release(permit, effect(answer.meaning())));
        });
    }

    private static Valve.Effect effect(AnswerClass meaning) {
        return switch (meaning) {
            case DELIVERED -> Valve.Effect.SUCCESS;
            case OVERLOAD, TIMEOUT -> Valve.Effect.OVERLOAD;
            case REFUSED, ABORTED, GONE, TARGET_FAULT, FAILURE -> Valve.Effect.NONE;
        };
    }

    private void note(String callId, Answer answer, List<Runnable> effects) {
        String detail = answer.detail();
        if (answer.meaning() == AnswerClass.GONE) {
            becomeGone(detail == null ? "it answered 410" : detail, effects);
            return;
        }
        delivered |= answer.meaning() == AnswerClass.DELIVERED;
        boolean provedBefore = breaker.proved();
        breaker.answered(
                answer.meaning(),
                callId,
                calls.getAsInt(),
                surroundings.nanoTime().getAsLong());
        if (breaker.state() == Breaker.State.OPEN) {
            reason = detail;
            goDown(effects);
        } else if (phase == Phase.PROBING) {
            probed(provedBefore, effects);
        }
    }

    private void goDown(List<Runnable> effects) {
        phase = Phase.DOWN;
        prober = null;
        valve.shut();
        stay = surroundings
                .timer()
                .after(breaker.stay(surroundings.jitter()), Runnable::run, () -> act(this::stayIsOver));
        sides.forEach(side -> effects.add(side::stop));
    }

    private void becomeGone(String why, List<Runnable> effects) {
        if (phase == Phase.GONE) {
            return;
        }
        phase = Phase.GONE;
        reason = why;
        prober = null;
        cancelStay();
        valve.shut();
        sides.forEach(side -> effects.add(side::stop));
    }

    /** A lane knows which event met the 410. */
    void met410(Side side) {
        act(effects -> metGone = side);
    }

    private void stayIsOver(List<Runnable> effects) {
        if (phase == Phase.DOWN) {
            probe(effects);
        }
    }

    /** Tries a target at once that is suspended or gone; does nothing to others. */
    void resume() {
        act(effects -> {
            if (phase == Phase.GONE) {
                sides.forEach(side -> effects.add(side::resumed));
            }
            if (isStopped()) {
                cancelStay();
                breaker.open();
                probe(effects);
            }
        });
    }

    private void cancelStay() {
        Timer.Wait waiting = stay;
        stay = null;
        if (waiting != null) {
            waiting.cancel();
        }
    }

    private void probe(List<Runnable> effects) {
        phase = Phase.PROBING;
        breaker.halfOpen();
        valve.probe();
        tryNext(effects);
    }

    /** One lane alone tries; the next does if that had nothing to send. */
    private void tryNext(List<Runnable> effects) {
        if (breaker.proved() || prober != null || behind.isEmpty()) {
            return;
        }
        Side next = metGone != null && behind.contains(metGone)
                ? metGone
                : behind.iterator().next();
        prober = next;
        effects.add(next::recover);
    }

    private void probed(boolean provedBefore, List<Runnable> effects) {
        if (!provedBefore && breaker.proved()) {
            prober = null;
            behind.forEach(side -> effects.add(side::recover));
        }
        if (breaker.state() == Breaker.State.CLOSED) {
            phase = Phase.WELL;
            valve.open();
        }
    }

    TargetStatus status() {
        State state;
        long since;
        String why;
        List<Side> all;
        synchronized (this) {
            state = shown;
            since = sinceMillis;
            why = state == State.SUSPENDED || state == State.GONE ? reason : null;
            all = List.copyOf(sides);
        }
        long now = surroundings.clock().millis();
        long oldest = all.stream().mapToLong(Side::oldestMillis).min().orElse(Long.MAX_VALUE);
        return new TargetStatus(
                target.name(),
                Target.withoutSecrets(target.url()),
                state,
                since,
                why,
                valve.inFlight(),
                valve.concurrency(),
                oldest == Long.MAX_VALUE ? 0 : Math.max(0, now - oldest));
    }

    private State state() {
        if (phase == Phase.GONE) {
            return State.GONE;
        }
        if (phase == Phase.DOWN || (phase == Phase.PROBING && !breaker.proved() && !behind.isEmpty())) {
            return State.SUSPENDED;
        }
        return behind.isEmpty() ? State.OK : State.CATCHING_UP;
    }

    private void act(Consumer<List<Runnable>> change) {
        List<Runnable> effects = new ArrayList<>();
        boolean news;
        synchronized (this) {
            change.accept(effects);
            news = state() != shown;
            if (news) {
                shown = state();
                sinceMillis =
                        foundMillis > 0 ? foundMillis : surroundings.clock().millis();
            }
            foundMillis = 0;
        }
        effects.forEach(Runnable::run);
        if (news) {
            changed.accept(status());
        }
    }
}
