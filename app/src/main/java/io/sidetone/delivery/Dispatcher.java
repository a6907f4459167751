package io.sidetone.delivery;

import io.sidetone.engine.CallEvent;
import io.sidetone.engine.EventLog;
import io.sidetone.engine.Position;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One shard's deliveries: hands events to the lanes and keeps the head behind nothing that only memory knows.
 * Never holds the log back: what is too much for the memory stays in it. Confined to the shard's thread, except
 * where it says otherwise.
 */
final class Dispatcher implements EventLog.Handler, Cover {
    private final EventLog.Shard shard;
    private final Surroundings surroundings;
    private final Consumer<Dispatcher> gone;
    private final Rows rows;
    private final Reads reads;
    private final List<Lane> lanes;
    private final LiveCalls liveCalls = new LiveCalls();
    private final Unsettled unsettled = new Unsettled(Position.START);
    private boolean begun; // an event has come: the head is known
    private int waitingEvents;
    private long waitingBytes;
    private int underWay; // requests in flight, and calls that wait for their turn
    private boolean closed;
    private @Nullable CompletableFuture<Void> drained;

    /** @param gone told once the shard is given up */
    Dispatcher(
            EventLog.Shard shard,
            List<Outlet> outlets,
            Reads.Log log,
            Surroundings surroundings,
            Consumer<Dispatcher> gone) {
        this.shard = shard;
        this.gone = gone;
        this.surroundings = surroundings;
        this.rows = new Rows(shard);
        this.reads = new Reads(log, surroundings.limits().readsAtOnce(), this);
        this.lanes = outlets.stream().map(outlet -> new Lane(this, outlet)).toList();
    }

    /** Takes up what the previous owner left. */
    void begin() {
        lanes.forEach(Lane::begin);
    }

    @Override
    public void event(Position at, CallEvent event) {
        begun = true;
        unsettled.reached(at.next());
        liveCalls.seen(event);
        for (Lane lane : lanes) {
            lane.event(at, event);
        }
        advance();
    }

    @Override
    public void closed(boolean lost) {
        closed = true;
        gone.accept(this);
        lanes.forEach(Lane::close);
        completeDrain();
    }

    /** Sends what waits without trying again what fails; completes when nothing is in flight. */
    CompletableFuture<Void> drain() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        drained = done;
        shard.pause(true);
        lanes.forEach(Lane::drain);
        completeDrain();
        return done;
    }

    private void completeDrain() {
        if (drained != null && (underWay == 0 || closed)) {
            drained.complete(null);
        }
    }

    /**
     * Makes a delivery again.
     *
     * @param over told on any thread whether what came of it is noted
     */
    void repeat(String target, CallEvent event, Consumer<Boolean> over) {
        lanes.stream()
                .filter(lane -> lane.outlet().target().name().equals(target))
                .findFirst()
                .ifPresentOrElse(lane -> lane.repeat(event, over), () -> over.accept(false));
    }

    /** Safe on any thread. */
    EventLog.Shard shard() {
        return shard;
    }

    Rows rows() {
        return rows;
    }

    Reads reads() {
        return reads;
    }

    LiveCalls liveCalls() {
        return liveCalls;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    boolean isClosed() {
        return closed;
    }

    boolean draining() {
        return drained != null;
    }

    /** Behind the newest event; null if none has come yet. */
    @Nullable Position tip() {
        return begun ? unsettled.reached() : null;
    }

    /** Whether more is in memory than should be. */
    boolean isFull() {
        DeliveryLimits limits = surroundings.limits();
        return waitingEvents >= limits.waitingEvents() || waitingBytes >= limits.waitingBytes();
    }

    void entered(Waiting waiting) {
        waitingEvents++;
        waitingBytes += waiting.bytes();
    }

    void left(Waiting waiting) {
        waitingEvents--;
        waitingBytes -= waiting.bytes();
    }

    @Override
    public void open(Position at) {
        unsettled.open(at);
    }

    @Override
    public void settle(Position at) {
        unsettled.settle(at);
        advance();
    }

    /** Saves how far everything is settled, and lets go of rows that this makes useless. */
    void advance() {
        if (begun && !closed) {
            Position head = unsettled.head();
            shard.head(head);
            lanes.forEach(lane -> lane.sweep(head));
        }
    }

    void beginsToWait() {
        underWay++;
    }

    void waitsNoMore() {
        underWay--;
        completeDrain();
    }

    /**
     * Posts, after {@link #beginsToWait()}, and brings the answer back to the shard's thread; none comes once
     * the shard is closed. The target's health learns of it either way.
     */
    void post(Outlet outlet, Valve.Permit permit, String callId, Attempt attempt, Consumer<Answer> answered) {
        outlet.post().post(attempt, answer -> {
            outlet.health().answered(permit, callId, answer);
            run(() -> {
                if (!closed) {
                    answered.accept(answer);
                }
                waitsNoMore();
            });
        });
    }

    /** Has the shard's thread do it; not at all once the engine is closed. Safe on any thread. */
    void run(Runnable task) {
        run(task, () -> {});
    }

    /** @param otherwise done instead if the shard's thread takes nothing more */
    void run(Runnable task, Runnable otherwise) {
        try {
            shard.thread().execute(task);
        } catch (RejectedExecutionException e) {
            otherwise.run(); // the shard's next owner sends again what is not settled
        }
    }

    Timer.Wait later(Duration delay, Runnable task) {
        return surroundings.timer().after(delay, shard.thread(), () -> {
            if (!closed) {
                task.run();
            }
        });
    }
}
