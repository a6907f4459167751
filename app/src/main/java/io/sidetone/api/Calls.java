package io.sidetone.api;

import io.sidetone.engine.Archive;
import io.sidetone.engine.Archive.CallQuery;
import io.sidetone.engine.Archive.Cursor;
import io.sidetone.engine.Archive.EventQuery;
import io.sidetone.engine.Archive.Slice;
import io.sidetone.engine.Archive.Sort;
import io.sidetone.engine.EventLog.Stored;
import io.sidetone.identity.Permission;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@code GET /calls}, {@code /calls/{callId}}, {@code /calls/{callId}/finals} and {@code /search}. */
final class Calls {
    private static final String FINAL = "transcript.final";
    private static final int MOST_LEG_EVENTS = 1_000; // what a call's legs and pauses can come to

    private final Archive archive;
    private final Workers workers;
    private final ApiLimits limits;

    Calls(Archive archive, Workers workers, ApiLimits limits) {
        this.archive = archive;
        this.workers = workers;
        this.limits = limits;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/calls", Permission.LOOK, this::calls),
                Route.get("/calls/{callId}", Permission.LOOK, this::call),
                Route.get("/calls/{callId}/finals", Permission.LOOK, this::finals),
                Route.get("/search", Permission.LOOK, this::search));
    }

    private CompletionStage<Reply> calls(Question asked) {
        Query query = Query.of(asked, limits);
        CallQuery wanted = new CallQuery(
                isLive(query),
                query.moment("since"),
                query.moment("until"),
                query.text("q"),
                query.text("role"),
                query.choice("direction", Map.of("inbound", "inbound", "outbound", "outbound")),
                query.prefixed("label."),
                query.onlyIf("fault"),
                query.onlyIf("dead"),
                asked.scope(),
                sort(query),
                query.cursor("cursor"),
                limit(query));
        query.nothingElse();
        return workers.then(archive.calls(wanted), page -> Pages.of(page, CallView::of));
    }

    private static @Nullable Boolean isLive(Query query) {
        String state = query.choice("state", Map.of("live", "live", "ended", "ended", "all", "all"));
        if (state == null || state.equals("all")) {
            return null;
        }
        return state.equals("live");
    }

    private static Sort sort(Query query) {
        Map<String, Sort> sorts = new LinkedHashMap<>();
        sorts.put("-startedAt", Sort.NEWEST_FIRST);
        sorts.put("startedAt", Sort.OLDEST_FIRST);
        sorts.put("-durationMs", Sort.LONGEST_FIRST);
        Sort sort = query.choice("sort", sorts);
        return sort == null ? Sort.NEWEST_FIRST : sort;
    }

    private int limit(Query query) {
        return (int) query.number("limit", 1, limits.mostPage(), limits.page());
    }

    private CompletionStage<Reply> call(Question asked) {
        Query.of(asked, limits).nothingElse();
        String callId = asked.variable("callId");
        EventQuery legs = new EventQuery(callId, LegViews.TYPES, Cursor.START, MOST_LEG_EVENTS);
        return workers.thenAsk(
                archive.call(callId, asked.scope()),
                found -> workers.then(
                        archive.events(legs),
                        events -> Reply.ok(
                                CallView.whole(found.orElseThrow(Refused::unknownCall), LegViews.of(events.items())))));
    }

    /** With {@code after}: those of each leg whose {@code n} is higher, so that a consumer can fill its holes. */
    private CompletionStage<Reply> finals(Question asked) {
        Query query = Query.of(asked, limits);
        FinalsQuery wanted = new FinalsQuery(
                asked.variable("callId"),
                query.text("legId"),
                query.number("after", 0, Integer.MAX_VALUE, 0),
                query.cursor("cursor"),
                limit(query));
        boolean words = Items.withWords(query);
        query.nothingElse();
        return workers.thenAsk(archive.call(wanted.callId(), asked.scope()), found -> {
            Refused.ifUnknown(found);
            return finals(wanted, new FinalsPage(wanted.max()))
                    .thenApply(page -> Pages.ofBytes(page.items(words), page.next()));
        });
    }

    private record FinalsQuery(String callId, @Nullable String legId, long after, Cursor from, int max) {
        boolean wants(Stored stored) {
            return stored.event().n() > after
                    && (legId == null || legId.equals(stored.event().legId()));
        }

        FinalsQuery from(Cursor next, int most) {
            return new FinalsQuery(callId, legId, after, next, most);
        }
    }

    /** Reads on until the page is full or there is nothing more. */
    private CompletionStage<FinalsPage> finals(FinalsQuery wanted, FinalsPage page) {
        EventQuery events = new EventQuery(wanted.callId(), Set.of(FINAL), wanted.from(), wanted.max());
        return workers.thenAsk(archive.events(events), (Slice<Stored> slice) -> {
            slice.items().stream().filter(wanted::wants).forEach(page::add);
            boolean more = slice.items().size() == wanted.max();
            return page.goesOn(more, slice.next())
                    ? finals(wanted.from(slice.next(), page.room()), page)
                    : CompletableFuture.completedFuture(page);
        });
    }

    private CompletionStage<Reply> search(Question asked) {
        Query query = Query.of(asked, limits);
        String words = query.text("q");
        Cursor from = query.cursor("cursor");
        int max = limit(query);
        boolean timed = Items.withWords(query);
        query.nothingElse();
        if (words == null) {
            throw Refused.parameter("q", "is missing", "the words to look for");
        }
        return workers.then(
                archive.search(words, asked.scope(), from, max),
                page -> Pages.ofBytes(
                        page.items().stream()
                                .map(hit -> Items.data(hit.stored(), timed))
                                .toList(),
                        page.next()));
    }
}
