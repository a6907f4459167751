package io.sidetone.engine.embedded;

import io.sidetone.engine.Archive.Cursor;
import io.sidetone.engine.Archive.EventQuery;
import io.sidetone.engine.Archive.Hit;
import io.sidetone.engine.Archive.Page;
import io.sidetone.engine.Archive.Slice;
import io.sidetone.engine.CallFilter;
import io.sidetone.engine.EventLog;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Questions about events over all files of the journal. On a reader's thread. */
final class EventList {
    private static final String EVENTS = "events";
    private static final String HITS = "hits";

    private EventList() {}

    static Optional<EventLog.Stored> one(Reads reads, String callId, long seq) throws SQLException {
        for (JournalFile file : reads.newestFirst()) {
            Optional<EventLog.Stored> found = reads.of(file)
                    .first(
                            "select " + EventRow.COLUMNS + " from event where call = ? and seq = ? limit 1",
                            EventRow::read,
                            callId,
                            seq);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Events that a question with a scope looks at; it goes on with the next one, so that others come between. */
    private static final int MOST_LOOKED_AT = 10_000;

    private static final int LOOKED_AT_ONCE = 500;

    /**
     * Only those of calls in the query's scope. Goes no further than the list of calls has come, since whose scope a
     * later call is in is not known yet.
     *
     * @param written everything up to this position is in the files already
     */
    static Slice<EventLog.Stored> within(Reads reads, EventQuery query, long written) throws SQLException {
        long known = Math.min(written, Projection.position(reads.state()));
        ScopeSql.Known calls = new ScopeSql.Known(reads, query.scope());
        List<EventLog.Stored> found = new ArrayList<>();
        EventQuery part = new EventQuery(query.callId(), query.types(), query.after(), LOOKED_AT_ONCE);
        for (int looked = 0; looked < MOST_LOOKED_AT; looked += LOOKED_AT_ONCE) {
            Slice<EventLog.Stored> slice = after(reads, part, known, known);
            for (EventLog.Stored stored : slice.items()) {
                if (calls.has(stored.event().callId())) {
                    found.add(stored);
                    if (found.size() == query.max()) {
                        return new Slice<>(found, Sql.cursor(EVENTS, stored.at().value()));
                    }
                }
            }
            part = part.from(slice.next());
            if (slice.items().size() < LOOKED_AT_ONCE) {
                break;
            }
        }
        return new Slice<>(found, part.after());
    }

    /** @param written everything up to this position is in the files already */
    static Slice<EventLog.Stored> after(Reads reads, EventQuery query, long written) throws SQLException {
        return after(reads, query, written, Long.MAX_VALUE);
    }

    private static Slice<EventLog.Stored> after(Reads reads, EventQuery query, long written, long to)
            throws SQLException {
        if (query.after().equals(Cursor.END)) {
            return new Slice<>(List.of(), Sql.cursor(EVENTS, written));
        }
        long[] numbers = Sql.numbers(query.after(), EVENTS, 1);
        long after = numbers.length == 0 ? 0 : numbers[0];
        int max = Sql.most(query.max());
        List<EventLog.Stored> found = new ArrayList<>();
        for (JournalFile file : reads.oldestFirst()) {
            if (file.holdsFrom(after + 1) && found.size() < max) {
                Sql sql = new Sql("select " + EventRow.COLUMNS + " from event")
                        .and("pos > ?", after)
                        .and("pos <= ?", to);
                if (query.callId() != null) {
                    sql.and("call = ?", query.callId());
                }
                if (!query.types().isEmpty()) {
                    sql.and("type in (select value from json_each(?))", Labels.write(query.types()));
                }
                sql.then("order by pos limit ?", max - found.size());
                found.addAll(reads.of(file).list(sql.text(), EventRow::read, sql.parameters()));
            }
        }
        long last = found.isEmpty() ? after : found.get(found.size() - 1).at().value();
        long next = found.size() < max ? Math.max(last, written) : last;
        return new Slice<>(found, Sql.cursor(EVENTS, next));
    }

    /** Only those of calls in the scope. */
    static Page<Hit> search(Reads reads, String words, CallFilter scope, Cursor from, int most) throws SQLException {
        if (scope.isAll()) {
            return search(reads, words, from, most);
        }
        int max = Sql.most(most);
        ScopeSql.Known calls = new ScopeSql.Known(reads, scope);
        List<Hit> found = new ArrayList<>();
        Cursor next = from;
        for (int looked = 0; looked < MOST_LOOKED_AT; looked += LOOKED_AT_ONCE) {
            Page<Hit> page = search(reads, words, next, LOOKED_AT_ONCE);
            for (Hit hit : page.items()) {
                if (calls.has(hit.stored().event().callId())) {
                    found.add(hit);
                    if (found.size() == max) {
                        return new Page<>(
                                found, Sql.cursor(HITS, hit.stored().at().value()));
                    }
                }
            }
            if (page.next() == null) {
                return new Page<>(found, null);
            }
            next = page.next();
        }
        return new Page<>(found, next);
    }

    static Page<Hit> search(Reads reads, String words, Cursor from, int most) throws SQLException {
        long[] numbers = Sql.numbers(from, HITS, 1);
        long before = numbers.length == 0 ? Long.MAX_VALUE : numbers[0];
        int max = Sql.most(most);
        Optional<String> expression = Words.expression(words);
        List<EventLog.Stored> found = new ArrayList<>();
        if (expression.isPresent()) {
            for (JournalFile file : reads.newestFirst()) {
                if (file.first() < before && found.size() <= max) {
                    found.addAll(search(reads.of(file), expression.get(), before, max + 1 - found.size()));
                }
            }
        }
        List<EventLog.Stored> items = found.subList(0, Math.min(max, found.size()));
        Cursor next =
                found.size() > max ? Sql.cursor(HITS, items.get(max - 1).at().value()) : null;
        return new Page<>(items.stream().map(EventList::hit).toList(), next);
    }

    private static List<EventLog.Stored> search(Db file, String expression, long before, int max) throws SQLException {
        return file.list(
                "select " + EventRow.COLUMNS + " from event where pos in (select rowid from event_fts"
                        + " where event_fts match ? and rowid < ? order by rowid desc limit ?) order by pos desc",
                EventRow::read,
                expression,
                before,
                max);
    }

    private static Hit hit(EventLog.Stored stored) {
        return new Hit(stored, EventFields.text(stored.event().data(), "text"));
    }
}
