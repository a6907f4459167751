package io.sidetone.delivery;

import io.sidetone.engine.CallEvent;
import io.sidetone.engine.EventLog;
import io.sidetone.engine.Position;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One shard's deliveries: hands events to the lanes, keeps the head behind nothing unsettled, and holds
 * the log back when too much waits. Confined to the shard's thread.
 */
final class Dispatcher implements EventLog.Handler {
    private final EventLog.Shard shard;
    private final Surroundings surroundings;
    private final Consumer<Dispatcher> gone;
    private final List<Lane> lanes;
    private final Unsettled unsettled = new Unsettled();
    private final Queue<Retired> retired = new PriorityQueue<>(Comparator.comparing(Retired::at));
    private int waitingEvents;
    private long waitingBytes;
    private int inFlight;
    private boolean paused;
    private boolean closed;
    private @Nullable CompletableFuture<Void> drained;

    /** @param gone told once the shard is given up */
    Dispatcher(EventLog.Shard shard, List<Outlet> outlets, Surroundings surroundings, Consumer<Dispatcher> gone) {
        this.shard = shard;
        this.gone = gone;
        this.surroundings = surroundings;
        this.lanes = outlets.stream().map(outlet -> new Lane(this, outlet)).toList();
    }

    /** A key to remove once the head has passed the end of its call, since until then it keeps repeats away. */
    private record Retired(Position at, String key) {}

    @Override
    public void event(Position at, CallEvent event) {
        Unsettled.Mark mark = unsettled.seen(at);
        for (Lane lane : lanes) {
            lane.event(at, event, mark);
        }
        advance();
    }

    @Override
    public void closed(boolean lost) {
        closed = true;
        gone.accept(this);
        completeDrain();
    }

    /** Sends what waits without trying again what fails; completes when nothing is in flight. */
    CompletableFuture<Void> drain() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        drained = done;
        shard.pause(true);
        completeDrain();
        return done;
    }

    private void completeDrain() {
        if (drained != null && (inFlight == 0 || closed)) {
            drained.complete(null);
        }
    }

    EventLog.Shard shard() {
        return shard;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    boolean draining() {
        return drained != null;
    }

    void entered(Waiting waiting) {
        waiting.mark().open();
        waitingEvents++;
        waitingBytes += waiting.bytes();
        holdBack();
    }

    void settled(Waiting waiting) {
        waiting.mark().settle();
        waitingEvents--;
        waitingBytes -= waiting.bytes();
        advance();
        holdBack();
    }

    void retire(Position end, String key) {
        retired.add(new Retired(end, key));
        advance();
    }

    private void advance() {
        Position head = unsettled.head();
        shard.head(head);
        Retired first = retired.peek();
        while (first != null && first.at().compareTo(head) < 0) {
            retired.remove();
            shard.save(first.key(), null);
            first = retired.peek();
        }
    }

    private void holdBack() {
        DeliveryLimits limits = surroundings.limits();
        boolean full = waitingEvents >= limits.waitingEvents() || waitingBytes >= limits.waitingBytes();
        boolean roomy = waitingEvents <= limits.waitingEvents() / 2 && waitingBytes <= limits.waitingBytes() / 2;
        if ((!paused && full) || (paused && roomy)) {
            paused = full;
            shard.pause(paused || draining());
        }
    }

    /** Posts and brings the answer back to the shard's thread; none comes once the shard is closed. */
    void post(Post way, Attempt attempt, Consumer<Answer> answered) {
        inFlight++;
        way.post(
                attempt,
                answer -> home(() -> {
                    inFlight--;
                    if (!closed) {
                        answered.accept(answer);
                    }
                    completeDrain();
                }));
    }

    private void home(Runnable task) {
        try {
            shard.thread().execute(task);
        } catch (RejectedExecutionException e) {
            // the engine is closed; the shard's next owner sends again what is not settled
        }
    }

    void later(Duration delay, Runnable task) {
        surroundings.timer().after(delay, shard.thread(), () -> {
            if (!closed) {
                task.run();
            }
        });
    }
}
