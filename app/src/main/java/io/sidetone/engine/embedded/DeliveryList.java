package io.sidetone.engine.embedded;

import io.sidetone.engine.Archive.Cursor;
import io.sidetone.engine.Archive.Delivery;
import io.sidetone.engine.Archive.DeliveryQuery;
import io.sidetone.engine.Archive.Page;
import io.sidetone.engine.Archive.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** What became of deliveries, and wishes for more. Questions on a reader's thread, changes on the state's. */
final class DeliveryList {
    private static final String LISTING = "deliveries";
    private static final String COLUMNS = "event_id, call, seq, type, leg, n, target, status, attempts, first_at,"
            + " last_at, http_status, reason, detail, answer, id";

    private DeliveryList() {}

    private record Listed(long id, Delivery delivery) {}

    static Page<Delivery> page(Db state, DeliveryQuery query) throws SQLException {
        long[] from = Sql.numbers(query.from(), LISTING, 1);
        int max = Sql.most(query.max());
        Sql sql = filtered("select " + COLUMNS + " from delivery", query);
        if (from.length > 0) {
            sql.and("id < ?", from[0]);
        }
        sql.then("order by id desc limit ?", max + 1);
        List<Listed> found =
                state.list(sql.text(), row -> new Listed(row.getLong(16), delivery(row)), sql.parameters());
        List<Listed> items = found.subList(0, Math.min(max, found.size()));
        Cursor next = found.size() > max ? Sql.cursor(LISTING, items.get(max - 1).id) : null;
        return new Page<>(items.stream().map(Listed::delivery).toList(), next);
    }

    static long count(Db state, DeliveryQuery query) throws SQLException {
        Sql sql = filtered("select count(*) from delivery", query);
        return state.number(sql.text(), sql.parameters());
    }

    private static Sql filtered(String start, DeliveryQuery query) {
        Sql sql = new Sql(start);
        if (!query.ids().isEmpty()) {
            sql.and("name in (select value from json_each(?))", Labels.write(query.ids()));
        }
        if (query.callId() != null) {
            sql.and("call = ?", query.callId());
        }
        if (query.target() != null) {
            sql.and("target = ?", query.target());
        }
        if (query.status() != null) {
            sql.and("status = ?", query.status().name());
        }
        if (query.sinceMillis() != null) {
            sql.and("last_at >= ?", query.sinceMillis());
        }
        if (query.untilMillis() != null) {
            sql.and("last_at < ?", query.untilMillis());
        }
        ScopeSql.restrictDeliveries(sql, query.scope());
        return sql;
    }

    /** The newest note stands alone, and last. */
    static void note(Db state, Delivery delivery) throws SQLException {
        state.run("delete from delivery where event_id = ? and target = ?", delivery.eventId(), delivery.target());
        state.run(
                "insert into delivery(event_id, call, seq, type, leg, n, target, status, attempts, first_at, last_at,"
                        + " http_status, reason, detail, answer, id, name) values(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                        + " ?, ?, (select coalesce(max(id), 0) + 1 from delivery), ?)",
                delivery.eventId(),
                delivery.callId(),
                delivery.seq(),
                delivery.type(),
                delivery.legId(),
                delivery.n(),
                delivery.target(),
                delivery.status().name(),
                delivery.attempts(),
                delivery.firstAtMillis(),
                delivery.lastAtMillis(),
                delivery.httpStatus(),
                delivery.reason(),
                delivery.detail(),
                delivery.answer(),
                delivery.id());
    }

    /** Marks what is settled and not wished for yet, the oldest call first and within it as it was said. */
    static long repeat(Db state, DeliveryQuery query) throws SQLException {
        long last = state.number("select max(wish) from delivery where wish is not null");
        Sql sql = filtered(
                        "update delivery set wish = ? + chosen.turn from (select d.id as id, row_number() over"
                                + " (order by coalesce(c.id, 0), d.call, d.seq) as turn from delivery d"
                                + " left join call c on c.call = d.call where d.id in (select id from delivery",
                        query)
                .and("wish is null")
                .and("status <> ?", Status.PENDING.name())
                .then(")) as chosen where delivery.id = chosen.id");
        Object[] parameters = sql.parameters();
        Object[] all = new Object[parameters.length + 1];
        all[0] = last;
        System.arraycopy(parameters, 0, all, 1, parameters.length);
        return state.run(sql.text(), all);
    }

    static List<Delivery> repeats(Db state, String target, int max) throws SQLException {
        return state.list(
                "select " + COLUMNS + " from delivery where target = ? and wish is not null order by wish limit ?",
                DeliveryList::delivery,
                target,
                Sql.most(max));
    }

    static long drop(Db state, DeliveryQuery query) throws SQLException {
        Sql sql = filtered("delete from delivery", query).and("status = ?", Status.DEAD.name());
        return state.run(sql.text(), sql.parameters());
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        return new Delivery(
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                row.getString(4),
                row.getString(5),
                row.getLong(6),
                row.getString(7),
                Status.valueOf(row.getString(8)),
                row.getInt(9),
                row.getLong(10),
                row.getLong(11),
                row.getInt(12),
                row.getString(13),
                row.getString(14),
                row.getBytes(15));
    }
}
