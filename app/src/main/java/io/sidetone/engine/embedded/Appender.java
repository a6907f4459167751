package io.sidetone.engine.embedded;

import io.sidetone.engine.CallEvent;
import io.sidetone.engine.EventLog;
import io.sidetone.engine.Position;
import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts events into the newest file, begins the next one when it is time, and gives out positions: strictly growing,
 * never one twice. Confined to who writes.
 */
final class Appender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Appender.class);

    /** A file's size is looked at when so much was written since, or an eighth of what it may have. */
    private static final long LOOK_BYTES = 1 << 20;

    /** Rewriting so much takes about a second, and nobody can append meanwhile. */
    private static final long REWRITTEN_BYTES = 64 << 20;

    private final JournalPlace place;
    private final JournalFiles files;
    private final InstantSource clock;
    private final long fileBytes;
    private final ToIntFunction<String> shardOf;
    private final CallSeqs seqs;
    private final Predicate<String> erased;
    private final Unfinished unfinished;
    private @Nullable Db db;
    private boolean holding; // the place
    private long next; // position
    private long triedFrom; // the first position given out to a batch that is not known to be written; 0: there is none
    private long unseenBytes; // written since the file's size was looked at
    private boolean full;
    private int unindexed; // finals written since the file was opened and not indexed, at most
    private boolean indexed; // no final of the file waits to be

    /** Told of a file that had to be left though the words of its last finals could not be indexed. */
    interface Unfinished {
        void left(JournalFile file, SQLException why);
    }

    /**
     * @param erased calls of which nothing is kept any more
     * @param next the first position to give out
     */
    Appender(
            JournalPlace place,
            JournalFiles files,
            InstantSource clock,
            long fileBytes,
            ToIntFunction<String> shardOf,
            CallSeqs seqs,
            Predicate<String> erased,
            Unfinished unfinished,
            long next) {
        this.place = place;
        this.files = files;
        this.clock = clock;
        this.fileBytes = fileBytes;
        this.shardOf = shardOf;
        this.seqs = seqs;
        this.erased = erased;
        this.unfinished = unfinished;
        this.next = next;
    }

    /** The position that the next event gets. */
    long next() {
        return next;
    }

    /** Opens the file to write to, and begins it if need be. */
    void open() throws SQLException {
        if (db == null) {
            acquire();
        }
        if (files.all().isEmpty()) {
            begin();
        } else if (triedFrom == 0 && isOver(files.newest())) {
            roll();
        }
        newest();
    }

    /** The newest file, opened if need be. */
    private Db newest() throws SQLException {
        Db open = db;
        if (open == null) {
            acquire();
            open = Db.open(files.newest().path(), Db.Commit.POWER_CUT);
            db = open;
            unindexed = 0;
            indexed = false; // as far as anybody knows
            next = Math.max(next, open.number("select max(pos) from event") + 1);
        }
        return open;
    }

    private boolean isOver(JournalFile file) {
        return full || today().isAfter(file.name().day());
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    /** Finals of the open file that wait to be found by their words, as far as is known; 0 while none is open. */
    int unindexed() {
        return db == null ? 0 : unindexed;
    }

    /** Indexes the words of the next finals. After a failure all is to be closed. */
    void index() throws SQLException {
        indexed = !WordIndex.next(newest());
        unindexed = indexed ? 0 : Math.max(0, unindexed - WordIndex.FINALS_AT_ONCE);
    }

    /** Has every final found by its words that was appended before. After a failure all is to be closed. */
    void indexAll() throws SQLException {
        newest();
        while (!indexed) {
            index();
        }
    }

    /** Begins another file, and leaves the one before with all its words indexed: nobody will write to it. */
    private void roll() throws SQLException {
        JournalFile left = files.newest();
        SQLException why = null;
        try {
            indexAll();
        } catch (SQLException e) {
            why = e; // nobody's final waits for that
        }
        begin();
        if (why != null) {
            unfinished.left(left, why);
        }
    }

    /** Goes on in another file, whatever room there is in this one, which may be damaged. */
    JournalName leave() throws SQLException {
        begin();
        return files.newest().name();
    }

    /** Begins another file; what was written stands in the ones before. */
    void begin() throws SQLException {
        acquire();
        closeFile();
        JournalName name = files.all().isEmpty()
                ? JournalName.first(today())
                : files.newest().name().next(today());
        Db fresh = Db.create(files.path(name), Db.Commit.POWER_CUT);
        try {
            Schema.JOURNAL.migrate(fresh);
        } catch (SQLException e) {
            fresh.close();
            throw e;
        }
        DbFiles.sync(files.dir());
        files.roll(new JournalFile(name, fresh.file(), 0, next, Long.MAX_VALUE));
        db = fresh;
        unindexed = 0;
        indexed = true;
        full = false;
        unseenBytes = 0;
    }

    /**
     * Writes a batch in one commit. After a failure the same batch may be given again, even if nobody knows what became
     * of the commit.
     *
     * @return what was written, without events that are in the journal already
     */
    List<EventLog.Stored> append(List<CallEvent> batch) throws SQLException {
        open();
        Db to = writable();
        if (triedFrom == 0) {
            triedFrom = next;
        }
        List<EventLog.Stored> stored = new ArrayList<>(batch.size());
        to.begin();
        try {
            for (CallEvent event : batch) {
                put(to, event, stored);
            }
            to.commit();
        } catch (SQLException e) {
            rollBack(to, e);
            throw e;
        }
        triedFrom = 0;
        stored.forEach(this::wrote);
        look(to, stored);
        return stored;
    }

    private void wrote(EventLog.Stored stored) {
        CallEvent event = stored.event();
        seqs.wrote(event.callId(), event.seq());
        if (EventRow.isSaid(event)) {
            unindexed++;
            indexed = false;
        }
    }

    /** Gives a batch up, so that the next one may go to another file. */
    void giveUp() {
        triedFrom = 0;
    }

    /**
     * Erases calls from the newest file; a large one is left behind instead, with all it holds, for who has more time.
     *
     * @return how many events were erased
     */
    long erase(List<String> calls) throws SQLException, IOException {
        calls.forEach(seqs::forget);
        open();
        Db from = writable();
        if (!Eraser.hasAny(from, calls)) {
            return 0;
        }
        if (DbFiles.bytes(from.file()) > REWRITTEN_BYTES) {
            roll();
            return 0;
        }
        long events = Eraser.erase(from, calls);
        db = null;
        Rewriting.rewrite(from, files);
        return events;
    }

    Db writable() {
        Db open = db;
        if (open == null) {
            throw new IllegalStateException("no file is open");
        }
        return open;
    }

    private static void rollBack(Db db, SQLException why) {
        try {
            db.rollBack();
        } catch (SQLException e) {
            why.addSuppressed(e); // who tries again opens the file anew
        }
    }

    private void put(Db to, CallEvent event, List<EventLog.Stored> stored) throws SQLException {
        if (erased.test(event.callId()) || (!seqs.isNew(event.callId(), event.seq()) && isInOlderFile(event))) {
            return;
        }
        if (EventRow.insert(to, next, event, shardOf.applyAsInt(event.callId())) == 1) {
            stored.add(new EventLog.Stored(new Position(next++), event));
            return;
        }
        long at = to.number("select pos from event where event_id = ?", event.eventId());
        boolean ours =
                at >= triedFrom && stored.stream().noneMatch(it -> it.at().value() == at);
        if (ours) { // the commit that seemed to fail had been made
            stored.add(new EventLog.Stored(new Position(at), event));
        }
    }

    private boolean isInOlderFile(CallEvent event) {
        List<JournalFile> all = files.all();
        return all.subList(0, all.size() - 1).stream().anyMatch(file -> isIn(file, event));
    }

    private boolean isIn(JournalFile file, CallEvent event) {
        try (Db older = files.openToRead(file.path())) {
            return older.number("select count(*) from event where event_id = ?", event.eventId()) > 0;
        } catch (SQLException e) {
            LOG.warn("{}: {} may stand there and be repeated, as it cannot be read: {}", file, event, e.toString());
            return false;
        }
    }

    private void look(Db to, List<EventLog.Stored> stored) throws SQLException {
        for (EventLog.Stored it : stored) {
            unseenBytes += EventRing.bytes(it.event());
        }
        if (unseenBytes >= Math.min(LOOK_BYTES, fileBytes / 8)) {
            unseenBytes = 0;
            full = to.number("pragma page_count") * to.number("pragma page_size") >= fileBytes;
        }
    }

    private void acquire() throws SQLException {
        if (!holding) {
            place.acquire();
            holding = true;
        }
    }

    private void closeFile() throws SQLException {
        Db closing = db;
        db = null;
        if (closing != null) {
            closing.close();
        }
    }

    /** Lets go of the file and of the place; the next batch opens them again. */
    @Override
    public void close() throws SQLException {
        try {
            seqs.letGo();
            closeFile();
        } finally {
            if (holding) {
                holding = false;
                place.release();
            }
        }
    }
}
