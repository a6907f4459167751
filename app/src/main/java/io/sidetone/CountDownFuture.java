package io.sidetone;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Completes when something has happened as often as was foreseen. Any thread. */
final class CountDownFuture {
    private final AtomicInteger left;
    private final CompletableFuture<Void> all = new CompletableFuture<>();

    CountDownFuture(int times) {
        this.left = new AtomicInteger(times);
    }

    void countDown() {
        if (left.decrementAndGet() == 0) {
            all.complete(null);
        }
    }

    CompletableFuture<Void> all() {
        return all;
    }
}
