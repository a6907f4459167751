package io.sidetone.engine.embedded;

import io.sidetone.engine.Archive;
import io.sidetone.engine.CallEvent;
import io.sidetone.engine.EventLog;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The newest calls with their finals and deliveries, in memory. Over its limit the calls begun first go
 * as a whole. Noting is quick and done on the caller's thread; questions run on {@code sidetone-archive}.
 */
final class MemoryArchive implements Archive, AutoCloseable {
    private static final int WAITING_QUESTIONS = 1024;

    private final long limitBytes;
    private final Function<String, CompletionStage<List<CallEvent>>> eraseElsewhere;
    private final Map<String, ArchivedCall> calls = new LinkedHashMap<>(); // guarded by this, like all below
    private long serials; // numbers calls, finals and deliveries in the order of their coming
    private long bytes;
    private final ThreadPoolExecutor thread;

    /** @param eraseElsewhere removes a call's other traces and gives the events found there */
    MemoryArchive(long limitBytes, Function<String, CompletionStage<List<CallEvent>>> eraseElsewhere) {
        this.limitBytes = limitBytes;
        this.eraseElsewhere = eraseElsewhere;
        this.thread = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING_QUESTIONS),
                Threads.named("sidetone-archive"));
    }

    /** Takes what is worth listing from an event of the log. */
    synchronized void record(EventLog.Stored stored) {
        switch (stored.event().type()) {
            case "call.started", "call.ended", "transcript.final" -> {
                ArchivedCall call = call(stored.event().callId());
                bytes += call.record(stored, ++serials);
                makeRoom();
            }
            default -> {} // read from the log when asked for
        }
    }

    @Override
    public CompletionStage<Void> note(Delivery delivery) {
        synchronized (this) {
            bytes += call(delivery.callId()).note(delivery, ++serials);
            makeRoom();
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Page<CallSummary>> calls(CallQuery query) {
        return ask(() -> {
            Paging<CallSummary> page = new Paging<>(query.from(), query.max());
            for (ArchivedCall call : snapshot()) {
                CallSummary summary = call.summary();
                if (summary != null && matches(query, summary)) {
                    page.offer(call.serial(), summary);
                }
            }
            return page.page();
        });
    }

    private static boolean matches(CallQuery query, CallSummary call) {
        boolean live = call.endedAtMillis() == null;
        return (query.live() == null || query.live() == live)
                && (query.sinceMillis() == null || call.startedAtMillis() >= query.sinceMillis())
                && (query.untilMillis() == null || call.startedAtMillis() < query.untilMillis());
    }

    @Override
    public CompletionStage<Page<Hit>> search(String words, Cursor from, int max) {
        return ask(() -> {
            Set<String> wanted = Words.of(words);
            Paging<Hit> page = new Paging<>(from, max);
            if (wanted.isEmpty()) {
                return page.page();
            }
            for (ArchivedCall call : snapshot()) {
                call.finals().forEach((serial, hit) -> {
                    if (page.wants(serial) && Words.of(hit.text()).containsAll(wanted)) {
                        page.offer(serial, hit);
                    }
                });
            }
            return page.page();
        });
    }

    @Override
    public CompletionStage<Page<Delivery>> deliveries(DeliveryQuery query) {
        return ask(() -> {
            Paging<Delivery> page = new Paging<>(query.from(), query.max());
            for (ArchivedCall call : snapshot()) {
                call.deliveries().forEach((serial, delivery) -> {
                    if (matches(query, delivery)) {
                        page.offer(serial, delivery);
                    }
                });
            }
            return page.page();
        });
    }

    private static boolean matches(DeliveryQuery query, Delivery delivery) {
        return (query.callId() == null || query.callId().equals(delivery.callId()))
                && (query.target() == null || query.target().equals(delivery.target()))
                && (query.status() == null || query.status() == delivery.status());
    }

    @Override
    public CompletionStage<Erased> erase(Erasure what) {
        return ask(() -> doomed(what)).thenCompose(callIds -> {
            CompletableFuture<Erased> erased = CompletableFuture.completedFuture(new Erased(List.of(), 0, 0));
            for (String callId : callIds) {
                erased = erased.thenCombine(eraseCall(callId), MemoryArchive::sum);
            }
            return erased;
        });
    }

    private List<String> doomed(Erasure what) {
        if (what instanceof Erasure.Call call) {
            return List.of(call.callId());
        }
        String number = ((Erasure.PhoneNumber) what).number();
        return snapshot().stream()
                .filter(call -> call.hasNumber(number))
                .map(ArchivedCall::callId)
                .toList();
    }

    /** The log first: what it still records meanwhile is then removed here. */
    private CompletionStage<Erased> eraseCall(String callId) {
        return eraseElsewhere.apply(callId).thenApply(events -> {
            Set<String> eventIds = new HashSet<>();
            events.forEach(event -> eventIds.add(event.eventId()));
            ArchivedCall gone = remove(callId);
            if (gone != null) {
                eventIds.addAll(gone.eventIds());
            }
            long deliveries = gone == null ? 0 : gone.deliveries().size();
            boolean found = gone != null || !eventIds.isEmpty();
            return new Erased(found ? List.of(callId) : List.of(), eventIds.size(), deliveries);
        });
    }

    private static Erased sum(Erased one, Erased other) {
        List<String> callIds = new ArrayList<>(one.callIds());
        callIds.addAll(other.callIds());
        return new Erased(callIds, one.events() + other.events(), one.deliveries() + other.deliveries());
    }

    private synchronized @Nullable ArchivedCall remove(String callId) {
        ArchivedCall gone = calls.remove(callId);
        if (gone != null) {
            bytes -= gone.bytes();
        }
        return gone;
    }

    private ArchivedCall call(String callId) {
        return calls.computeIfAbsent(callId, id -> new ArchivedCall(id, ++serials));
    }

    private void makeRoom() {
        while (bytes > limitBytes && !calls.isEmpty()) {
            remove(calls.keySet().iterator().next());
        }
    }

    /** What a question reads while recording goes on; call by call, so that recording never waits for all of them. */
    private List<ArchivedCall> snapshot() {
        List<ArchivedCall> live;
        synchronized (this) {
            live = List.copyOf(calls.values());
        }
        List<ArchivedCall> copies = new ArrayList<>(live.size());
        for (ArchivedCall call : live) {
            synchronized (this) {
                copies.add(call.copy());
            }
        }
        return copies;
    }

    private <T> CompletableFuture<T> ask(Supplier<T> question) {
        try {
            return CompletableFuture.supplyAsync(question, thread);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(new IllegalStateException(
                    "the archive is closed, or " + WAITING_QUESTIONS + " questions wait already; ask again later", e));
        }
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            thread.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
