package io.sidetone.dashboard;

import io.sidetone.engine.Archive;
import io.sidetone.engine.CallFilter;
import io.sidetone.engine.EventLog.Stored;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the dashboard asks of an archive: what became of deliveries. Any thread. */
final class FakeArchive implements Archive {
    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();

    /** A webhook {@code nlu} has taken a final, and answered. */
    void delivered(String callId, String legId, long n, long seq, byte[] answer) {
        deliveries.add(new Delivery(
                "msg_" + seq,
                callId,
                seq,
                "transcript.final",
                legId,
                n,
                "nlu",
                Status.DELIVERED,
                2,
                1,
                2,
                200,
                null,
                null,
                answer));
    }

    @Override
    public CompletionStage<Void> note(Delivery delivery) {
        deliveries.add(delivery);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Page<Delivery>> deliveries(DeliveryQuery query) {
        return CompletableFuture.completedFuture(new Page<>(
                deliveries.stream()
                        .filter(it -> it.callId().equals(query.callId()))
                        .toList(),
                null));
    }

    private static <T> CompletionStage<T> unasked() {
        return CompletableFuture.failedFuture(new UnsupportedOperationException("dashboards do not ask for this"));
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
    public CompletionStage<Page<Hit>> search(String words, CallFilter scope, Cursor from, int max) {
        return unasked();
    }

    @Override
    public CompletionStage<Slice<Stored>> events(EventQuery query) {
        return unasked();
    }

    @Override
    public CompletionStage<Optional<Stored>> event(String callId, long seq) {
        return unasked();
    }

    @Override
    public CompletionStage<Long> count(DeliveryQuery query) {
        return unasked();
    }

    @Override
    public CompletionStage<Long> repeat(DeliveryQuery query) {
        return unasked();
    }

    @Override
    public CompletionStage<List<Delivery>> repeats(String target, int max) {
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

    @Override
    public CompletionStage<Long> countCalls(CallQuery query) {
        throw new UnsupportedOperationException();
    }
}
