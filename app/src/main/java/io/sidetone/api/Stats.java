package io.sidetone.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sidetone.engine.Archive;
import io.sidetone.engine.Archive.CallQuery;
import io.sidetone.engine.Archive.Cursor;
import io.sidetone.engine.Archive.DeliveryQuery;
import io.sidetone.engine.Archive.Sort;
import io.sidetone.engine.Archive.Status;
import io.sidetone.engine.CallEvent;
import io.sidetone.engine.CallFilter;
import io.sidetone.engine.Directory;
import io.sidetone.engine.EventLog;
import io.sidetone.identity.Permission;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** {@code GET /stats}: who is on the line, and what came by since the start. Counts on the log's tail. */
final class Stats implements EventLog.Tail {
    private final Archive archive;
    private final Directory directory;
    private final Supplier<ObjectNode> measured;
    private final InstantSource clock;
    private final Workers workers;
    private final ApiLimits limits;
    private final long sinceMillis;
    private final LongAdder calls = new LongAdder();
    private final LongAdder finals = new LongAdder();
    private final LongAdder faults = new LongAdder();
    private final LongAdder missed = new LongAdder();

    Stats(
            Archive archive,
            Directory directory,
            Supplier<ObjectNode> measured,
            InstantSource clock,
            Workers workers,
            ApiLimits limits) {
        this.archive = archive;
        this.directory = directory;
        this.measured = measured;
        this.clock = clock;
        this.workers = workers;
        this.limits = limits;
        this.sinceMillis = clock.millis();
    }

    List<Route> routes() {
        return List.of(Route.get("/stats", Permission.LOOK, this::stats));
    }

    @Override
    public void event(CallEvent event) {
        switch (event.type()) {
            case "call.started" -> calls.increment();
            case "transcript.final" -> finals.increment();
            case "fault" -> faults.increment();
            default -> {} // not counted
        }
    }

    @Override
    public void skipped(long count) {
        missed.add(count);
    }

    private CompletionStage<Reply> stats(Question asked) {
        Query.of(asked, limits).nothingElse();
        CallFilter scope = asked.scope();
        CompletionStage<Counts> counted = count(scope, Status.PENDING)
                .thenCombine(count(scope, Status.DELIVERED), (pending, delivered) -> new Counts(pending, delivered, 0))
                .thenCombine(
                        count(scope, Status.DEAD),
                        (others, dead) -> new Counts(others.pending, others.delivered, dead));
        return workers.then(
                counted.thenCombine(liveCalls(scope), (deliveries, live) -> reply(scope, deliveries, live)),
                reply -> reply);
    }

    private record Counts(long pending, long delivered, long dead) {}

    private CompletionStage<Long> count(CallFilter scope, Status status) {
        return archive.count(new DeliveryQuery(Set.of(), null, null, status, null, null, scope, Cursor.START, 1));
    }

    private CompletionStage<Long> liveCalls(CallFilter scope) {
        if (scope.isAll()) {
            return CompletableFuture.completedFuture((long) directory.calls().size());
        }
        return archive.countCalls(new CallQuery(
                true, null, null, null, null, null, Map.of(), null, null, scope, Sort.NEWEST_FIRST, Cursor.START, 1));
    }

    private Reply reply(CallFilter scope, Counts deliveries, long liveCalls) {
        ObjectNode body = scope.isAll() ? measured.get().deepCopy() : Json.object();
        body.put("at", clock.millis()).put("liveCalls", liveCalls);
        if (scope.isAll()) {
            addTotals(body.putObject("sinceStart"));
        }
        body.putObject("deliveries")
                .put("pending", deliveries.pending)
                .put("delivered", deliveries.delivered)
                .put("dead", deliveries.dead);
        return Reply.ok(body);
    }

    /** Counted over all calls, so not for those who may know of some only. */
    private void addTotals(ObjectNode sinceStart) {
        sinceStart
                .put("at", sinceMillis)
                .put("calls", calls.sum())
                .put("finals", finals.sum())
                .put("faults", faults.sum())
                .put("missed", missed.sum());
    }
}
