package io.sidetone.engine.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Copies what can be read of a damaged state file into a fresh one: each table from both its ends. The list of calls is
 * left out, as it is made again from the journal.
 */
final class StateSalvage {
    /** What is kept of each table: its key, then the rest. */
    private static final Map<String, List<String>> TABLES = new LinkedHashMap<>();

    static {
        TABLES.put("head", List.of("grp", "shard", "pos"));
        TABLES.put(
                "progress",
                List.of("grp", "shard", "key", "last", "last_seq", "parked_from", "attempts", "next_at", "skipped"));
        TABLES.put("action", List.of("id", "at", "who", "address", "what", "subject", "outcome", "detail"));
        TABLES.put("tag", List.of("call", "tags", "at"));
        TABLES.put(
                "delivery",
                List.of(
                        "id",
                        "event_id",
                        "target",
                        "name",
                        "call",
                        "seq",
                        "type",
                        "leg",
                        "n",
                        "status",
                        "attempts",
                        "first_at",
                        "last_at",
                        "http_status",
                        "reason",
                        "detail",
                        "answer",
                        "wish"));
    }

    private static final Map<String, Integer> KEY_COLUMNS =
            Map.of("head", 2, "progress", 3, "action", 1, "tag", 1, "delivery", 1);

    private StateSalvage() {}

    /**
     * Makes a fresh file with what can be read of a damaged one that nobody writes to.
     *
     * @return how many rows that is
     */
    static long state(Path damaged, Path fresh) throws SQLException, IOException {
        DbFiles.delete(fresh);
        try (Db to = Db.create(fresh, Db.Commit.KILL)) {
            Schema.STATE.migrate(to);
            long saved = copy(damaged, to);
            if (saved == 0) {
                try (Headed headed = Headed.copy(damaged, Schema.STATE)) {
                    saved = copy(headed.file(), to);
                }
            }
            to.checkpoint();
            return saved;
        }
    }

    private static long copy(Path damaged, Db to) throws SQLException {
        long saved = 0;
        for (String table : TABLES.keySet()) {
            for (String way : List.of("asc", "desc")) {
                saved += copy(damaged, to, table, way);
            }
        }
        return saved;
    }

    private static long copy(Path damaged, Db to, String table, String way) throws SQLException {
        List<String> columns = columns(damaged, table);
        if (columns.isEmpty()) {
            return 0;
        }
        String all = String.join(", ", columns);
        String key = String.join(" " + way + ", ", columns.subList(0, KEY_COLUMNS.getOrDefault(table, 1)));
        String select = "select " + all + " from " + table + " order by " + key + " " + way;
        String insert = "insert or ignore into " + table + "(" + all + ") values("
                + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")";
        long before = to.number("select count(*) from " + table);
        to.begin();
        try (Db from = Db.openToSalvage(damaged)) {
            from.each(select, row -> to.run(insert, values(row, columns.size())) >= 0);
        } catch (SQLException e) {
            if (Trouble.of(e) != Trouble.DAMAGED) {
                throw e;
            }
        } finally {
            to.commit();
        }
        return to.number("select count(*) from " + table) - before;
    }

    /** Those that the damaged file has, none if it has not the table: an older Sidetone may have made it. */
    private static List<String> columns(Path damaged, String table) throws SQLException {
        List<String> known = TABLES.getOrDefault(table, List.of());
        try (Db from = Db.openToSalvage(damaged)) {
            List<String> there = from.list("select name from pragma_table_info(?)", row -> row.getString(1), table);
            boolean isOlder = there.isEmpty() && from.number("select count(*) from pragma_table_info('head')") > 0;
            return there.isEmpty() && !isOlder
                    ? known
                    : known.stream().filter(there::contains).toList();
        } catch (SQLException e) {
            if (Trouble.of(e) != Trouble.DAMAGED) {
                throw e;
            }
            return known;
        }
    }

    private static Object[] values(ResultSet row, int count) throws SQLException {
        Object[] values = new Object[count];
        for (int i = 0; i < count; i++) {
            values[i] = row.getObject(i + 1);
        }
        return values;
    }
}
