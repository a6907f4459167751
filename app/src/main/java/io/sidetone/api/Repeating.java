package io.sidetone.api;

import io.sidetone.engine.Archive;
import io.sidetone.engine.Archive.Cursor;
import io.sidetone.engine.Archive.DeliveryQuery;
import io.sidetone.engine.Archive.Status;
import io.sidetone.engine.CallFilter;
import io.sidetone.identity.Permission;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /deliveries/retry} and {@code /deliveries/drop}. What is meant by dead letters is the usual wish; what
 * was delivered is sent again only if somebody says so, by its id or its status.
 */
final class Repeating {
    private static final int COUNT_ONLY = 1; // the page's size means nothing to a count

    private final Archive archive;
    private final Targets targets;
    private final Actions actions;
    private final Workers workers;
    private final ApiLimits limits;

    Repeating(Archive archive, Targets targets, Actions actions, Workers workers, ApiLimits limits) {
        this.archive = archive;
        this.targets = targets;
        this.actions = actions;
        this.workers = workers;
        this.limits = limits;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/deliveries/retry", Permission.REDELIVER, this::retry),
                Route.post("/deliveries/drop", Permission.REDELIVER, this::drop));
    }

    /** Which deliveries, of which statuses. */
    private record Wish(
            Set<String> ids,
            @Nullable String callId,
            @Nullable String target,
            Set<Status> statuses,
            @Nullable Long since,
            @Nullable Long until,
            CallFilter scope) {
        List<DeliveryQuery> queries() {
            return statuses.stream()
                    .sorted()
                    .map(it ->
                            new DeliveryQuery(ids, callId, target, it, since, until, scope, Cursor.START, COUNT_ONLY))
                    .toList();
        }

        boolean isAboutAll() {
            return ids.isEmpty() && callId == null && target == null && since == null && until == null;
        }

        String subject() {
            return Stream.of(
                            ids.isEmpty()
                                    ? ""
                                    : ids.size() == 1 ? ids.iterator().next() : ids.size() + " ids",
                            callId == null ? "" : "call " + callId,
                            target == null ? "" : "target " + target,
                            since == null ? "" : "since " + since,
                            until == null ? "" : "until " + until)
                    .filter(it -> !it.isEmpty())
                    .collect(Collectors.joining(", "));
        }
    }

    private CompletionStage<Reply> retry(Question asked) {
        Body body = Body.of(asked);
        Set<String> ids = body.texts("ids", limits.ids());
        Map<String, Status> again = new LinkedHashMap<>(Deliveries.statuses());
        again.remove(DeliveryView.word(Status.PENDING)); // it is being sent anyway
        Status status = body.choice("status", again);
        Set<Status> statuses = status != null
                ? Set.of(status)
                : ids.isEmpty() ? Set.of(Status.DEAD) : Set.of(Status.DEAD, Status.DELIVERED);
        return carryOut(asked, body, wish(asked, body, ids, statuses), "retry", archive::repeat);
    }

    private CompletionStage<Reply> drop(Question asked) {
        Body body = Body.of(asked);
        Set<String> ids = body.texts("ids", limits.ids());
        body.choice("status", Map.of(DeliveryView.word(Status.DEAD), Status.DEAD));
        return carryOut(asked, body, wish(asked, body, ids, Set.of(Status.DEAD)), "drop", archive::drop);
    }

    private static Wish wish(Question asked, Body body, Set<String> ids, Set<Status> statuses) {
        Wish wish = new Wish(
                ids,
                body.text("callId"),
                body.text("target"),
                statuses,
                body.moment("since"),
                body.moment("until"),
                asked.scope());
        if (wish.isAboutAll()) {
            throw Refused.badRequest("this would mean every delivery there is (expected: one or more of ids, callId,"
                    + " target, since, until)");
        }
        return wish;
    }

    private CompletionStage<Reply> carryOut(
            Question asked, Body body, Wish wish, String what, Function<DeliveryQuery, CompletionStage<Long>> act) {
        boolean dryRun = body.flag("dryRun");
        String by = Asker.in(asked, body);
        body.nothingElse();
        CompletionStage<Long> done = sum(wish, dryRun ? archive::count : act);
        if (dryRun) {
            return workers.then(done, count -> reply(count, true));
        }
        return workers.thenAsk(done, count -> {
            targets.repeat();
            return actions.note(asked, by, what, wish.subject(), count + " deliveries")
                    .thenApply(kept -> reply(count, false));
        });
    }

    private static CompletionStage<Long> sum(Wish wish, Function<DeliveryQuery, CompletionStage<Long>> act) {
        CompletionStage<Long> sum = CompletableFuture.completedFuture(0L);
        for (DeliveryQuery query : wish.queries()) {
            sum = sum.thenCombine(act.apply(query), Long::sum);
        }
        return sum;
    }

    private static Reply reply(long count, boolean dryRun) {
        return Reply.ok(Json.object().put("count", count).put("dryRun", dryRun));
    }
}
