package io.sidetone.engine.embedded;

import io.sidetone.engine.EventLog;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One reader's connections to all files, opened on first use and only to read. Confined to its thread. */
final class Reads implements AutoCloseable {
    /** A page that is read in one go. */
    private static final int PAGE_EVENTS = 256;

    private static final long PAGE_BYTES = 1 << 20;

    private final JournalFiles files;
    private final Path stateFile;
    private final Map<JournalFile, Db> open = new HashMap<>();
    private @Nullable Db state;
    private @Nullable JournalFile latest;
    private int generation;

    Reads(JournalFiles files, Path stateFile) {
        this.files = files;
        this.stateFile = stateFile;
    }

    /** Every file, oldest first. */
    List<JournalFile> oldestFirst() throws SQLException {
        freshen();
        return files.all();
    }

    List<JournalFile> newestFirst() throws SQLException {
        List<JournalFile> reversed = new ArrayList<>(oldestFirst());
        Collections.reverse(reversed);
        return reversed;
    }

    /** Closes connections that may lead to files that are not there any more. */
    void freshen() throws SQLException {
        if (generation != files.generation()) {
            generation = files.generation();
            close();
        }
    }

    Db of(JournalFile file) throws SQLException {
        latest = file;
        Db known = open.get(key(file));
        if (known == null) {
            known = files.openToRead(file.path());
            open.put(key(file), known);
        }
        return known;
    }

    /** A file stays the same though it is not the newest any more. */
    private static JournalFile key(JournalFile file) {
        return new JournalFile(file.name(), file.path(), file.incarnation(), 0, 0);
    }

    Db state() throws SQLException {
        freshen();
        latest = null;
        Db known = state;
        if (known == null) {
            known = files.openToRead(stateFile);
            state = known;
        }
        return known;
    }

    /** The journal's file that was read last, or null if that was another one. */
    @Nullable JournalFile latest() {
        return latest;
    }

    /** Events in [from, to) of one shard, or of all if it is negative; a page's worth of the first. */
    EventPage page(int shard, long from, long to) throws SQLException {
        Page page = new Page();
        for (JournalFile file : oldestFirst()) {
            if (file.holdsFrom(from) && file.first() < to && !page.isFull()) {
                String sql = "select " + EventRow.COLUMNS + " from event where pos >= ? and pos < ?"
                        + (shard < 0 ? "" : " and shard = ?") + " order by pos limit " + PAGE_EVENTS;
                Object[] parameters = shard < 0 ? new Object[] {from, to} : new Object[] {from, to, shard};
                of(file).each(sql, row -> page.add(EventRow.read(row)), parameters);
            }
        }
        return page.isFull() ? new EventPage(page.events, page.next()) : new EventPage(page.events, to);
    }

    private static final class Page {
        private final List<EventLog.Stored> events = new ArrayList<>();
        private long bytes;

        /** @return false once that was enough */
        boolean add(EventLog.Stored stored) {
            events.add(stored);
            bytes += EventRing.bytes(stored.event());
            return !isFull();
        }

        boolean isFull() {
            return events.size() >= PAGE_EVENTS || bytes >= PAGE_BYTES;
        }

        long next() {
            return events.get(events.size() - 1).at().value() + 1;
        }
    }

    @Override
    public void close() throws SQLException {
        for (Db db : open.values()) {
            db.close();
        }
        open.clear();
        if (state != null) {
            state.close();
            state = null;
        }
    }
}
