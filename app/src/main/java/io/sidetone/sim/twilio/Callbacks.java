package io.sidetone.sim.twilio;

import io.netty.channel.EventLoop;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Posts a call's progress callbacks in their order, each after the one before it was answered, unless a
 * quirk of the plan wants it otherwise. Confined to the call's loop.
 */
final class Callbacks {
    private static final long LATE_MS = 2_000; // media time

    private final Webhooks webhooks;
    private final EventLoop loop;
    private final CallClock clock;
    private final Quirks quirks;
    private final Consumer<String> warnings;
    private final List<CallReport.Callback> posted = new ArrayList<>();
    private final List<Waiting> heldBack = new ArrayList<>();
    private CompletableFuture<Void> settled = CompletableFuture.completedFuture(null);

    private record Waiting(String event, URI uri, Map<String, String> form) {}

    Callbacks(Webhooks webhooks, EventLoop loop, CallClock clock, Quirks quirks, Consumer<String> warnings) {
        this.webhooks = webhooks;
        this.loop = loop;
        this.clock = clock;
        this.quirks = quirks;
        this.warnings = warnings;
    }

    /** Those that were posted, in that order. */
    List<CallReport.Callback> posted() {
        return posted;
    }

    /** Completes on the loop when everything asked for so far has been answered, or will never be. */
    CompletableFuture<Void> settled() {
        return settled;
    }

    void post(String event, URI uri, Map<String, String> form) {
        Waiting waiting = new Waiting(event, uri, form);
        if (quirks.has(Quirk.Callbacks.NEVER)) {
            return;
        }
        enqueue(waiting);
        if (quirks.has(Quirk.Callbacks.TWICE)) {
            enqueue(waiting);
        }
    }

    /** Like {@link #post}, for an event before the answer: shuffling holds it back until {@link #postHeldBack}. */
    void postAhead(String event, URI uri, Map<String, String> form) {
        if (quirks.has(Quirk.Callbacks.SHUFFLED)) {
            heldBack.add(new Waiting(event, uri, form));
        } else {
            post(event, uri, form);
        }
    }

    /** Posts what was held back, newest first. */
    void postHeldBack() {
        Collections.reverse(heldBack);
        heldBack.forEach(waiting -> post(waiting.event(), waiting.uri(), waiting.form()));
        heldBack.clear();
    }

    /** Notes a request that is no progress callback, and so is subject to no quirk. */
    void note(String event, URI uri, int status) {
        posted.add(new CallReport.Callback(event, uri, status));
    }

    private void enqueue(Waiting waiting) {
        CompletableFuture<Void> due = quirks.has(Quirk.Callbacks.LATE) ? later() : settled;
        CompletableFuture<Void> before = settled;
        settled = CompletableFuture.allOf(due, before).thenComposeAsync(ready -> send(waiting), loop);
    }

    private CompletableFuture<Void> later() {
        CompletableFuture<Void> due = new CompletableFuture<>();
        long delay = clock.realNanosUntil(clock.nanos() + TimeUnit.MILLISECONDS.toNanos(LATE_MS));
        loop.schedule(() -> due.complete(null), Math.max(0, delay), TimeUnit.NANOSECONDS);
        return due;
    }

    private CompletableFuture<Void> send(Waiting waiting) {
        int place = posted.size();
        posted.add(new CallReport.Callback(waiting.event(), waiting.uri(), 0));
        return webhooks.post(waiting.uri(), waiting.form())
                .handleAsync(
                        (answer, failure) -> {
                            if (answer == null) {
                                warn(waiting, String.valueOf(failure));
                                return null;
                            }
                            posted.set(
                                    place,
                                    new CallReport.Callback(waiting.event(), waiting.uri(), answer.statusCode()));
                            if (answer.statusCode() >= 300) {
                                warn(waiting, "HTTP " + answer.statusCode());
                            }
                            return null;
                        },
                        loop);
    }

    private void warn(Waiting waiting, String got) {
        warnings.accept(waiting.event() + " callback to " + waiting.uri() + ": " + got + " (expected: a 2xx)");
    }
}
