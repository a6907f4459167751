package io.sidetone.delivery;

import io.sidetone.engine.CallEvent;
import io.sidetone.engine.EventLog;
import io.sidetone.engine.EventLog.Stored;
import io.sidetone.engine.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A shard whose thread is the test's: tasks wait until the test runs them. */
final class FakeShard implements EventLog.Shard {
    final Map<String, EventLog.Progress> progress = new HashMap<>();
    final Queue<Runnable> tasks = new ArrayDeque<>();
    Position head = Position.START;
    boolean paused;
    boolean mayAct = true;
    NavigableMap<Position, CallEvent> log = new TreeMap<>();
    private Map<String, NavigableMap<Position, CallEvent>> calls = new HashMap<>();
    final Map<String, EventLog.Progress> durable = new HashMap<>(); // what a crash leaves
    boolean savesLater;
    int reads;
    int scanned;
    int saves;

    FakeShard() {}

    /** Another owner's hold on the same shard, after a crash: what was not stored yet is lost. */
    FakeShard(FakeShard crashed) {
        progress.putAll(crashed.savesLater ? crashed.durable : crashed.progress);
        durable.putAll(progress);
        savesLater = crashed.savesLater;
        head = crashed.head;
        log = crashed.log;
        calls = crashed.calls;
    }

    EventLog.Progress row(String key) {
        EventLog.Progress row = progress.get(key);
        if (row == null) {
            throw new AssertionError("no row " + key + " among " + progress.keySet());
        }
        return row;
    }

    void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    void append(Position at, CallEvent event) {
        log.put(at, event);
        calls.computeIfAbsent(event.callId(), callId -> new TreeMap<>()).put(at, event);
    }

    @Override
    public int id() {
        return 0;
    }

    @Override
    public boolean holds(String callId) {
        return true;
    }

    @Override
    public Executor thread() {
        return tasks::add;
    }

    @Override
    public Map<String, EventLog.Progress> progress() {
        return progress;
    }

    @Override
    public CompletionStage<Void> save(String key, EventLog.@Nullable Progress saved) {
        saves++;
        if (saved == null) {
            progress.remove(key);
        } else {
            progress.put(key, saved);
        }
        if (!savesLater) {
            store(key, saved);
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        tasks.add(() -> {
            store(key, saved);
            done.complete(null);
        });
        return done;
    }

    private void store(String key, EventLog.@Nullable Progress saved) {
        if (saved == null) {
            durable.remove(key);
        } else {
            durable.put(key, saved);
        }
    }

    @Override
    public void head(Position position) {
        head = position;
    }

    @Override
    public void pause(boolean paused) {
        this.paused = paused;
    }

    @Override
    public boolean mayAct() {
        return mayAct;
    }

    @Override
    public EventLog.Scan scan(Position from, Position to, EventLog.ScanHandler handler) {
        FakeScan scan = new FakeScan(from, to, handler);
        tasks.add(scan);
        return scan;
    }

    /** As the log's own reading; completes at once. */
    CompletionStage<List<Stored>> read(String callId, Position after, int max) {
        reads++;
        List<Stored> found = new ArrayList<>();
        NavigableMap<Position, CallEvent> call = calls.getOrDefault(callId, new TreeMap<>());
        Map.Entry<Position, CallEvent> next = call.higherEntry(after);
        while (next != null && found.size() < max) {
            found.add(new Stored(next.getKey(), next.getValue()));
            next = call.higherEntry(next.getKey());
        }
        return CompletableFuture.completedFuture(found);
    }

    /** A few events per turn. */
    private final class FakeScan implements EventLog.Scan, Runnable {
        private static final int EVENTS_PER_TURN = 32;

        private final Position to;
        private final EventLog.ScanHandler handler;
        private Position next;
        private boolean paused;
        private boolean over;
        private boolean asked = true;

        FakeScan(Position from, Position to, EventLog.ScanHandler handler) {
            this.next = from;
            this.to = to;
            this.handler = handler;
        }

        @Override
        public void run() {
            asked = false;
            for (int turn = 0; turn < EVENTS_PER_TURN && !paused && !over; turn++) {
                Map.Entry<Position, CallEvent> entry = log.ceilingEntry(next);
                if (entry == null || entry.getKey().compareTo(to) >= 0) {
                    over = true;
                    handler.done();
                    return;
                }
                next = entry.getKey().next();
                scanned++;
                handler.event(entry.getKey(), entry.getValue());
            }
            goOn();
        }

        private void goOn() {
            if (!paused && !over && !asked) {
                asked = true;
                tasks.add(this);
            }
        }

        @Override
        public void pause(boolean paused) {
            this.paused = paused;
            goOn();
        }

        @Override
        public void close() {
            over = true;
        }
    }
}
