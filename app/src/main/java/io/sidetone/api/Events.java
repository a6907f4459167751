package io.sidetone.api;

import io.sidetone.engine.Archive;
import io.sidetone.engine.Archive.Cursor;
import io.sidetone.engine.Archive.EventQuery;
import io.sidetone.engine.Archive.Slice;
import io.sidetone.engine.EventLog.Stored;
import io.sidetone.identity.Permission;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code GET /events}: the pull side, the same events as the webhooks', from a place in the log on. */
final class Events {
    /** In place of a cursor: from now on. */
    static final String LATEST = "latest";

    /** So many empty slices on end are passed over; then whoever asked goes on from there. */
    private static final int MOST_EMPTY = 20;

    static final List<String> TYPES = List.of(
            "call.started",
            "leg.started",
            "transcript.final",
            "utterance.completed",
            "fault",
            "dtmf",
            "call.paused",
            "call.resumed",
            "leg.ended",
            "call.ended");

    private final Archive archive;
    private final LongPolls polls;
    private final Workers workers;
    private final ApiLimits limits;

    Events(Archive archive, LongPolls polls, Workers workers, ApiLimits limits) {
        this.archive = archive;
        this.polls = polls;
        this.workers = workers;
        this.limits = limits;
    }

    List<Route> routes() {
        return List.of(Route.get("/events", Permission.LOOK, this::events));
    }

    private CompletionStage<Reply> events(Question asked) {
        Query query = Query.of(asked, limits);
        EventQuery wanted = new EventQuery(
                query.text("callId"), query.choices("types", Set.copyOf(TYPES)), asked.scope(), after(query), (int)
                        query.number("limit", 1, limits.mostPage(), limits.page()));
        long waitSeconds = query.number("wait", 0, limits.longestWait().toSeconds(), 0);
        boolean words = Items.withWords(query);
        query.nothingElse();
        boolean waiting = waitSeconds > 0 && !wanted.after().equals(Cursor.END);
        CompletionStage<Slice<Stored>> found =
                waiting ? polls.poll(wanted, waitSeconds, asked.channel()) : read(wanted, MOST_EMPTY);
        return workers.then(found, slice -> reply(slice, words));
    }

    /** Past what is nobody's business here: a slice may be empty though more follows. */
    private CompletionStage<Slice<Stored>> read(EventQuery query, int triesLeft) {
        return archive.events(query)
                .thenCompose(slice -> triesLeft > 0 && LongPoll.hasOnlyMoved(query, slice)
                        ? read(query.from(slice.next()), triesLeft - 1)
                        : CompletableFuture.completedFuture(slice));
    }

    private static Cursor after(Query query) {
        Cursor after = query.cursor("after");
        return LATEST.equals(after.value()) ? Cursor.END : after;
    }

    private static Reply reply(Slice<Stored> slice, boolean words) {
        return Pages.ofBytes(
                slice.items().stream().map(it -> Items.envelope(it, words)).toList(), slice.next());
    }
}
