package io.sidetone.engine.embedded;

import io.sidetone.engine.Archive.CallQuery;
import io.sidetone.engine.Archive.CallSummary;
import io.sidetone.engine.Archive.Cursor;
import io.sidetone.engine.Archive.Deliveries;
import io.sidetone.engine.Archive.Page;
import io.sidetone.engine.Archive.Sort;
import io.sidetone.engine.CallFilter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Questions about calls. On a reader's thread. */
final class CallList {
    /** Calls that a search among words may come to; the newest of them count. */
    private static final int MOST_FOUND = 50_000;

    private static final String COLUMNS = "id, call, started, started_data, ended, ended_data, last_seq, finals, words,"
            + " faults, (select count(*) from delivery d where d.call = call.call and d.status = 'PENDING'),"
            + " (select count(*) from delivery d where d.call = call.call and d.status = 'DELIVERED'),"
            + " (select count(*) from delivery d where d.call = call.call and d.status = 'DEAD'),"
            + " (select tags from tag t where t.call = call.call)";

    private CallList() {}

    /** A summary and what sorts it. */
    private record Listed(long key, long id, CallSummary summary) {}

    static Optional<CallSummary> one(Db state, String callId, CallFilter scope) throws SQLException {
        Sql sql = new Sql("select 0, " + COLUMNS + " from call")
                .and("call = ?", callId)
                .and("started_data is not null");
        ScopeSql.restrictCalls(sql, scope);
        return state.first(sql.text(), row -> listed(row).summary, sql.parameters());
    }

    static long count(Reads reads, CallQuery query) throws SQLException {
        Sql sql = new Sql("select count(*) from call").and("started_data is not null");
        filter(sql, reads, query);
        return reads.state().number(sql.text(), sql.parameters());
    }

    /** @param nowMillis the end of calls that live, for those who sort by length */
    static Page<CallSummary> page(Reads reads, CallQuery query, long nowMillis) throws SQLException {
        Order order = Order.of(query.sort(), query.from(), nowMillis);
        int max = Sql.most(query.max());
        Sql sql = new Sql("select " + order.key + " as sorted, " + COLUMNS + " from call", order.keyParameters())
                .and("started_data is not null");
        filter(sql, reads, query);
        order.restrict(sql);
        sql.then("order by sorted " + order.way + ", id " + order.way + " limit ?", max + 1);
        List<Listed> found = reads.state().list(sql.text(), CallList::listed, sql.parameters());
        List<Listed> items = found.subList(0, Math.min(max, found.size()));
        Cursor next = found.size() > max ? order.after(items.get(max - 1)) : null;
        return new Page<>(items.stream().map(Listed::summary).toList(), next);
    }

    private static void filter(Sql sql, Reads reads, CallQuery query) throws SQLException {
        ScopeSql.restrictCalls(sql, query.scope());
        if (query.live() != null) {
            sql.and(query.live() ? "ended is null" : "ended is not null");
        }
        if (query.sinceMillis() != null) {
            sql.and("started >= ?", query.sinceMillis());
        }
        if (query.untilMillis() != null) {
            sql.and("started < ?", query.untilMillis());
        }
        if (query.direction() != null) {
            sql.and("direction = ?", query.direction());
        }
        if (query.role() != null) {
            sql.and("exists(select 1 from json_each(call.roles) r where r.value = ?)", query.role());
        }
        query.labels()
                .forEach((name, value) -> sql.and(
                        "exists(select 1 from json_each(call.labels) l where l.key = ? and l.value = ?)", name, value));
        if (query.fault() != null) {
            sql.and(query.fault() ? "faults > 0" : "faults = 0");
        }
        if (query.dead() != null) {
            sql.and((query.dead() ? "" : "not ")
                    + "exists(select 1 from delivery d where d.call = call.call and d.status = 'DEAD')");
        }
        if (query.text() != null && !query.text().isBlank()) {
            String part = query.text().strip().toLowerCase(Locale.ROOT);
            sql.and(
                    "(instr(lower(call), ?) or instr(coalesce(from_number, ''), ?) or instr(coalesce(to_number, ''), ?)"
                            + " or exists(select 1 from json_each(call.labels) l where instr(lower(l.value), ?))"
                            + " or exists(select 1 from tag t, json_each(t.tags) g where t.call = call.call"
                            + " and instr(lower(g.value), ?))"
                            + " or call in (select value from json_each(?)))",
                    part,
                    part,
                    part,
                    part,
                    part,
                    Labels.write(spokenIn(reads, query.text())));
        }
    }

    /** Calls with a final that holds all the words. */
    private static Set<String> spokenIn(Reads reads, String words) throws SQLException {
        Set<String> calls = new HashSet<>();
        Optional<String> expression = Words.expression(words);
        if (expression.isEmpty()) {
            return calls;
        }
        for (JournalFile file : reads.newestFirst()) {
            if (calls.size() < MOST_FOUND) {
                calls.addAll(reads.of(file)
                        .list(
                                "select distinct e.call from event_fts f join event e on e.pos = f.rowid"
                                        + " where event_fts match ? limit ?",
                                row -> row.getString(1),
                                expression.get(),
                                MOST_FOUND));
            }
        }
        return calls;
    }

    private static Listed listed(ResultSet row) throws SQLException {
        long ended = row.getLong(6);
        Long endedAtMillis = row.wasNull() ? null : ended;
        CallSummary summary = new CallSummary(
                row.getString(3),
                row.getLong(4),
                endedAtMillis,
                row.getBytes(5),
                row.getBytes(7),
                row.getLong(8),
                row.getLong(9),
                row.getLong(10),
                row.getLong(11),
                new Deliveries(row.getLong(12), row.getLong(13), row.getLong(14)),
                Labels.readList(row.getString(15)));
        return new Listed(row.getLong(1), row.getLong(2), summary);
    }

    /**
     * How a listing is sorted and goes on.
     *
     * @param asOfMillis when calls that live are taken to end, the same for all pages of one listing
     */
    @SuppressWarnings("ArrayRecordComponent") // used once, never compared
    private record Order(String listing, String key, String way, long asOfMillis, long[] after) {

        static Order of(Sort sort, Cursor from, long nowMillis) {
            String listing = "calls-" + sort.name().charAt(0);
            long[] numbers = Sql.numbers(from, listing, 3);
            long asOf = numbers.length == 0 ? nowMillis : numbers[2];
            return switch (sort) {
                case NEWEST_FIRST -> new Order(listing, "started", "desc", asOf, numbers);
                case OLDEST_FIRST -> new Order(listing, "started", "asc", asOf, numbers);
                case LONGEST_FIRST -> new Order(listing, "coalesce(ended, ?) - started", "desc", asOf, numbers);
            };
        }

        @Nullable Object[] keyParameters() {
            return key.contains("?") ? new Object[] {asOfMillis} : new Object[0];
        }

        void restrict(Sql sql) {
            if (after.length > 0) {
                sql.and("(sorted, id) " + (way.equals("desc") ? "<" : ">") + " (?, ?)", after[0], after[1]);
            }
        }

        Cursor after(Listed last) {
            return Sql.cursor(listing, last.key, last.id, asOfMillis);
        }
    }
}
