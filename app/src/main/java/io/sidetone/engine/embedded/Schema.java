package io.sidetone.engine.embedded;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * The shape of a kind of file, as the steps that lead to it. A file says how many of them it has seen; what is older
 * is brought forward, what is newer is left alone.
 *
 * @param steps statements of each version, from 1
 */
record Schema(List<List<String>> steps) {

    /** One row per event, for good: what the journal is. Then the words of finals, made from those rows. */
    static final Schema JOURNAL = new Schema(List.of(
            List.of(
                    "create table event(pos integer primary key, shard integer not null, call text not null,"
                            + " seq integer not null, type text not null, leg text, role text, n integer not null,"
                            + " at integer not null, event_id text not null unique, labels text, text text,"
                            + " crc integer not null, data blob not null)",
                    "create index event_call on event(call)",
                    "create index event_shard on event(shard)"),
            List.of(
                    "create view said as select pos, text from event where text is not null",
                    "create virtual table event_fts using fts5(text, content='said', content_rowid='pos',"
                            + " tokenize='unicode61')",
                    "insert into event_fts(event_fts, rank) values('secure-delete', 1)",
                    "insert into event_fts(rowid, text) select pos, text from said",
                    "create trigger event_said after insert on event when new.text is not null begin"
                            + " insert into event_fts(rowid, text) values(new.pos, new.text); end",
                    "create trigger event_erased after delete on event when old.text is not null begin"
                            + " insert into event_fts(event_fts, rowid, text) values('delete', old.pos, old.text);"
                            + " end"),
            List.of(
                    "drop trigger event_said", // WordIndex does that now, and not in the commit of a final
                    "drop trigger event_erased",
                    "create trigger event_erased after delete on event when old.text is not null"
                            + " and exists(select 1 from event_fts_docsize where id = old.pos) begin" // else it breaks
                            + " insert into event_fts(event_fts, rowid, text) values('delete', old.pos, old.text);"
                            + " end")));

    /** What can be made again from the journal, what costs repeats when it is lost, and what operators did and noted. */
    static final Schema STATE = new Schema(List.of(
            List.of(
                    "create table mark(name text primary key, value integer not null) without rowid",
                    "create table progress(grp text not null, shard integer not null, key text not null,"
                            + " last integer not null, last_seq integer not null, parked_from integer,"
                            + " attempts integer not null, next_at integer not null, skipped text,"
                            + " primary key(grp, shard, key)) without rowid",
                    "create table head(grp text not null, shard integer not null, pos integer not null,"
                            + " primary key(grp, shard)) without rowid",
                    "create table call(id integer primary key, call text not null unique, last_pos integer not null,"
                            + " last_seq integer not null, started integer, started_data blob, ended integer,"
                            + " ended_data blob, direction text, from_number text, to_number text, labels text,"
                            + " roles text, finals integer not null, words integer not null, faults integer not null)",
                    "create index call_started on call(started, id)",
                    "create index call_from on call(from_number)",
                    "create index call_to on call(to_number)",
                    "create table delivery(id integer primary key, event_id text not null, target text not null,"
                            + " name text not null, call text not null, seq integer not null, type text not null, leg text,"
                            + " n integer not null, status text not null, attempts integer not null,"
                            + " first_at integer not null, last_at integer not null, http_status integer not null,"
                            + " reason text, detail text, answer blob, wish integer, unique(event_id, target))",
                    "create index delivery_name on delivery(name)",
                    "create index delivery_call on delivery(call, status)",
                    "create index delivery_status on delivery(status, target)",
                    "create index delivery_last on delivery(last_at)",
                    "create index delivery_wish on delivery(target, wish) where wish is not null",
                    "create table action(id integer primary key, at integer not null, who text not null,"
                            + " what text not null, subject text not null, detail text not null)"),
            List.of(
                    "alter table action add column address text not null default ''",
                    "alter table action add column outcome text not null default 'ok'"),
            List.of(
                    "create table tag(call text primary key, tags text not null, at integer not null) without rowid",
                    "create index tag_at on tag(at)")));

    int version() {
        return steps.size();
    }

    /**
     * Brings a file forward, in one transaction.
     *
     * @throws CannotOpen if a newer Sidetone made it
     */
    void migrate(Db db) throws SQLException {
        int version = (int) db.number("pragma user_version");
        refuseNewer(db.file(), version);
        if (version == version()) {
            return;
        }
        db.begin();
        try {
            for (List<String> step : steps.subList(version, steps.size())) {
                for (String statement : step) {
                    db.run(statement);
                }
            }
            db.run("pragma user_version = " + version());
            db.commit();
        } catch (SQLException e) {
            db.rollBack();
            throw e;
        }
    }

    private void refuseNewer(Path file, int version) {
        if (version > version()) {
            throw new CannotOpen(
                    file + " has version " + version + " and this Sidetone knows versions up to " + version()
                            + ": a newer one made it. Start that one again, or give another data.dir",
                    null);
        }
    }
}
