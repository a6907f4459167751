package io.sidetone.delivery;

import io.sidetone.engine.Archive;
import io.sidetone.engine.CallEvent;
import io.sidetone.engine.CallFilter;
import io.sidetone.engine.EventLog.Stored;
import io.sidetone.engine.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What deliveries need of an archive: notes, wishes and single events. Answers at once. Safe on any thread. */
final class FakeArchive implements Archive {
    private final Map<String, Delivery> notes = new LinkedHashMap<>(); // guarded by this, like all below
    private final Set<String> wishes = new LinkedHashSet<>();
    private final Map<String, Stored> events = new LinkedHashMap<>();

    synchronized void keep(Position at, CallEvent event) {
        events.put(event.callId() + "#" + event.seq(), new Stored(at, event));
    }

    synchronized void lose(CallEvent event) {
        events.remove(event.callId() + "#" + event.seq());
    }

    synchronized Delivery noted(String id) {
        Delivery noted = notes.get(id);
        if (noted == null) {
            throw new AssertionError("no note on " + id + " among " + notes.keySet());
        }
        return noted;
    }

    synchronized List<String> wishes() {
        return List.copyOf(wishes);
    }

    private static <T> CompletionStage<T> done(T value) {
        return CompletableFuture.completedFuture(value);
    }

    private static <T> CompletionStage<T> unasked() {
        return CompletableFuture.failedFuture(new UnsupportedOperationException("deliveries do not ask for this"));
    }

    @Override
    public synchronized CompletionStage<Void> note(Delivery delivery) {
        notes.put(delivery.id(), delivery);
        wishes.remove(delivery.id());
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized CompletionStage<Page<Delivery>> deliveries(DeliveryQuery query) {
        List<Delivery> found = notes.values().stream()
                .filter(delivery -> query.status() == null || query.status() == delivery.status())
                .toList();
        return done(new Page<>(found, null));
    }

    @Override
    public synchronized CompletionStage<Long> repeat(DeliveryQuery query) {
        long count = notes.values().stream()
                .filter(delivery -> delivery.status() != Status.PENDING)
                .filter(delivery -> query.ids().isEmpty() || query.ids().contains(delivery.id()))
                .filter(delivery -> query.status() == null || query.status() == delivery.status())
                .peek(delivery -> wishes.add(delivery.id()))
                .count();
        return done(count);
    }

    @Override
    public synchronized CompletionStage<List<Delivery>> repeats(String target, int max) {
        List<Delivery> found = new ArrayList<>();
        for (String id : wishes) {
            Delivery delivery = notes.get(id);
            if (delivery != null && delivery.target().equals(target) && found.size() < max) {
                found.add(delivery);
            }
        }
        return done(found);
    }

    @Override
    public synchronized CompletionStage<Optional<Stored>> event(String callId, long seq) {
        return done(Optional.ofNullable(events.get(callId + "#" + seq)));
    }

    @Override
    public CompletionStage<Page<CallSummary>> calls(CallQuery query) {
        return unasked();
    }

    @Override
    public CompletionStage<Optional<CallSummary>> call(String callId, CallFilter scope) {
        return unasked();
    }

    @Override
    public CompletionStage<Long> countCalls(CallQuery query) {
        return unasked();
    }

    @Override
    public CompletionStage<Page<Hit>> search(String words, CallFilter scope, Cursor from, int max) {
        return unasked();
    }

    @Override
    public CompletionStage<Slice<Stored>> events(EventQuery query) {
        return unasked();
    }

    @Override
    public CompletionStage<Long> count(DeliveryQuery query) {
        return unasked();
    }

    @Override
    public CompletionStage<Long> drop(DeliveryQuery query) {
        return unasked();
    }

    @Override
    public CompletionStage<Boolean> tag(String callId, List<String> tags) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Void> audit(Action action) {
        return unasked();
    }

    @Override
    public CompletionStage<Page<Action>> actions(Cursor from, int max) {
        return unasked();
    }

    @Override
    public CompletionStage<Erased> erase(Erasure what) {
        return unasked();
    }
}
