package io.sidetone.api;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that make answers of what the archive found: neither the sockets' loops nor the archive's own thread
 * has time for that. They start with their first work.
 */
final class Workers implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Workers.class);
    private static final long IDLE_SECONDS = 30;

    private final ThreadPoolExecutor threads;

    Workers(ApiLimits limits) {
        threads = new ThreadPoolExecutor(
                limits.threads(),
                limits.threads(),
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(limits.queued()),
                new DefaultThreadFactory("sidetone-api", true));
        threads.allowCoreThreadTimeOut(true);
    }

    /** Goes on with what was found, or refuses as the failure wants it. */
    <T, R> CompletionStage<R> then(CompletionStage<T> found, Function<T, R> next) {
        return found.handleAsync(
                (value, failure) -> {
                    if (failure != null) {
                        throw refusal(failure);
                    }
                    return next.apply(value);
                },
                threads);
    }

    /** The same for what must be asked further. */
    <T, R> CompletionStage<R> thenAsk(CompletionStage<T> found, Function<T, CompletionStage<R>> next) {
        return then(found, next).thenCompose(asked -> asked);
    }

    /** What the archive refuses is the asker's mistake (a cursor of somebody else's); all else may be well again. */
    private static RuntimeException refusal(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof Refused refused) {
            return refused;
        }
        if (cause instanceof IllegalArgumentException) {
            return Refused.badRequest(String.valueOf(cause.getMessage()));
        }
        if (!(cause instanceof RejectedExecutionException)) {
            log.warn("the archive did not answer: {}", cause.toString());
        }
        return Refused.unavailable("what was cannot be read now; try again");
    }

    @Override
    public void close() {
        threads.shutdown();
        try {
            threads.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
