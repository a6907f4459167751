package io.sidetone.dashboard;

import io.sidetone.engine.CallEvent;
import io.sidetone.engine.Commands;
import io.sidetone.engine.Directory;
import io.sidetone.engine.Engine;
import io.sidetone.engine.EventLog;
import io.sidetone.engine.LiveBus;
import io.sidetone.engine.Position;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** The engine as the dashboard sees it, in a few maps. Everything happens on the caller's thread. */
final class FakeEngine implements Engine, EventLog, LiveBus, Directory {
    private final Map<String, List<Stored>> log = new ConcurrentHashMap<>();
    private final Map<String, Map<String, byte[]>> slots = new ConcurrentHashMap<>();
    private final Map<String, List<BiConsumer<String, byte[]>>> watchers = new ConcurrentHashMap<>();
    private final Map<String, CallRecord> live = new ConcurrentHashMap<>();
    private final FakeArchive archive = new FakeArchive();
    private final List<Tail> tails = new CopyOnWriteArrayList<>();
    private final List<Runnable> heldReads = new CopyOnWriteArrayList<>();
    private volatile boolean tailSkips;
    private volatile boolean holdsReads;

    @Override
    public CompletionStage<Void> append(CallEvent event) {
        List<Stored> events = log.computeIfAbsent(event.callId(), id -> new CopyOnWriteArrayList<>());
        events.add(new Stored(new Position(events.size() + 1L), event));
        tails.forEach(tail -> {
            if (tailSkips) {
                tail.skipped(1);
            } else {
                tail.event(event);
            }
        });
        return CompletableFuture.completedFuture(null);
    }

    void tag(String callId, List<String> tags) {
        tails.forEach(tail -> tail.tagged(callId, tags));
    }

    void erase(String callId) {
        log.remove(callId);
        slots.remove(callId);
        tails.forEach(tail -> tail.erased(callId));
    }

    /** Makes the tail too slow: it says that it skipped instead of what happened. */
    void tailSkips(boolean skips) {
        tailSkips = skips;
    }

    @Override
    public CompletionStage<List<Stored>> read(String callId, Position after, int max) {
        List<Stored> page = log.getOrDefault(callId, List.of()).stream()
                .filter(it -> it.at().compareTo(after) > 0)
                .limit(max)
                .toList();
        CompletableFuture<List<Stored>> read = new CompletableFuture<>();
        if (holdsReads) {
            heldReads.add(() -> read.complete(page));
        } else {
            read.complete(page);
        }
        return read;
    }

    /** Makes reading slow: what is read from now on arrives, as it was then, when this is taken back. */
    void holdsReads(boolean holds) {
        holdsReads = holds;
        if (!holds) {
            heldReads.forEach(Runnable::run);
            heldReads.clear();
        }
    }

    @Override
    public AutoCloseable tail(Tail tail) {
        tails.add(tail);
        return () -> tails.remove(tail);
    }

    @Override
    public void publish(String callId, String slot, byte[] json) {
        Map<String, byte[]> newest = slots.computeIfAbsent(callId, id -> new LinkedHashMap<>());
        synchronized (newest) {
            newest.put(slot, json);
            watchers.getOrDefault(callId, List.of()).forEach(it -> it.accept(slot, json));
        }
    }

    @Override
    public boolean watched(String callId) {
        return !watchers.getOrDefault(callId, List.of()).isEmpty();
    }

    @Override
    public AutoCloseable watch(String callId, BiConsumer<String, byte[]> receiver) {
        Map<String, byte[]> newest = slots.computeIfAbsent(callId, id -> new LinkedHashMap<>());
        synchronized (newest) {
            newest.forEach(receiver);
            watchers.computeIfAbsent(callId, id -> new CopyOnWriteArrayList<>()).add(receiver);
        }
        return () -> watchers.getOrDefault(callId, new ArrayList<>()).remove(receiver);
    }

    @Override
    public void put(CallRecord call) {
        live.put(call.callId(), call);
    }

    @Override
    public void remove(String callId) {
        live.remove(callId);
    }

    @Override
    public Collection<CallRecord> calls() {
        return List.copyOf(live.values());
    }

    int tails() {
        return tails.size();
    }

    @Override
    public EventLog events() {
        return this;
    }

    @Override
    public LiveBus live() {
        return this;
    }

    @Override
    public Directory directory() {
        return this;
    }

    @Override
    public Collection<NodeRecord> nodes() {
        return List.of();
    }

    @Override
    public AutoCloseable listen(java.util.function.Consumer<Change> listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long backlogBytes() {
        return 0;
    }

    @Override
    public AutoCloseable consume(String group, EventLog.Consumer consumer) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FakeArchive archive() {
        return archive;
    }

    @Override
    public Commands commands() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Health health() {
        return new Health(true, null, "fake");
    }

    @Override
    public CompletionStage<Void> drain() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {
        tails.clear();
    }
}
