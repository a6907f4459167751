package io.sidetone.identity;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that check passwords, with room for so many to wait: each check takes tens of milliseconds and megabytes,
 * and nobody else's work may wait for that. They start with their first work.
 */
final class PasswordDesk implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int QUEUED = 32; // about a second's work
    private static final long IDLE_SECONDS = 30;

    private final ThreadPoolExecutor threads;

    PasswordDesk() {
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUED), work -> {
                    Thread thread = new Thread(work, "sidetone-password-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** @throws java.util.concurrent.RejectedExecutionException if too many wait */
    CompletionStage<Boolean> check(String password, String hash) {
        return CompletableFuture.supplyAsync(() -> Passwords.fits(password, hash), threads);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
