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
    private record Task(long dueMillis, Executor thread, Runnable run) {}

    private final List<Task> tasks = new ArrayList<>();
    private long millis;

    FakeTime(long millis) {
        this.millis = millis;
    }

    @Override
    public synchronized Instant instant() {
        return Instant.ofEpochMilli(millis);
    }

    long nanoTime() {
        return instant().toEpochMilli() * 1_000_000;
    }

    @Override
    public synchronized void after(Duration delay, Executor thread, Runnable task) {
        tasks.add(new Task(millis + delay.toMillis(), thread, task));
        notifyAll();
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
        due.forEach(task -> task.thread().execute(task.run()));
    }
}
