package io.sidetone.engine.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;

/**
 * Writes a file anew without what was deleted from it. SQLite overwrites what it deletes, but not the copies that it
 * left where it moved rows from one page to another.
 */
final class Rewriting {
    private Rewriting() {}

    /**
     * Closes the connection and puts a fresh file in the place of the one it led to. For who writes it, on their thread;
     * takes room for the file once more.
     */
    static void rewrite(Db db, JournalFiles files) throws SQLException, IOException {
        Path file = db.file();
        Path fresh = Mending.fresh(file);
        DbFiles.delete(fresh);
        db.run("vacuum into ?", fresh.toString());
        db.close();
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        files.swap(() -> {
            DbFiles.delete(file);
            DbFiles.move(fresh, file);
        });
        DbFiles.sync(file.resolveSibling("."));
    }
}
