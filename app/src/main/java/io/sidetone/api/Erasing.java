package io.sidetone.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sidetone.engine.Archive;
import io.sidetone.engine.Archive.Action;
import io.sidetone.engine.Archive.Erased;
import io.sidetone.engine.Archive.Erasure;
import io.sidetone.identity.Permission;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code DELETE /calls/{callId}} and {@code POST /erase}: says what was removed, and what was not. */
final class Erasing {
    private final Archive archive;
    private final Actions actions;
    private final Workers workers;
    private final ApiLimits limits;

    Erasing(Archive archive, Actions actions, Workers workers, ApiLimits limits) {
        this.archive = archive;
        this.actions = actions;
        this.workers = workers;
        this.limits = limits;
    }

    List<Route> routes() {
        return List.of(
                Route.delete("/calls/{callId}", Permission.ERASE, this::call),
                Route.post("/erase", Permission.ERASE, this::number));
    }

    private CompletionStage<Reply> call(Question asked) {
        Query query = Query.of(asked, limits);
        String by = Asker.in(asked, query);
        query.nothingElse();
        String callId = asked.variable("callId");
        CompletionStage<?> mayKnow = asked.scope().isAll()
                ? CompletableFuture.completedFuture(null)
                : workers.then(archive.call(callId, asked.scope()), found -> {
                    Refused.ifUnknown(found);
                    return callId;
                });
        return mayKnow.thenCompose(known -> erase(asked, new Erasure.Call(callId), by, "call " + callId, erased -> {
            if (erased.callIds().isEmpty() && erased.events() == 0 && erased.deliveries() == 0) {
                throw Refused.unknownCall();
            }
        }));
    }

    private CompletionStage<Reply> number(Question asked) {
        Body body = Body.of(asked);
        String number = body.text("number");
        String by = Asker.in(asked, body);
        body.nothingElse();
        if (number == null) {
            throw Refused.parameter(
                    "number", "is missing", "a number as it stands in from or to, such as +15550100001");
        }
        return erase(
                asked, new Erasure.PhoneNumber(number, asked.scope()), by, "number " + masked(number), erased -> {});
    }

    private interface Check {
        /** @throws Refused if nothing was there to be erased */
        void refuse(Erased erased);
    }

    private CompletionStage<Reply> erase(Question asked, Erasure what, String by, String subject, Check check) {
        return workers.thenAsk(archive.erase(what), erased -> {
            if (erased.live().isEmpty()) {
                check.refuse(erased);
            }
            String outcome = erased.live().isEmpty() ? Action.OK : "partly";
            return actions.note(asked, by, "erase", subject, outcome, summary(erased))
                    .thenApply(kept -> reply(erased));
        });
    }

    private static String summary(Erased erased) {
        return erased.callIds().size() + " calls, " + erased.events() + " events, " + erased.deliveries()
                + " deliveries" + (erased.live().isEmpty() ? "" : "; live and left: " + erased.live())
                + (erased.unread().isEmpty() ? "" : "; to be removed by hand: " + erased.unread());
    }

    /** Whoever reads the status only must not take a number for erased that is still on the line. */
    private static Reply reply(Erased erased) {
        if (erased.live().isEmpty()) {
            return Reply.ok(view(erased));
        }
        throw Refused.conflict(
                "left as they are, since they are not over yet: " + String.join(", ", erased.live())
                        + "; erase again when they are",
                view(erased));
    }

    private static ObjectNode view(Erased erased) {
        ObjectNode view = Json.object();
        erased.callIds().forEach(view.putArray("callIds")::add);
        view.put("events", erased.events()).put("deliveries", erased.deliveries());
        erased.live().forEach(view.putArray("live")::add);
        erased.unread().forEach(view.putArray("unread")::add);
        return view;
    }

    /** {@code +15*****01}: enough to know it again, not enough to call. */
    private static String masked(String number) {
        int shown = number.length() < 8 ? 0 : 3;
        int end = Math.max(shown, number.length() - (shown == 0 ? 0 : 2));
        return number.substring(0, shown) + "*".repeat(end - shown) + number.substring(end);
    }
}
