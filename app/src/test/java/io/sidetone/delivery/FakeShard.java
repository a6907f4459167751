package io.sidetone.delivery;

import io.sidetone.engine.EventLog;
import io.sidetone.engine.Position;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
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

    void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    @Override
    public int id() {
        return 0;
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
        if (saved == null) {
            progress.remove(key);
        } else {
            progress.put(key, saved);
        }
        return CompletableFuture.completedFuture(null);
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
        throw new UnsupportedOperationException("nothing scans yet");
    }
}
