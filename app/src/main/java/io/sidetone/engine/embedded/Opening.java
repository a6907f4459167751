package io.sidetone.engine.embedded;

import io.sidetone.engine.EventLog;
import io.sidetone.engine.Position;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is found on disk when the engine starts: files brought to this version, and where everybody had come to.
 *
 * @param files of the journal
 * @param next no event has had this position or a later one
 * @param saved what groups have saved, by shard and group
 */
record Opening(JournalFiles files, long next, Map<Integer, Map<String, SavedGroup>> saved) {
    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

    /** Before it, two connections could very rarely damage a file between them. */
    private static final String OLDEST_SQLITE = "3.51.3";

    /** Left free behind a damaged file, since nobody knows how far it went. */
    private static final long JUMP = 1_000_000_000;

    /**
     * Finds and mends.
     *
     * @throws CannotOpen if a file is newer than this Sidetone, or cannot be read or brought forward
     */
    static Opening of(JournalPlace place, Mending mending) {
        try {
            Mending.finish(place);
            boolean mended = openState(place, mending);
            List<JournalName> names = place.names().stream()
                    .flatMap(name -> JournalName.parse(name).stream())
                    .sorted()
                    .toList();
            List<JournalFile> files = new ArrayList<>();
            for (JournalName name : names) {
                JournalFile file = journal(place, name, files.size() == names.size() - 1, mending);
                mended |= file.incarnation() > 0;
                files.add(file);
            }
            try (Db state = Db.open(place.state(), Db.Commit.KILL)) {
                long newest = Math.max(highest(state), newest(files));
                long next = newest + (mended ? JUMP : 1);
                return new Opening(new JournalFiles(place.dir(), open(files)), next, saved(state));
            }
        } catch (SQLException | IOException e) {
            throw new CannotOpen(
                    "the journal in " + place.dir() + " cannot be opened: " + e.getMessage()
                            + "; make the directory writable and see that there is room",
                    e);
        }
    }

    private static long newest(List<JournalFile> files) {
        return files.stream().mapToLong(JournalFile::last).max().orElse(0);
    }

    /** @return true if it had to be mended */
    private static boolean openState(JournalPlace place, Mending mending) throws SQLException, IOException {
        try (Db state = Db.create(place.state(), Db.Commit.KILL)) {
            checkSqlite(state);
            if (state.isSound()) {
                Schema.STATE.migrate(state);
                return false;
            }
        } catch (SQLException e) {
            throwUnlessDamaged(e);
        }
        mending.state(place.state());
        return true;
    }

    private static void throwUnlessDamaged(SQLException e) throws SQLException {
        if (Trouble.of(e) != Trouble.DAMAGED) {
            throw e;
        }
    }

    /** @param check whether all of it is to be read; otherwise damage shows when it is used */
    private static JournalFile journal(JournalPlace place, JournalName name, boolean check, Mending mending)
            throws SQLException, IOException {
        Path file = place.file(name.toString());
        try {
            Optional<JournalFile> sound = sound(name, file, check);
            if (sound.isPresent()) {
                return sound.get();
            }
        } catch (SQLException e) {
            throwUnlessDamaged(e);
        }
        mending.journal(file);
        JournalFile fresh = sound(name, file, false).orElseThrow();
        return fresh.replaced(fresh.first(), fresh.last());
    }

    private static Optional<JournalFile> sound(JournalName name, Path file, boolean check) throws SQLException {
        try (Db db = Db.open(file, Db.Commit.POWER_CUT)) {
            if (check && !db.isSound()) {
                return Optional.empty();
            }
            Schema.JOURNAL.migrate(db);
            JournalFile found = JournalFile.of(name, db);
            finishWords(db);
            return Optional.of(found);
        }
    }

    /** A kill leaves words that are not indexed. Where there is no room for them now, who writes the file tries again. */
    private static void finishWords(Db db) throws SQLException {
        try {
            WordIndex.finish(db);
        } catch (SQLException e) {
            if (Trouble.of(e) == Trouble.DAMAGED) {
                throw e;
            }
            LOG.warn("{}: the words of its last finals cannot be indexed yet: {}", db.file(), e.toString());
        }
    }

    private static void checkSqlite(Db db) throws SQLException {
        String version =
                db.first("select sqlite_version()", row -> row.getString(1)).orElse("0");
        if (Arrays.compare(numbers(version), numbers(OLDEST_SQLITE)) < 0) {
            throw new CannotOpen("SQLite is " + version + " and must be " + OLDEST_SQLITE + " or newer", null);
        }
    }

    private static int[] numbers(String version) {
        return Arrays.stream(version.split("\\."))
                .limit(3)
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    /** The newest is written to. */
    private static List<JournalFile> open(List<JournalFile> found) {
        if (found.isEmpty()) {
            return found;
        }
        List<JournalFile> all = new ArrayList<>(found);
        all.add(all.remove(all.size() - 1).endingAt(Long.MAX_VALUE));
        return all;
    }

    /** Files may be gone whose positions somebody still remembers. */
    private static long highest(Db state) throws SQLException {
        return state.number("select max(p) from (select max(value) as p from mark union select max(pos) from head"
                + " union select max(last) from progress union select max(last_pos) from call)");
    }

    private static Map<Integer, Map<String, SavedGroup>> saved(Db state) throws SQLException {
        Map<Integer, Map<String, SavedGroup>> saved = new HashMap<>();
        state.list("select grp, shard, pos from head", row -> change(saved, row, it -> at(it, row)));
        state.list(
                "select grp, shard, key, last, last_seq, parked_from, attempts, next_at, skipped from progress",
                row -> change(saved, row, it -> with(it, row)));
        return saved;
    }

    private interface Change {
        SavedGroup of(SavedGroup group) throws SQLException;
    }

    private static SavedGroup change(Map<Integer, Map<String, SavedGroup>> saved, ResultSet row, Change change)
            throws SQLException {
        Map<String, SavedGroup> groups = saved.computeIfAbsent(row.getInt(2), shard -> new HashMap<>());
        String name = row.getString(1);
        SavedGroup changed = change.of(groups.getOrDefault(name, SavedGroup.nothing()));
        groups.put(name, changed);
        return changed;
    }

    private static SavedGroup at(SavedGroup group, ResultSet row) throws SQLException {
        return group.at(new Position(row.getLong(3)));
    }

    private static SavedGroup with(SavedGroup group, ResultSet row) throws SQLException {
        long parked = row.getLong(6);
        Position parkedFrom = row.wasNull() ? null : new Position(parked);
        group.progress()
                .put(
                        row.getString(3),
                        new EventLog.Progress(
                                new Position(row.getLong(4)),
                                row.getLong(5),
                                parkedFrom,
                                row.getInt(7),
                                row.getLong(8),
                                Labels.readNumbers(row.getString(9))));
        return group;
    }
}
