package io.sidetone.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sidetone.engine.Archive;
import io.sidetone.engine.Archive.Action;
import io.sidetone.engine.Archive.Cursor;
import io.sidetone.identity.Permission;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What operators did: kept before they are answered, and listed by {@code GET /audit}. */
final class Actions {
    private static final Logger log = LoggerFactory.getLogger(Actions.class);

    /** A line for every action, for those who collect them elsewhere. */
    private static final Logger AUDIT = LoggerFactory.getLogger("io.sidetone.audit");

    private static final int LONGEST = 500; // characters of a subject or a detail

    private final Archive archive;
    private final InstantSource clock;
    private final Workers workers;
    private final ApiLimits limits;

    Actions(Archive archive, InstantSource clock, Workers workers, ApiLimits limits) {
        this.archive = archive;
        this.clock = clock;
        this.workers = workers;
        this.limits = limits;
    }

    List<Route> routes() {
        return List.of(Route.get("/audit", Permission.AUDIT, this::list));
    }

    /**
     * Completes when the action is kept. If it cannot be, what was done is done all the same: the log says so.
     *
     * @param by who, as {@link Asker} names them
     * @param subject to what; never a phone number in full
     */
    CompletionStage<Void> note(Question asked, String by, String what, String subject, String detail) {
        return note(asked, by, what, subject, Action.OK, detail);
    }

    /** The same for what came to something else than {@code ok}. */
    CompletionStage<Void> note(Question asked, String by, String what, String subject, String outcome, String detail) {
        Action action =
                new Action(clock.millis(), by, asked.from(), what, printable(subject), outcome, printable(detail));
        AUDIT.info(
                "{} {} by {} from {}: {}{}",
                what,
                outcome,
                by,
                action.address(),
                action.subject(),
                action.detail().isEmpty() ? "" : ": " + action.detail());
        return archive.audit(action).exceptionally(failure -> {
            log.error("{} {} by {}: not kept among the actions: {}", what, outcome, by, failure.toString());
            return null;
        });
    }

    /** What others chose, such as an id in an address, must not turn a line of the log around or fill it. */
    private static String printable(String text) {
        String one = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
        return one.codePoints()
                .map(it -> Asker.isPrintable(it) ? it : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private CompletionStage<Reply> list(Question asked) {
        if (!asked.scope().isAll()) {
            throw Refused.forbidden("what operators did is about all calls (expected: a user without a scope)");
        }
        Query query = Query.of(asked, limits);
        Cursor from = query.cursor("cursor");
        int max = (int) query.number("limit", 1, limits.mostPage(), limits.page());
        query.nothingElse();
        return workers.then(archive.actions(from, max), page -> Pages.of(page, Actions::view));
    }

    private static ObjectNode view(Action action) {
        return Json.object()
                .put("at", action.atMillis())
                .put("by", action.by())
                .put("address", action.address())
                .put("what", action.what())
                .put("subject", action.subject())
                .put("outcome", action.outcome())
                .put("detail", action.detail());
    }
}
