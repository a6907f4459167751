package io.sidetone.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Remembers what came, from any thread, and waits for what is to come. */
public final class Recorder<T> {
    private final List<T> seen = new ArrayList<>();

    public synchronized void add(T item) {
        seen.add(item);
        notifyAll();
    }

    public synchronized List<T> seen() {
        return List.copyOf(seen);
    }

    /** Waits in real time; the test's own timeout ends it. */
    public synchronized List<T> await(int count) throws InterruptedException {
        return awaitUntil(items -> items.size() >= count);
    }

    public synchronized List<T> awaitUntil(Predicate<List<T>> enough) throws InterruptedException {
        while (!enough.test(seen)) {
            wait();
        }
        return List.copyOf(seen);
    }
}
