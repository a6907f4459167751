package io.sidetone.engine.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;

/** The directory of the journal: held by one process, on a disk of its own machine. Safe on any thread. */
final class JournalPlace {
    private static final Logger LOG = LoggerFactory.getLogger(JournalPlace.class);

    /** As Java names their types. The write-ahead log needs memory that all its users share. */
    private static final Set<String> OF_NETWORKS = Set.of(
            "nfs",
            "nfs4",
            "cifs",
            "smb",
            "smb2",
            "smb3",
            "smbfs",
            "9p",
            "ceph",
            "fuse.sshfs",
            "glusterfs",
            "fuse.glusterfs",
            "lustre",
            "afs",
            "beegfs",
            "efs");

    private static final String ID = "id";
    private static final String LOCK = "lock";

    private final Path dir;
    private final String id;
    private @Nullable FileChannel locked; // guarded by this, like below
    private int users = 1;

    private JournalPlace(Path dir, FileChannel locked, String id) {
        this.dir = dir;
        this.locked = locked;
        this.id = id;
    }

    /** @throws CannotOpen if the directory cannot be made or written, is on a network, or is another's */
    static JournalPlace take(Path dir) {
        try {
            make(dir);
            refuseNetwork(dir, Files.getFileStore(dir).type());
            FileChannel locked = lock(dir);
            if (locked == null) {
                throw new CannotOpen(inUse(dir) + "; stop that one, or give each its own data.dir", null);
            }
            return new JournalPlace(dir, locked, identify(dir.resolve(ID)));
        } catch (IOException e) {
            throw new CannotOpen(
                    "the journal's directory " + dir + " cannot be used: " + e
                            + "; make it writable and see that there is room, or set data.dir",
                    e);
        }
    }

    private static String inUse(Path dir) {
        return dir + " is in use by another Sidetone, or by an engine of this one that is still open";
    }

    static void refuseNetwork(Path dir, String type) {
        if (OF_NETWORKS.contains(type.toLowerCase(Locale.ROOT))) {
            throw new CannotOpen(
                    dir + " is on a network file system (" + type
                            + "), where the journal would not be safe: set data.dir"
                            + " to a disk of this machine, or to a block device",
                    null);
        }
    }

    private static @Nullable FileChannel lock(Path dir) throws IOException {
        FileChannel channel = FileChannel.open(dir.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            LOG.debug("{}: this process has it already", dir);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return null;
    }

    /** With their names on disk, from the first that was there already. */
    private static void make(Path dir) throws IOException {
        Path there = dir;
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        Files.createDirectories(dir);
        for (Path at = dir.getParent(); at != null && there != null && at.startsWith(there); at = at.getParent()) {
            DbFiles.sync(at);
        }
    }

    /** So that an empty mount point is not taken for the directory when its disk has gone. */
    private static String identify(Path file) throws IOException {
        if (Files.exists(file) && Files.size(file) > 0) {
            return Files.readString(file);
        }
        String fresh = UUID.randomUUID().toString();
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            out.write(StandardCharsets.UTF_8.encode(fresh));
            out.force(true);
        }
        DbFiles.sync(file.resolveSibling("."));
        return fresh;
    }

    Path dir() {
        return dir;
    }

    Path file(String name) {
        return dir.resolve(name);
    }

    Path state() {
        return dir.resolve("state.db");
    }

    List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /**
     * Somebody begins to write here, until {@link #release()}.
     *
     * @throws SQLException if the directory is not there, or another one is in its place, or another process has it
     */
    synchronized void acquire() throws SQLException {
        try {
            if (!Files.readString(dir.resolve(ID)).equals(id)) {
                throw away("is not the directory it was when Sidetone started: has its disk been unmounted?", null);
            }
            if (locked == null) {
                locked = lock(dir);
                if (locked == null) {
                    throw new SQLException(inUse(dir), null, SQLiteErrorCode.SQLITE_CANTOPEN.code);
                }
            }
            users++;
        } catch (IOException e) {
            throw away("cannot be used: " + e, e);
        }
    }

    private SQLException away(String what, @Nullable IOException why) {
        return new SQLException(dir + " " + what, null, SQLiteErrorCode.SQLITE_CANTOPEN.code, why);
    }

    /** Once nobody writes here, nothing is held: the disk can be unmounted, or another process can have it. */
    synchronized void release() {
        users--;
        FileChannel held = locked;
        if (users <= 0 && held != null) {
            locked = null;
            try {
                held.close();
            } catch (IOException e) {
                LOG.warn("the lock on {} was not given back well: {}", dir, e.toString());
            }
        }
    }
}
