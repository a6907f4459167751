package io.sidetone.delivery;

import io.sidetone.engine.CallEvent;
import io.sidetone.engine.EventLog.Progress;
import io.sidetone.engine.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One target's calls on one shard. A target that is down is set aside here by one stored marker,
 * {@code <target>/*}, whatever the number of its events: from the marker on they stay in the log until it is well
 * again, and {@link CatchUp} brings them from there.
 *
 * <pre>
 *   LIVE ──────▶ SUSPENDED ──────▶ CATCHING_UP ──────▶ LIVE
 *         down      ▲    well again   │  down   everything from the marker on is settled
 *                   └─────────────────┘
 * </pre>
 *
 * Confined to the shard's thread, except as {@link TargetHealth.Side}.
 */
final class Lane implements TargetHealth.Side {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private enum Mode {
        LIVE,
        SUSPENDED,
        CATCHING_UP
    }

    private final Dispatcher home;
    private final Outlet outlet;
    private final String prefix;
    private final Map<String, CallQueue> calls = new HashMap<>();
    private final Set<Waiting> held = new LinkedHashSet<>(); // in memory, about in the order of their age
    private final Queue<Retired> retired = new PriorityQueue<>(Comparator.comparing(Retired::end));
    private Mode mode = Mode.LIVE;
    private @Nullable Marker marker; // absent in LIVE, and in SUSPENDED until it is known where events begin
    private @Nullable CatchUp catchUp; // in CATCHING_UP
    private long setAsideMillis; // age of the oldest event that the marker stands for
    private volatile long oldestMillis = Long.MAX_VALUE; // written here, read by all

    Lane(Dispatcher home, Outlet outlet) {
        this.home = home;
        this.outlet = outlet;
        this.prefix = outlet.target().name() + "/";
    }

    /** A call whose row goes once head and marker have passed its end, since until then it keeps repeats away. */
    private record Retired(Position end, String callId) {}

    /** Takes up what the previous owner left. */
    void begin() {
        Progress saved = home.rows().get(key(Marker.KEY));
        if (saved != null) {
            Marker found = Marker.of(saved);
            marker = found;
            mode = Mode.SUSPENDED;
            setAsideMillis = found.sinceMillis();
        } else {
            takeUpParked();
        }
        noteOldest();
        outlet.health().join(this, marker);
    }

    private void takeUpParked() {
        home.rows().parked(prefix).forEach(key -> takeUp(key.substring(prefix.length())));
    }

    private void takeUp(String callId) {
        if (!callId.equals(Marker.KEY) && !calls.containsKey(callId)) {
            open(callId).takeUp();
        }
    }

    void event(Position at, CallEvent event) {
        if (mode != Mode.SUSPENDED && outlet.health().isStopped()) {
            suspend(at);
        }
        if (mode == Mode.SUSPENDED) {
            if (marker == null) {
                mark(at, at, List.of());
            }
            return;
        }
        CatchUp behind = catchUp;
        if (behind == null || behind.takesLive(event, outlet.health().takesNewCalls())) {
            show(at, event, Valve.Priority.LIVE, home);
        }
    }

    /** An event that was missed. */
    void missed(Position at, CallEvent event, Cover cover) {
        show(at, event, Valve.Priority.CATCH_UP, cover);
    }

    private void show(Position at, CallEvent event, Valve.Priority priority, Cover cover) {
        String callId = event.callId();
        boolean wanted = outlet.target().takes(event);
        boolean ended = event.type().equals("call.ended");
        boolean over = ended || !home.liveCalls().goesOn(callId);
        CallQueue call = calls.get(callId);
        if (call == null && (wanted || (over && home.rows().has(key(callId))))) {
            call = open(callId);
        }
        if (call == null) {
            return;
        }
        if (ended) {
            call.ended(at);
        } else if (over) {
            call.mayBeOver(at);
        }
        if (wanted) {
            call.add(new Waiting(at, event, priority, cover));
        }
        call.retireIfOver();
    }

    private CallQueue open(String callId) {
        Progress saved = home.rows().get(key(callId));
        CallQueue call = new CallQueue(home, this, callId, saved);
        calls.put(callId, call);
        outlet.calls().incrementAndGet();
        if (saved != null && mode == Mode.LIVE) {
            call.restUntil(saved.nextAtMillis()); // a target that is well again is not made to wait
        }
        return call;
    }

    private void forget(String callId) {
        if (calls.remove(callId) != null) {
            outlet.calls().decrementAndGet();
        }
    }

    /** The target is set aside: what has no answer to await leaves the memory. */
    void forgetIfStill(String callId) {
        CallQueue call = calls.get(callId);
        if (call != null && !call.isSending()) {
            forget(callId);
        }
    }

    @Override
    public void stop() {
        home.run(() -> {
            if (mode != Mode.SUSPENDED && outlet.health().isStopped()) {
                suspend(home.tip());
            }
        });
    }

    /** @param at where the events begin that are not shown any more; null while no event has come yet */
    private void suspend(@Nullable Position at) {
        Position from = at;
        CatchUp behind = catchUp;
        if (behind != null) {
            from = earlier(from, behind.safe());
            behind.close();
        }
        List<Runnable> covers = new ArrayList<>();
        setAsideMillis = Math.min(oldestMillis, home.surroundings().clock().millis());
        mode = Mode.SUSPENDED;
        catchUp = null;
        for (CallQueue call : List.copyOf(calls.values())) {
            from = earlier(from, call.firstCovered());
            covers.addAll(call.letGo());
        }
        List.copyOf(calls.keySet()).forEach(this::forgetIfStill);
        if (from != null) {
            mark(from, at == null ? from : at, covers);
        }
        noteOldest();
        outlet.health().suspended(this);
    }

    private static @Nullable Position earlier(@Nullable Position one, @Nullable Position other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) < 0 ? one : other;
    }

    /** @param at the head stays here until the marker is stored */
    private void mark(Position from, Position at, List<Runnable> covers) {
        home.open(at);
        List<Runnable> all = new ArrayList<>(covers);
        all.add(() -> home.settle(at));
        Marker set = new Marker(
                from, home.surroundings().clock().millis(), outlet.health().isGone(), null);
        settleOnceSaved(save(set), all);
    }

    private CompletionStage<Void> save(Marker set) {
        marker = set;
        return home.rows().save(key(Marker.KEY), set.toProgress());
    }

    /** Nothing may pass an event before the row is stored that brings it back. */
    void settleOnceSaved(CompletionStage<Void> saved, List<Runnable> covers) {
        saved.whenComplete((stored, failure) -> home.run(() -> {
            if (failure == null) {
                covers.forEach(Runnable::run);
            } else {
                LOG.error(
                        "{}: progress could not be saved; after a restart some events are sent again: {}",
                        outlet.target(),
                        failure.toString());
            }
        }));
    }

    /**
     * The target wants nothing any more.
     *
     * @param at the event that it said so to
     */
    void gone(Position at) {
        if (mode != Mode.SUSPENDED) {
            suspend(home.tip());
        }
        Marker set = marker;
        if (set != null) {
            save(new Marker(set.from(), set.sinceMillis(), true, at));
            outlet.health().met410(this);
        }
    }

    private @Nullable Position parkedFrom(String key) {
        Progress row = home.rows().get(key);
        return row == null ? null : row.parkedFrom();
    }

    @Override
    public void resumed() {
        home.run(() -> {
            Marker set = marker;
            if (set != null && set.gone()) {
                save(set.resumed());
            }
        });
    }

    @Override
    public void recover() {
        home.run(() -> {
            if (mode == Mode.LIVE) {
                outlet.health().caughtUp(this);
            } else if (mode == Mode.SUSPENDED && !outlet.health().isStopped() && !home.draining()) {
                catchUp();
            }
        });
    }

    private void catchUp() {
        Marker set = marker;
        if (set == null) {
            live();
            takeUpParked();
            return;
        }
        mode = Mode.CATCHING_UP;
        CatchUp begun = new CatchUp(home, this, set.from());
        catchUp = begun;
        Position first = set.first();
        home.rows().parked(prefix).stream()
                .filter(key -> first != null && first.equals(parkedFrom(key)))
                .forEach(key -> takeUp(key.substring(prefix.length())));
        begun.begin(first);
        takeUpParked();
        noteOldest();
    }

    /** Everything before is settled, or its call's row brings it back. */
    void moveMarker(Position safe) {
        Marker set = marker;
        if (set != null && safe.compareTo(set.from()) > 0) {
            save(set.movedTo(safe));
            home.advance();
        }
    }

    /** Everything that was missed is settled. */
    void caughtUp() {
        home.rows().save(key(Marker.KEY), null);
        live();
        home.advance();
    }

    private void live() {
        mode = Mode.LIVE;
        marker = null;
        catchUp = null;
        noteOldest();
        outlet.health().caughtUp(this);
    }

    void drain() {
        CatchUp behind = catchUp;
        if (behind != null) {
            moveMarker(behind.safe());
            behind.stop();
        }
        List.copyOf(calls.values()).forEach(CallQueue::drain);
    }

    void close() {
        if (catchUp != null) {
            catchUp.close();
        }
        List.copyOf(calls.keySet()).forEach(callId -> {
            CallQueue call = calls.get(callId);
            if (call != null) {
                call.close();
            }
            forget(callId);
        });
        outlet.health().leave(this);
    }

    void repeat(CallEvent event, Consumer<Boolean> over) {
        if (mode == Mode.SUSPENDED || home.draining() || home.isClosed()) {
            over.accept(false);
            return;
        }
        String callId = event.callId();
        CallQueue call = calls.get(callId);
        if (call == null) {
            call = open(callId);
            if (!home.liveCalls().goesOn(callId)) {
                call.mayBeOver(Position.START);
            }
        }
        call.invite(new Repeat(home, this, call, event, over));
    }

    /** The call has nothing more to send, and nothing more is expected of it. */
    void retire(String callId, Position end) {
        forget(callId);
        retired.add(new Retired(end, callId));
        home.advance();
    }

    /** @param head everything before is settled by everybody */
    void sweep(Position head) {
        Position safe = marker == null ? head : earlier(head, marker.from());
        Retired first = retired.peek();
        while (first != null && safe != null && first.end().compareTo(safe) < 0) {
            retired.remove();
            remove(first.callId());
            first = retired.peek();
        }
    }

    /** Not if the call came back to life meanwhile; then it is retired again. */
    private void remove(String callId) {
        Progress row = home.rows().get(key(callId));
        if (row != null && row.parkedFrom() == null && !calls.containsKey(callId)) {
            home.rows().save(key(callId), null);
        }
    }

    boolean isSuspended() {
        return mode == Mode.SUSPENDED;
    }

    /** How events of a call are sent that were left in the log. */
    Valve.Priority backlogPriority(String callId) {
        CatchUp behind = catchUp;
        return behind == null || behind.isNew(callId) ? Valve.Priority.LIVE : Valve.Priority.CATCH_UP;
    }

    void entered(Waiting waiting) {
        home.entered(waiting);
        held.add(waiting);
        noteOldest();
    }

    void left(Waiting waiting) {
        home.left(waiting);
        held.remove(waiting);
        noteOldest();
    }

    private void noteOldest() {
        if (mode == Mode.SUSPENDED) {
            oldestMillis = setAsideMillis;
        } else {
            oldestMillis = held.isEmpty()
                    ? Long.MAX_VALUE
                    : held.iterator().next().event().atMillis();
        }
    }

    @Override
    public long oldestMillis() {
        return oldestMillis;
    }

    Valve valve() {
        return outlet.health().valve();
    }

    /** @param granted called on the shard's thread */
    Valve.Permit permit(Valve.Priority priority, Consumer<Valve.Permit> granted) {
        Valve.Permit[] itself = new Valve.Permit[1];
        itself[0] = new Valve.Permit(
                priority, () -> home.run(() -> granted.accept(itself[0]), () -> valve().cancel(itself[0])));
        return itself[0];
    }

    Outlet outlet() {
        return outlet;
    }

    String key(String callId) {
        return prefix + callId;
    }
}
