package io.sidetone.engine.embedded;

import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/** What a failure of SQLite means for who writes. */
enum Trouble {
    /** No room: try again for ever, room comes back. */
    FULL,
    /** The disk or the file cannot be used now: try again for ever. */
    UNAVAILABLE,
    /** The file is no sound database: set it aside. */
    DAMAGED,
    /** What was asked is wrong: trying again would not help. */
    REFUSED;

    static Trouble of(SQLException failure) {
        SQLiteErrorCode code = SQLiteErrorCode.getErrorCode(failure.getErrorCode() & 0xff);
        return switch (code) {
            case SQLITE_FULL -> FULL;
            case SQLITE_CORRUPT, SQLITE_NOTADB -> DAMAGED;
            case SQLITE_IOERR,
                    SQLITE_READONLY,
                    SQLITE_CANTOPEN,
                    SQLITE_BUSY,
                    SQLITE_LOCKED,
                    SQLITE_NOMEM,
                    SQLITE_PERM,
                    SQLITE_AUTH,
                    SQLITE_PROTOCOL,
                    SQLITE_NOLFS,
                    SQLITE_INTERRUPT -> UNAVAILABLE;
            default -> REFUSED;
        };
    }

    /** As {@link io.sidetone.engine.Engine.Health#code()} has it. */
    String code() {
        return this == FULL ? "storage.full" : "storage.failed";
    }
}
