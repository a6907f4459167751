package io.sidetone.engine.embedded;

import java.nio.file.Path;
import java.sql.SQLException;

/**
 * One file of the journal and the positions in it.
 *
 * @param incarnation differs once a damaged file has been replaced under its name
 * @param first no event in it stands before
 * @param last no event in it stands behind; {@link Long#MAX_VALUE} while it is written to
 */
record JournalFile(JournalName name, Path path, int incarnation, long first, long last) {

    /** A file that is complete. */
    static JournalFile of(JournalName name, Db db) throws SQLException {
        long first = db.number("select min(pos) from event");
        return new JournalFile(name, db.file(), 0, first, db.number("select max(pos) from event"));
    }

    JournalFile endingAt(long position) {
        return new JournalFile(name, path, incarnation, first, position);
    }

    JournalFile replaced(long newFirst, long newLast) {
        return new JournalFile(name, path, incarnation + 1, newFirst, newLast);
    }

    boolean holdsFrom(long position) {
        return last >= position;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
