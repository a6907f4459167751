package io.sidetone.engine.embedded;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sidetone.engine.Archive;
import io.sidetone.engine.Commands;
import io.sidetone.engine.Directory;
import io.sidetone.engine.Engine;
import io.sidetone.engine.EventLog;
import io.sidetone.engine.LiveBus;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The surroundings of a single process: a journal on its disk, all that is live in memory. An event is appended once it
 * would survive a power cut. Safe on any thread; ends its threads with {@link #close()}.
 */
public final class EmbeddedEngine implements Engine {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedEngine.class);

    /** Questions that may wait for the disk. */
    private static final int WAITING_QUESTIONS = 1024;

    private static final long CLOSE_MILLIS = 10_000;

    /** With less room than that, the ballast goes before anything is opened. */
    private static final long BYTES_TO_START = 8 << 20;

    private final JournalPlace place;
    private final JournalFiles files;
    private final StorageHealth health;
    private final JournalWriter journal;
    private final StateWriter state;
    private final ReadThread reader;
    private final ReadThread archiveReader;
    private final Shards shards;
    private final DurableLog log;
    private final DurableArchive archive;
    private final Keeper keeper;
    private final MemoryBus live;
    private final MemoryDirectory directory;
    private final MemoryCommands commands = new MemoryCommands();
    private final ErasedCalls erased = new ErasedCalls();
    private final AtomicLong written = new AtomicLong(); // the newest position that is in the files
    private volatile boolean closed;

    /**
     * Opens the journal in a directory, and makes it if it is not there.
     *
     * @param node how this process is called in the {@link Directory}
     * @param dir for nothing else, and for one process at a time
     * @throws CannotOpen saying why and what to do
     */
    public static EmbeddedEngine open(String node, Path dir, EmbeddedLimits limits, InstantSource clock) {
        return open(node, dir, limits, clock, new SimpleMeterRegistry());
    }

    /** The same, with meters that begin with {@code sidetone_journal_}. */
    public static EmbeddedEngine open(
            String node, Path dir, EmbeddedLimits limits, InstantSource clock, MeterRegistry meters) {
        return open(node, dir, limits, clock, meters, Pause.REAL);
    }

    static EmbeddedEngine open(
            String node, Path dir, EmbeddedLimits limits, InstantSource clock, MeterRegistry meters, Pause pause) {
        JournalPlace place = JournalPlace.take(dir.toAbsolutePath().normalize());
        try {
            StorageHealth health = new StorageHealth(clock);
            Mending mending = new Mending(clock, health);
            Ballast ballast = new Ballast(place.dir(), limits.ballastBytes());
            makeRoomToStart(place, ballast);
            Opening opening = Opening.of(place, mending);
            return new EmbeddedEngine(
                    node, place, opening, limits, clock, new JournalMeters(meters), pause, health, mending, ballast);
        } catch (RuntimeException e) {
            place.release();
            throw e;
        }
    }

    private static void makeRoomToStart(JournalPlace place, Ballast ballast) {
        try {
            if (DiskRoom.of(place.dir()).freeBytes() < BYTES_TO_START) {
                ballast.release();
            }
        } catch (IOException e) {
            throw new CannotOpen("nobody can say how much room there is in " + place.dir() + ": " + e, e);
        }
    }

    private EmbeddedEngine(
            String node,
            JournalPlace place,
            Opening opening,
            EmbeddedLimits limits,
            InstantSource clock,
            JournalMeters meters,
            Pause pause,
            StorageHealth health,
            Mending mending,
            Ballast ballast) {
        this.place = place;
        this.files = opening.files();
        this.health = health;
        this.live = new MemoryBus(limits.liveSlots());
        this.directory = new MemoryDirectory(node);
        Projection projection = new Projection(new Reads(files, place.state()), erased::contains);
        this.state = new StateWriter(
                place, place.state(), projection, health, pause, new StateMender(mending.beside(files)));
        Retention retention = new Retention(place, files, state, health, clock, limits.retentionDays());
        this.keeper = new Keeper(place, files, health, mending.beside(files), retention, ballast, clock);
        this.reader = readThread("sidetone-reader");
        this.archiveReader = readThread("sidetone-archive");
        CallSeqs seqs = new CallSeqs(new LastSeq(new Reads(files, place.state()), opening.next() - 1));
        Appender appender = new Appender(
                place,
                files,
                clock,
                limits.fileBytes(),
                Shards::of,
                seqs,
                erased::contains,
                keeper::unindexed,
                opening.next());
        this.shards = new Shards(new ShardDisk(), limits.recentBytes(), opening.saved(), opening.next());
        this.journal =
                new JournalWriter(appender, files, limits.backlogBytes(), health, pause, keeper, meters, this::written);
        this.log = new DurableLog(journal, shards, reader, erased::contains, limits.tailEvents());
        Eraser eraser =
                new Eraser(place, files, journal, state, archiveReader, keeper, this::isLive, erased, this::forget);
        this.archive = new DurableArchive(
                state, archiveReader, eraser, erased::contains, written::get, journal::indexed, clock, log::tagged);
        written.set(opening.next() - 1);
        start(appender, meters);
    }

    private ReadThread readThread(String name) {
        return keeper.add(new ReadThread(name, WAITING_QUESTIONS, files, place.state(), keeper::suspect));
    }

    private final class StateMender implements StateWriter.Mender {
        private final Mending mending;

        StateMender(Mending mending) {
            this.mending = mending;
        }

        @Override
        public void rewrite(Db written) throws SQLException, IOException {
            Rewriting.rewrite(written, files);
        }

        @Override
        public void letGo() {
            keeper.letGo();
        }

        @Override
        public long mend() throws SQLException, IOException {
            mending.state(place.state());
            return written.get() + 1;
        }
    }

    private final class ShardDisk implements LogShard.Disk {
        @Override
        public CompletableFuture<EventPage> page(int shard, long from, long to) {
            return reader.ask(reads -> reads.page(shard, from, to));
        }

        @Override
        public boolean isErased(String callId) {
            return erased.contains(callId);
        }

        @Override
        public StateWriter state() {
            return state;
        }
    }

    private void start(Appender appender, JournalMeters meters) {
        try {
            appender.open();
        } catch (SQLException e) {
            letGo(appender);
            throw new CannotOpen(
                    "the journal in " + place.dir() + " cannot be written: " + e.getMessage()
                            + "; make the directory writable and see that there is room",
                    e);
        }
        directory.listen(change -> {
            if (change instanceof Directory.Change.Removed removed) {
                live.forget(removed.callId());
            }
        });
        meters.gauge("sidetone_journal_backlog_bytes", "Events appended and not durable yet", journal::backlogBytes);
        meters.gauge("sidetone_journal_files", "Files of the journal", () -> files.all()
                .size());
        state.start();
        state.catchUpTo(appender.next());
        journal.start();
        keeper.start(journal);
        place.release(); // who writes holds it now
    }

    private static void letGo(Appender appender) {
        try {
            appender.close();
        } catch (SQLException e) {
            LOG.debug("a file that cannot be written was not closed well: {}", e.toString());
        }
    }

    /** On the journal's thread, for each commit. */
    private void written(List<EventLog.Stored> events) {
        for (EventLog.Stored stored : events) {
            written.set(stored.at().value());
            state.project(stored);
        }
        log.written(events);
    }

    private boolean isLive(String callId) {
        return directory.calls().stream().anyMatch(call -> call.callId().equals(callId));
    }

    private CompletionStage<Void> forget(String callId) {
        live.forget(callId);
        log.erased(callId);
        return shards.erase(callId);
    }

    @Override
    public EventLog events() {
        return log;
    }

    @Override
    public LiveBus live() {
        return live;
    }

    @Override
    public Directory directory() {
        return directory;
    }

    @Override
    public Archive archive() {
        return archive;
    }

    @Override
    public Commands commands() {
        return commands;
    }

    /** Has the house kept now, for who cannot wait. */
    CompletionStage<Void> keepHouse() {
        return keeper.roundNow();
    }

    /** Red while something cannot be written, room is short, or more than half of the backlog's limit waits. */
    @Override
    public Health health() {
        if (closed) {
            return new Health(false, "storage.failed", "closed");
        }
        Health now = health.health(files.all().size() + " journal files in " + place.dir() + ", "
                + journal.backlogBytes() + " bytes waiting");
        if (now.ok() && journal.isBehind()) {
            return new Health(false, "storage.failed", "the disk does not keep up: " + now.detail());
        }
        return now;
    }

    /** Appending goes on; every consumer is closed, and what it saved is written. */
    @Override
    public CompletionStage<Void> drain() {
        directory.drain();
        return shards.leaveAll().thenCompose(left -> state.settled());
    }

    /** Writes what was appended and saved and ends the threads; waits for that, some seconds at most. Not for event loops. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            journal.close();
            journal.awaitEnd(CLOSE_MILLIS);
            shards.close();
            log.close();
            keeper.close();
            keeper.awaitEnd(CLOSE_MILLIS);
            state.close();
            state.awaitEnd(CLOSE_MILLIS);
            reader.close();
            archiveReader.close();
            reader.awaitEnd(CLOSE_MILLIS);
            archiveReader.awaitEnd(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
