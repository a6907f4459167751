package io.sidetone.engine.embedded;

import io.sidetone.engine.Archive;
import io.sidetone.engine.CallFilter;
import io.sidetone.engine.EventLog;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What was, read from the files: events from the journal, all else from the state, which is waited for first so that
 * who has written finds it. Safe on any thread.
 */
final class DurableArchive implements Archive {
    private static final String ACTIONS = "actions";

    private final StateWriter state;
    private final ReadThread reader;
    private final Eraser eraser;
    private final Predicate<String> erased;
    private final LongSupplier written;
    private final Supplier<CompletionStage<Void>> indexed;
    private final InstantSource clock;
    private final BiConsumer<String, List<String>> tagged;

    /**
     * @param written every event up to this position is in the files
     * @param indexed has every final of before found by its words; never fails
     * @param tagged is told of the tags that calls have been given, in their order; must be quick
     */
    DurableArchive(
            StateWriter state,
            ReadThread reader,
            Eraser eraser,
            Predicate<String> erased,
            LongSupplier written,
            Supplier<CompletionStage<Void>> indexed,
            InstantSource clock,
            BiConsumer<String, List<String>> tagged) {
        this.state = state;
        this.reader = reader;
        this.eraser = eraser;
        this.erased = erased;
        this.written = written;
        this.indexed = indexed;
        this.clock = clock;
        this.tagged = tagged;
    }

    private <T> CompletionStage<T> askState(ReadThread.Question<T> question) {
        return state.settled().thenCompose(settled -> reader.ask(question));
    }

    private <T> CompletionStage<T> askCalls(CallQuery query, ReadThread.Question<T> question) {
        return query.text() == null
                ? askState(question)
                : indexed.get().thenCompose(found -> askState(question)); // what was said counts
    }

    @Override
    public CompletionStage<Page<CallSummary>> calls(CallQuery query) {
        return askCalls(query, reads -> CallList.page(reads, query, clock.millis()));
    }

    @Override
    public CompletionStage<Optional<CallSummary>> call(String callId, CallFilter scope) {
        if (erased.test(callId)) { // gone from here on, however long it takes to write the files anew
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return askState(reads -> CallList.one(reads.state(), callId, scope));
    }

    @Override
    public CompletionStage<Long> countCalls(CallQuery query) {
        return askCalls(query, reads -> CallList.count(reads, query));
    }

    @Override
    public CompletionStage<Page<Hit>> search(String words, CallFilter scope, Cursor from, int max) {
        return indexed.get()
                .thenCompose(found -> scope.isAll()
                        ? reader.ask(reads -> EventList.search(reads, words, from, max))
                        : askState(reads -> EventList.search(reads, words, scope, from, max)));
    }

    @Override
    public CompletionStage<Slice<EventLog.Stored>> events(EventQuery query) {
        return query.scope().isAll()
                ? reader.ask(reads -> EventList.after(reads, query, written.getAsLong()))
                : askState(reads -> EventList.within(reads, query, written.getAsLong()));
    }

    @Override
    public CompletionStage<Optional<EventLog.Stored>> event(String callId, long seq) {
        return reader.ask(reads -> EventList.one(reads, callId, seq));
    }

    @Override
    public CompletionStage<Void> note(Delivery delivery) {
        return state.note(db -> {
                    if (!erased.test(delivery.callId())) {
                        DeliveryList.note(db, delivery);
                    }
                    return 0L;
                })
                .thenApply(rows -> null);
    }

    @Override
    public CompletionStage<Page<Delivery>> deliveries(DeliveryQuery query) {
        return askState(reads -> DeliveryList.page(reads.state(), query));
    }

    @Override
    public CompletionStage<Long> count(DeliveryQuery query) {
        return askState(reads -> DeliveryList.count(reads.state(), query));
    }

    @Override
    public CompletionStage<Long> repeat(DeliveryQuery query) {
        return state.change(db -> DeliveryList.repeat(db, query));
    }

    @Override
    public CompletionStage<List<Delivery>> repeats(String target, int max) {
        return askState(reads -> DeliveryList.repeats(reads.state(), target, max));
    }

    @Override
    public CompletionStage<Long> drop(DeliveryQuery query) {
        return state.change(db -> DeliveryList.drop(db, query));
    }

    @Override
    public CompletionStage<Boolean> tag(String callId, List<String> tags) {
        List<String> given = List.copyOf(tags);
        return state.changeForGood(db -> tag(db, callId, given), known -> {
            if (known) {
                tagged.accept(callId, given);
            }
        });
    }

    /** Calls that come back from the journal after damage have their tags again, so a row is not tied to theirs. */
    private boolean tag(Db db, String callId, List<String> tags) throws SQLException {
        long known = db.number("select count(*) from call where call = ? and started_data is not null", callId);
        if (known == 0 || erased.test(callId)) {
            return false;
        }
        if (tags.isEmpty()) {
            db.run("delete from tag where call = ?", callId);
        } else {
            db.run(
                    "insert into tag(call, tags, at) values(?, ?, ?) on conflict do update set"
                            + " tags = excluded.tags, at = excluded.at",
                    callId,
                    Labels.write(tags),
                    clock.millis());
        }
        return true;
    }

    @Override
    public CompletionStage<Void> audit(Action action) {
        CompletableFuture<Integer> kept = state.changeForGood(db -> db.run(
                "insert into action(at, who, address, what, subject, outcome, detail) values(?, ?, ?, ?, ?, ?, ?)",
                action.atMillis(),
                action.by(),
                action.address(),
                action.what(),
                action.subject(),
                action.outcome(),
                action.detail()));
        return kept.thenApply(rows -> null);
    }

    @Override
    public CompletionStage<Page<Action>> actions(Cursor from, int max) {
        return askState(reads -> actions(reads.state(), from, max));
    }

    private record Listed(long id, Action action) {}

    private static Page<Action> actions(Db state, Cursor from, int most) throws SQLException {
        long[] numbers = Sql.numbers(from, ACTIONS, 1);
        int max = Sql.most(most);
        List<Listed> found = state.list(
                "select id, at, who, address, what, subject, outcome, detail from action where id < ? order by id desc limit ?",
                row -> new Listed(
                        row.getLong(1),
                        new Action(
                                row.getLong(2),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5),
                                row.getString(6),
                                row.getString(7),
                                row.getString(8))),
                numbers.length == 0 ? Long.MAX_VALUE : numbers[0],
                max + 1);
        List<Listed> items = found.subList(0, Math.min(max, found.size()));
        Cursor next = found.size() > max ? Sql.cursor(ACTIONS, items.get(max - 1).id) : null;
        return new Page<>(items.stream().map(Listed::action).toList(), next);
    }

    @Override
    public CompletionStage<Erased> erase(Erasure what) {
        return eraser.erase(what);
    }
}
