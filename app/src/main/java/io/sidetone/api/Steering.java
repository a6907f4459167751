package io.sidetone.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sidetone.identity.Permission;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code GET /webhooks} and {@code POST /webhooks/{name}/resume}: how the targets are, and waking them. */
final class Steering {
    private final Targets targets;
    private final Actions actions;
    private final ApiLimits limits;

    Steering(Targets targets, Actions actions, ApiLimits limits) {
        this.targets = targets;
        this.actions = actions;
        this.limits = limits;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/webhooks", Permission.LOOK, this::list),
                Route.post("/webhooks/{name}/resume", Permission.STEER, this::resume));
    }

    private CompletionStage<Reply> list(Question asked) {
        Query.of(asked, limits).nothingElse();
        ObjectNode body = Json.object();
        ArrayNode items = body.putArray("items");
        targets.list().forEach(it -> items.add(view(it)));
        return CompletableFuture.completedFuture(Reply.ok(body.putNull("nextCursor")));
    }

    private CompletionStage<Reply> resume(Question asked) {
        String by = Asker.in(asked);
        String name = asked.variable("name");
        if (!targets.resume(name)) {
            throw Refused.notFound("no webhook of this name is set (expected: one that GET /api/v1/webhooks lists)");
        }
        return actions.note(asked, by, "resume", "target " + name, "to be tried at once")
                .thenApply(kept -> Reply.ok(Json.object().put("name", name)));
    }

    private static ObjectNode view(Targets.Target target) {
        ObjectNode view = Json.object()
                .put("name", target.name())
                .put("url", target.url())
                .put("state", target.state())
                .put("sinceAt", target.sinceMillis());
        if (target.reason() != null) {
            view.put("reason", target.reason());
        }
        return view.put("inFlight", target.inFlight())
                .put("concurrency", target.concurrency())
                .put("lagMs", target.lagMillis());
    }
}
