package io.sidetone.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executor;

/** A clock and a timer that only the test moves. */
final class FakeTime implements InstantSource, Timer {
    private static final class Task {
        private final long dueMillis;
        private final Executor thread;
        private final Runnable run;

        Task(long dueMillis, Executor thread, Runnable run) {
            this.dueMillis = dueMillis;
            this.thread = thread;
            this.run = run;
        }

        long dueMillis() {
            return dueMillis;
        }
    }

    private final List<Task> tasks = new ArrayList<>();
    private long millis;
    private long stepMillis;

    FakeTime(long millis) {
        this.millis = millis;
    }

    @Override
    public synchronized Instant instant() {
        return Instant.ofEpochMilli(millis + stepMillis);
    }

    synchronized long nanoTime() {
        return millis * 1_000_000;
    }

    @Override
    public synchronized Wait after(Duration delay, Executor thread, Runnable run) {
        Task task = new Task(millis + delay.toMillis(), thread, run);
        tasks.add(task);
        notifyAll();
        return () -> cancel(task);
    }

    private synchronized void cancel(Task task) {
        tasks.remove(task);
    }

    /** The wall clock is set; what never steps does not. */
    synchronized void step(Duration by) {
        stepMillis += by.toMillis();
    }

    /** Waits in real time until so many tasks wait in fake time. */
    synchronized void awaitWaiting(int count) throws InterruptedException {
        while (tasks.size() < count) {
            wait();
        }
    }

    synchronized int waiting() {
        return tasks.size();
    }

    /** How long from now until the next task is due. */
    synchronized Duration untilNext() {
        return Duration.ofMillis(tasks.stream().mapToLong(Task::dueMillis).min().orElseThrow() - millis);
    }

    void advance(Duration by) {
        List<Task> due = new ArrayList<>();
        synchronized (this) {
            millis += by.toMillis();
            tasks.stream().filter(task -> task.dueMillis() <= millis).forEach(due::add);
            tasks.removeAll(due);
        }
        due.sort(Comparator.comparingLong(Task::dueMillis));
        due.forEach(task -> task.thread.execute(task.run));
    }
}
