package io.sidetone.delivery;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How many requests one target may have in flight, and who is next. The bound starts at 16, rises by one after as many
 * successes as it is, 16 at most, and is halved when the target is overloaded or does not answer. So a target that fails
 * now and then keeps more than one: a single one that hangs would hold up all. Each call asks for one permit at
 * a time and gets it in the order of asking, so calls take turns. What is live goes first; what catches up or is
 * repeated has a fifth while there is anything live, and all of it otherwise.
 *
 * <p>Safe on any thread.
 */
final class Valve {
    static final int MOST = 256;

    private static final int START = 16;
    private static final int MOST_SUCCESSES_PER_STEP = 16;
    private static final int BACKLOG_PART = 5; // one of so many
    private static final long LIVE_NANOS = 1_000_000_000; // so long after the last of it, live traffic counts as there

    enum Priority {
        LIVE,
        CATCH_UP,
        REPEAT
    }

    /** What an answer says about the target's capacity. */
    enum Effect {
        SUCCESS,
        NONE,
        OVERLOAD
    }

    /** The right to one request, once granted. */
    static final class Permit {
        private final Priority priority;
        private final Runnable granted;
        private boolean held; // guarded by the valve, like all below
        private long number;
        private int era;

        /** @param granted run on any thread if the permit is not granted at once; must be quick */
        Permit(Priority priority, Runnable granted) {
            this.priority = priority;
            this.granted = granted;
        }

        Priority priority() {
            return priority;
        }
    }

    private final int most;
    private final LongSupplier nanoTime;
    private final Map<Priority, Set<Permit>> waiting = new EnumMap<>(Priority.class);
    private int limit;
    private boolean shut;
    private boolean probing;
    private int era; // begins anew when the valve is shut
    private int inFlight; // in this era
    private int backlogInFlight;
    private int staleInFlight; // from before: a target that hangs must not keep the probe waiting for them
    private int successes; // since the last step
    private int liveInARow; // granted while something of the backlog waited
    private long liveNanos;
    private boolean liveSeen;
    private long numbers; // of permits granted
    private long halvedAt; // permits with a smaller number say nothing new about overload

    /** @param most 1 to {@link #MOST} */
    Valve(int most, LongSupplier nanoTime) {
        this.most = most;
        this.nanoTime = nanoTime;
        this.limit = Math.min(START, most);
        for (Priority priority : Priority.values()) {
            waiting.put(priority, new LinkedHashSet<>());
        }
    }

    /** @return true if the permit is granted at once; otherwise it is told when it is */
    boolean ask(Permit permit) {
        List<Permit> granted;
        synchronized (this) {
            queue(permit.priority).add(permit);
            granted = grant();
        }
        boolean atOnce = granted.remove(permit);
        granted.forEach(other -> other.granted.run());
        return atOnce;
    }

    /** Gives a permit back that is not used, or not wanted any more. */
    void cancel(Permit permit) {
        release(permit, Effect.NONE);
    }

    void release(Permit permit, Effect effect) {
        List<Permit> granted;
        synchronized (this) {
            queue(permit.priority).remove(permit);
            if (permit.held) {
                giveBack(permit);
                adapt(permit, effect);
            }
            granted = grant();
        }
        granted.forEach(other -> other.granted.run());
    }

    private void giveBack(Permit permit) {
        permit.held = false;
        if (permit.era != era) {
            staleInFlight--;
            return;
        }
        inFlight--;
        if (permit.priority != Priority.LIVE) {
            backlogInFlight--;
        }
    }

    private void adapt(Permit permit, Effect effect) {
        if (permit.era != era) {
            return;
        }
        if (effect == Effect.SUCCESS && ++successes >= Math.min(limit, MOST_SUCCESSES_PER_STEP)) {
            successes = 0;
            limit = Math.min(most, limit + 1);
        } else if (effect == Effect.OVERLOAD && permit.number > halvedAt) {
            // Once for all that was in flight together: it is one overload, however many requests it met.
            halvedAt = numbers;
            successes = 0;
            limit = Math.max(1, limit / 2);
        }
    }

    /** Grants nothing until it is opened; who asks, waits. */
    synchronized void shut() {
        shut = true;
        probing = false;
        era++;
        staleInFlight += inFlight;
        inFlight = 0;
        backlogInFlight = 0;
    }

    /** Lets through one request at a time. */
    void probe() {
        open(true);
    }

    /** Begins anew, with as many as at the start. */
    void open() {
        open(false);
    }

    private void open(boolean oneByOne) {
        List<Permit> granted;
        synchronized (this) {
            shut = false;
            probing = oneByOne;
            if (!oneByOne) {
                limit = Math.min(START, most);
            }
            granted = grant();
        }
        granted.forEach(permit -> permit.granted.run());
    }

    private List<Permit> grant() {
        List<Permit> granted = new ArrayList<>(1);
        while (!shut && inFlight < limit()) {
            Permit next = next();
            if (next == null) {
                break;
            }
            hold(next);
            granted.add(next);
        }
        return granted;
    }

    private @Nullable Permit next() {
        Set<Permit> live = queue(Priority.LIVE);
        Set<Permit> backlog = queue(Priority.CATCH_UP).isEmpty() ? queue(Priority.REPEAT) : queue(Priority.CATCH_UP);
        boolean backlogMay = !backlog.isEmpty() && backlogInFlight < backlogLimit();
        boolean backlogsTurn = live.isEmpty() || liveInARow >= BACKLOG_PART - 1;
        Set<Permit> chosen = backlogMay && backlogsTurn ? backlog : live;
        if (chosen.isEmpty()) {
            return null;
        }
        liveInARow = chosen == live && backlogMay ? liveInARow + 1 : 0;
        Permit next = chosen.iterator().next();
        chosen.remove(next);
        return next;
    }

    private void hold(Permit permit) {
        permit.held = true;
        permit.number = ++numbers;
        permit.era = era;
        inFlight++;
        if (permit.priority == Priority.LIVE) {
            liveSeen = true;
            liveNanos = nanoTime.getAsLong();
        } else {
            backlogInFlight++;
        }
    }

    private int limit() {
        return probing ? 1 : limit;
    }

    private int backlogLimit() {
        boolean live = inFlight > backlogInFlight
                || !queue(Priority.LIVE).isEmpty()
                || (liveSeen && nanoTime.getAsLong() - liveNanos < LIVE_NANOS);
        return live ? Math.max(1, limit() / BACKLOG_PART) : limit();
    }

    private Set<Permit> queue(Priority priority) {
        return waiting.getOrDefault(priority, Set.of());
    }

    /** Whether the permit was granted since the valve was last shut: older answers say nothing new. */
    synchronized boolean isOfNow(Permit permit) {
        return permit.era == era;
    }

    synchronized int inFlight() {
        return inFlight + staleInFlight;
    }

    /** How many may be in flight now, apart from a valve that is shut. */
    synchronized int concurrency() {
        return limit();
    }
}
