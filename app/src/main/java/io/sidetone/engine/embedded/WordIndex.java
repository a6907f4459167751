package io.sidetone.engine.embedded;

import java.sql.SQLException;

/**
 * The words of a journal file's finals, for who searches: made from its rows some time after they were written, in the
 * order of their positions. So the newest position in the index says how far it has come, whatever ended the process.
 * For who writes the file, on their thread.
 */
final class WordIndex {
    /** Finals that are indexed in one go: some milliseconds, for which an append may have to wait. */
    static final int FINALS_AT_ONCE = 64;

    private static final String NEXT = "insert into event_fts(rowid, text) select pos, text from said"
            + " where pos > (select coalesce(max(id), 0) from event_fts_docsize) order by pos limit " + FINALS_AT_ONCE;

    private WordIndex() {}

    /**
     * Indexes the next finals. After a failure the connection is to be closed.
     *
     * @return false once no more wait
     */
    static boolean next(Db journal) throws SQLException {
        return journal.unhurried(db -> db.change(NEXT, nothing -> {})) == FINALS_AT_ONCE;
    }

    /** Indexes every final that waits. After a failure the connection is to be closed. */
    static void finish(Db journal) throws SQLException {
        while (next(journal)) {
            // the next ones
        }
    }
}
