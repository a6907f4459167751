package io.sidetone.engine.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * A copy of a damaged file under a sound first page. That page says where the tables are, which is the same in all files
 * of one schema. Gone once closed.
 */
final class Headed implements AutoCloseable {
    static final String SUFFIX = ".headed";

    private static final int HEAD_BYTES = 4096;

    private final Path file;

    private Headed(Path file) {
        this.file = file;
    }

    static Headed copy(Path damaged, Schema schema) throws SQLException, IOException {
        Headed copy = new Headed(damaged.resolveSibling(damaged.getFileName() + SUFFIX));
        DbFiles.delete(copy.file);
        byte[] head = head(copy.file, schema);
        DbFiles.copy(damaged, copy.file);
        try (FileChannel out = FileChannel.open(copy.file, StandardOpenOption.WRITE)) {
            out.write(ByteBuffer.wrap(head), 0);
        }
        return copy;
    }

    private static byte[] head(Path empty, Schema schema) throws SQLException, IOException {
        try (Db db = Db.create(empty, Db.Commit.KILL)) {
            schema.migrate(db);
        }
        byte[] head = Arrays.copyOf(Files.readAllBytes(empty), HEAD_BYTES);
        DbFiles.delete(empty);
        ByteBuffer.wrap(head)
                .putInt(32, 0) // no free pages
                .putInt(36, 0)
                .putInt(92, -1); // its length says how many pages it has
        return head;
    }

    Path file() {
        return file;
    }

    @Override
    public void close() throws IOException {
        DbFiles.delete(file);
    }
}
