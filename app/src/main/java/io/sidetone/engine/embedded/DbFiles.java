package io.sidetone.engine.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database as files: itself, its write-ahead log, and what its users share. Nobody may have it open: closing any
 * other file handle would give back the locks that SQLite holds on it.
 */
final class DbFiles {
    private static final Logger LOG = LoggerFactory.getLogger(DbFiles.class);
    private static final List<String> PARTS = List.of("", "-wal", "-shm");

    private DbFiles() {}

    private static Path part(Path file, String part) {
        return file.resolveSibling(file.getFileName() + part);
    }

    static void delete(Path file) throws IOException {
        for (String part : PARTS) {
            Files.deleteIfExists(part(file, part));
        }
    }

    static void move(Path file, Path to) throws IOException {
        for (String part : PARTS) {
            if (Files.exists(part(file, part))) {
                Files.move(part(file, part), part(to, part), StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    /** Without what is shared, which is made again. */
    static void copy(Path file, Path to) throws IOException {
        for (String part : PARTS.subList(0, 2)) {
            if (Files.exists(part(file, part))) {
                Files.copy(part(file, part), part(to, part), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Makes the names in a directory survive a power cut; where directories cannot be forced, the system must do. */
    static void sync(Path dir) {
        try (FileChannel channel = FileChannel.open(dir, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            LOG.debug("{} cannot be forced to disk: {}", dir, e.toString());
        }
    }

    static long bytes(Path file) {
        long bytes = 0;
        for (String part : PARTS) {
            bytes += part(file, part).toFile().length();
        }
        return bytes;
    }
}
