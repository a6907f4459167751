package io.sidetone.engine.embedded;

import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps house on {@code sidetone-keeper}: room on the disk, old files, damaged ones; whatever may take long and nobody's
 * call waits for. Other threads only give it something to do.
 */
final class Keeper implements Executor, JournalWriter.Mender, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final long BETWEEN_ROUNDS_SECONDS = 10;
    private static final String ROOM = "room";

    private final JournalPlace place;
    private final JournalFiles files;
    private final StorageHealth health;
    private final Mending mending;
    private final Retention retention;
    private final Ballast ballast;
    private final InstantSource clock;
    private final List<ReadThread> readers = new CopyOnWriteArrayList<>();
    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, Threads.named("sidetone-keeper"));
    private final Set<JournalName> suspects = new HashSet<>(); // guarded by itself
    private final Set<JournalName> unindexed = ConcurrentHashMap.newKeySet(); // complete, and words may be missing
    private @Nullable LocalDate retained; // the thread's own: the day on which what is old was removed last
    private volatile boolean closed;
    private @Nullable Db reading; // while a file is read through; guarded by this
    private @Nullable JournalWriter journal; // the thread's own

    Keeper(
            JournalPlace place,
            JournalFiles files,
            StorageHealth health,
            Mending mending,
            Retention retention,
            Ballast ballast,
            InstantSource clock) {
        this.place = place;
        this.files = files;
        this.health = health;
        this.mending = mending;
        this.retention = retention;
        this.ballast = ballast;
        this.clock = clock;
    }

    /** A thread that has files open and must let go of them when the disk is in trouble. */
    ReadThread add(ReadThread reader) {
        readers.add(reader);
        return reader;
    }

    /** Begins its rounds. Files that are complete are read through once, as damage in them would show late. */
    void start(JournalWriter writer) {
        thread.execute(() -> journal = writer);
        thread.scheduleWithFixedDelay(
                this::round, BETWEEN_ROUNDS_SECONDS / 2, BETWEEN_ROUNDS_SECONDS, TimeUnit.SECONDS);
        for (JournalFile file : files.all()) {
            if (file.last() != Long.MAX_VALUE) {
                unindexed.add(file.name());
                thread.execute(() -> check(file));
            }
        }
    }

    /** A round out of turn. */
    CompletableFuture<Void> roundNow() {
        return CompletableFuture.runAsync(this::round, thread);
    }

    private void round() {
        try {
            lookAtRoom();
            finishWords();
            LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
            if (!today.equals(retained) && health.isWell()) {
                retention.run();
                retained = today;
            }
        } catch (IOException | SQLException | RuntimeException e) {
            LOG.warn("keeping house in {} failed and is tried again: {}", place.dir(), e.toString());
        }
    }

    private void lookAtRoom() throws IOException {
        DiskRoom room = DiskRoom.of(place.dir());
        String detail = "the disk of " + place.dir() + " fills up: " + room;
        if (room.isShort()) {
            health.failing(ROOM, "storage.full", detail + "; remove something, or set retention.days lower");
        } else {
            health.works(ROOM);
        }
        if (!room.isLow()) {
            health.forget(ROOM);
        } else if (health.notice(ROOM, detail) && !room.isShort()) {
            LOG.warn("{}; with less than {} no new calls are taken", detail, DiskRoom.size(room.shortBytes()));
        }
        ballast.make(room, () -> closed);
    }

    /** The words of a file's last finals could not be indexed before it was left; done here, once it can be. */
    void unindexed(JournalFile file, SQLException why) {
        LOG.warn("{}: the words of its last finals are not found yet: {}", file, why.toString());
        if (Trouble.of(why) == Trouble.DAMAGED) {
            suspect(file);
        } else {
            unindexed.add(file.name());
        }
    }

    private void finishWords() {
        for (JournalFile file : files.all()) {
            if (unindexed.contains(file.name()) && finishWords(file)) {
                unindexed.remove(file.name());
            }
        }
    }

    /** @return false if it is to be tried again */
    private boolean finishWords(JournalFile file) {
        try (Db db = Db.open(file.path(), Db.Commit.POWER_CUT)) {
            WordIndex.finish(db);
            return true;
        } catch (SQLException e) {
            if (Trouble.of(e) == Trouble.DAMAGED) {
                suspect(file); // the fresh one has all its words
                return true;
            }
            LOG.debug("{}: its words cannot be indexed yet: {}", file, e.toString());
            return false;
        }
    }

    private void check(JournalFile file) {
        if (closed || !files.all().contains(file)) {
            return;
        }
        try (Db db = files.openToRead(file.path())) {
            if (!isSound(db)) {
                suspect(file);
            }
        } catch (SQLException e) {
            if (Trouble.of(e) == Trouble.DAMAGED) {
                suspect(file);
            } else if (!closed) {
                LOG.warn("{} could not be read through: {}", file, e.toString());
            }
        }
    }

    /** May be interrupted, as it may take minutes. */
    private boolean isSound(Db db) throws SQLException {
        synchronized (this) {
            reading = db;
        }
        try {
            return db.isSound();
        } finally {
            synchronized (this) {
                reading = null;
            }
        }
    }

    /** @throws RejectedExecutionException once closed */
    @Override
    public void execute(Runnable task) {
        thread.execute(task);
    }

    @Override
    public boolean makeRoom() {
        return ballast.release();
    }

    /** Files cannot even be opened without a little room. */
    @Override
    public boolean isFull() {
        try {
            return DiskRoom.of(place.dir()).isFull();
        } catch (IOException e) {
            return false; // the disk is away
        }
    }

    @Override
    public void letGo() {
        files.connectionsAreStale();
        readers.forEach(ReadThread::refresh);
    }

    @Override
    public void damaged(JournalFile file) {
        suspect(file);
    }

    /** A file that is complete and seems damaged to who reads it. */
    void suspect(JournalFile file) {
        synchronized (suspects) {
            if (!suspects.add(file.name())) {
                return; // somebody else has noticed
            }
        }
        try {
            thread.execute(() -> mend(file.name()));
        } catch (RejectedExecutionException e) {
            LOG.error("{} seems to be damaged; it is looked at when Sidetone starts again", file);
        }
    }

    private void mend(JournalName name) {
        try {
            for (JournalFile file : files.all()) {
                if (file.name().equals(name) && !closed) {
                    mend(file);
                }
            }
        } catch (SQLException | IOException | RuntimeException e) {
            health.notice(name.toString(), name + " is damaged and could not be mended: " + e.getMessage());
            LOG.error("{} is damaged and could not be mended; Sidetone tries again when it starts", name, e);
        } finally {
            synchronized (suspects) {
                suspects.remove(name);
            }
        }
    }

    private void mend(JournalFile file) throws SQLException, IOException {
        JournalWriter writer = journal;
        if (file.last() == Long.MAX_VALUE && writer != null) {
            writer.ask(Appender::leave).join(); // nobody may write to it meanwhile
        }
        mending.journal(file.path());
        try (Db fresh = files.openToRead(file.path())) {
            JournalFile now = JournalFile.of(file.name(), fresh);
            files.change(file.name(), old -> old.replaced(now.first(), now.last()));
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.shutdown();
        try {
            synchronized (this) {
                if (reading != null) {
                    reading.interrupt();
                }
            }
        } catch (SQLException e) {
            LOG.debug("reading a file through could not be ended: {}", e.toString());
        }
    }

    void awaitEnd(long millis) throws InterruptedException {
        thread.awaitTermination(millis, TimeUnit.MILLISECONDS);
    }
}
