package io.sidetone.api;

import io.sidetone.engine.Archive;
import io.sidetone.engine.Archive.Action;
import io.sidetone.engine.Commands;
import io.sidetone.identity.Permission;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /calls/{callId}/pause} and {@code …/resume}: carries the wish to the process that has the call, and
 * answers when it is done: from then on no audio is taken, or is again.
 */
final class Pausing {
    private static final Logger log = LoggerFactory.getLogger(Pausing.class);

    private final Commands commands;
    private final Archive archive;
    private final Actions actions;
    private final Workers workers;

    Pausing(Commands commands, Archive archive, Actions actions, Workers workers) {
        this.commands = commands;
        this.archive = archive;
        this.actions = actions;
        this.workers = workers;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/calls/{callId}/pause", Permission.PAUSE, asked -> carryOut(asked, true)),
                Route.post("/calls/{callId}/resume", Permission.PAUSE, asked -> carryOut(asked, false)));
    }

    private CompletionStage<Reply> carryOut(Question asked, boolean pausing) {
        String by = Asker.in(asked);
        String callId = asked.variable("callId");
        Commands.Command wish = pausing ? new Commands.Command.Pause(by) : new Commands.Command.Resume(by);
        return mayKnow(asked, callId)
                .thenCompose(known -> commands.send(callId, wish))
                .handle((answer, failure) -> {
                    String outcome = outcome(answer, failure);
                    return actions.note(asked, by, pausing ? "pause" : "resume", "call " + callId, outcome, "")
                            .thenApply(kept -> reply(asked, answer, failure, pausing));
                })
                .thenCompose(noted -> noted);
    }

    /** A call outside the scope is live for others only. */
    private CompletionStage<?> mayKnow(Question asked, String callId) {
        if (asked.scope().isAll()) {
            return CompletableFuture.completedFuture(callId);
        }
        return workers.then(archive.call(callId, asked.scope()), found -> {
            if (found.isEmpty()) {
                throw Refused.notLive();
            }
            return callId;
        });
    }

    private static String outcome(Commands.@Nullable Answer answer, @Nullable Throwable failure) {
        if (Refused.of(failure) != null) {
            return "unknown_call";
        }
        if (answer == null) {
            return "unavailable";
        }
        return answer == Commands.Answer.DONE ? Action.OK : answer.name().toLowerCase(Locale.ROOT);
    }

    private static Reply reply(
            Question asked, Commands.@Nullable Answer answer, @Nullable Throwable failure, boolean paused) {
        Refused refused = Refused.of(failure);
        if (refused != null) {
            throw refused;
        }
        if (answer == null) {
            log.warn("{}: not done: {}", asked.path(), String.valueOf(failure));
            throw Refused.unavailable("the process that has this call did not answer; try again");
        }
        if (answer == Commands.Answer.UNKNOWN_CALL) {
            throw Refused.notLive();
        }
        return Reply.ok(Json.object()
                .put("callId", asked.variable("callId"))
                .put("state", paused ? "paused" : "live")
                .put("changed", answer == Commands.Answer.DONE));
    }
}
