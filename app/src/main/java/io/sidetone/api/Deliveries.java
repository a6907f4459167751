package io.sidetone.api;

import io.sidetone.engine.Archive;
import io.sidetone.engine.Archive.Cursor;
import io.sidetone.engine.Archive.DeliveryQuery;
import io.sidetone.engine.Archive.Status;
import io.sidetone.identity.Permission;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** {@code GET /deliveries}, {@code /deliveries/{id}} and {@code /calls/{callId}/deliveries}: what became of each. */
final class Deliveries {
    private final Archive archive;
    private final Workers workers;
    private final ApiLimits limits;

    Deliveries(Archive archive, Workers workers, ApiLimits limits) {
        this.archive = archive;
        this.workers = workers;
        this.limits = limits;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/deliveries", Permission.LOOK, this::all),
                Route.get("/deliveries/{id}", Permission.LOOK, this::one),
                Route.get("/calls/{callId}/deliveries", Permission.LOOK, this::ofCall));
    }

    static Map<String, Status> statuses() {
        Map<String, Status> statuses = new LinkedHashMap<>();
        for (Status status : Status.values()) {
            statuses.put(DeliveryView.word(status), status);
        }
        return statuses;
    }

    private CompletionStage<Reply> all(Question asked) {
        Query query = Query.of(asked, limits);
        DeliveryQuery wanted = new DeliveryQuery(
                Set.of(),
                query.text("callId"),
                query.text("target"),
                query.choice("status", statuses()),
                query.moment("since"),
                query.moment("until"),
                asked.scope(),
                query.cursor("cursor"),
                limit(query));
        query.nothingElse();
        return list(wanted);
    }

    private CompletionStage<Reply> ofCall(Question asked) {
        Query query = Query.of(asked, limits);
        DeliveryQuery wanted = new DeliveryQuery(
                asked.variable("callId"),
                query.text("target"),
                query.choice("status", statuses()),
                query.cursor("cursor"),
                limit(query));
        query.nothingElse();
        return workers.thenAsk(archive.call(asked.variable("callId"), asked.scope()), found -> {
            Refused.ifUnknown(found);
            return list(wanted);
        });
    }

    private int limit(Query query) {
        return (int) query.number("limit", 1, limits.mostPage(), limits.page());
    }

    private CompletionStage<Reply> list(DeliveryQuery wanted) {
        return workers.then(archive.deliveries(wanted), page -> Pages.of(page, DeliveryView::of));
    }

    private CompletionStage<Reply> one(Question asked) {
        Query.of(asked, limits).nothingElse();
        Set<String> ids = Set.of(asked.variable("id"));
        DeliveryQuery wanted = new DeliveryQuery(ids, null, null, null, null, null, asked.scope(), Cursor.START, 1);
        return workers.then(
                archive.deliveries(wanted),
                page -> Reply.ok(DeliveryView.of(page.items().stream()
                        .findFirst()
                        .orElseThrow(() -> Refused.notFound("no such delivery is known (expected: an id as GET"
                                + " /api/v1/deliveries lists them, with # written as %23)")))));
    }
}
