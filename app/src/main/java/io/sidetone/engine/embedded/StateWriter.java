package io.sidetone.engine.embedded;

import io.sidetone.engine.EventLog;
import io.sidetone.engine.Position;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what consumers have reached, the list of calls, deliveries and operators' actions: what came within a moment
 * goes into one commit, at once if somebody waits for it. Giving is safe on any thread and never waits for the disk; the
 * writing is {@code sidetone-state}'s.
 */
final class StateWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StateWriter.class);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
    /**
     * What nobody waits for is gathered so long: progress costs a tenth then. If the process is killed meanwhile, so much
     * more is delivered twice.
     */
    private static final Duration GATHERING = Duration.ofMillis(100);

    private static final String WHAT = "state";

    private final JournalPlace place;
    private final Path file;
    private final Projection projection;
    private final StorageHealth health;
    private final Pause pause;
    private final Mender mender;
    private final Thread thread = Threads.named("sidetone-state").newThread(this::run);
    private final CountDownLatch end = new CountDownLatch(1);
    private final Object monitor = new Object();
    private StateChanges next = new StateChanges(); // guarded by the monitor, like below
    private CountDownLatch hurry = new CountDownLatch(1);
    private boolean busy;
    private boolean closed;
    private @Nullable Db db; // the thread's own, like below
    private boolean holding; // the place

    StateWriter(
            JournalPlace place, Path file, Projection projection, StorageHealth health, Pause pause, Mender mender) {
        this.place = place;
        this.file = file;
        this.projection = projection;
        this.health = health;
        this.pause = pause;
        this.mender = mender;
    }

    /** What can be done about the file itself. */
    interface Mender {
        /** Closes a connection and puts a fresh file without deleted things in its file's place. */
        void rewrite(Db written) throws SQLException, IOException;

        /** All connections must be let go of: the disk may have to be unmounted. */
        void letGo();

        /**
         * Puts a sound file in its place; on the writing thread, which has closed it.
         *
         * @return the position up to which it must catch up with the journal
         */
        long mend() throws SQLException, IOException;
    }

    /** A change to the state, made within a commit together with others. */
    interface Change<T> {
        T to(Db state) throws SQLException;
    }

    void start() {
        thread.start();
    }

    /** Saves a key's progress; completes when it would survive the end of this process. */
    CompletionStage<Void> progress(String group, int shard, String key, EventLog.@Nullable Progress progress) {
        return give(changes -> changes.progress(new StateChanges.Key(group, shard, key), progress));
    }

    void head(String group, int shard, Position head) {
        give(changes -> changes.head(group, shard, head));
    }

    /** What was written to the journal, in its order. */
    void project(EventLog.Stored stored) {
        give(changes -> changes.event(stored));
    }

    /** What stands before this position and was not given to {@link #project} is read from the journal. */
    void catchUpTo(long position) {
        give(changes -> changes.missedTo(position));
    }

    /** Changes the state behind what was given before; fails if too much waits already. */
    <T> CompletableFuture<T> change(Change<T> change) {
        return change(change, StateChanges.Wish.SOON);
    }

    /** The same, when it is convenient: nobody is held up by it. */
    <T> CompletableFuture<T> note(Change<T> change) {
        return change(change, StateChanges.Wish.WITH_OTHERS);
    }

    /** The same as a change; completes when it would survive a power cut. */
    <T> CompletableFuture<T> changeForGood(Change<T> change) {
        return change(change, StateChanges.Wish.FOR_GOOD);
    }

    /** The same; {@code then} gets what came of it before anybody else, in the order of the changes. It must be quick. */
    <T> CompletableFuture<T> changeForGood(Change<T> change, Consumer<T> then) {
        return change(change, StateChanges.Wish.FOR_GOOD, then);
    }

    /**
     * Writes the file anew, so that nothing of what was deleted before is left in it; completes with false if that was
     * not possible.
     */
    CompletionStage<Boolean> rewrite() {
        CompletableFuture<Boolean> rewritten = new CompletableFuture<>();
        CompletionStage<Void> given = give(changes -> changes.rewrite(rewritten));
        return given.thenCompose(committed -> rewritten);
    }

    private <T> CompletableFuture<T> change(Change<T> change, StateChanges.Wish wish) {
        return change(change, wish, done -> {});
    }

    private <T> CompletableFuture<T> change(Change<T> change, StateChanges.Wish wish, Consumer<T> then) {
        StateChanges.Waiting<T> waiting = new StateChanges.Waiting<>(change, new CompletableFuture<>());
        CompletableFuture<T> told = waiting.answer().whenComplete((done, failure) -> {
            if (failure == null) {
                then.accept(done);
            }
        });
        CompletionStage<Void> given = give(changes -> changes.change(waiting, wish));
        given.whenComplete((done, failure) -> {
            if (failure != null) {
                waiting.answer().completeExceptionally(failure);
            }
        });
        return told;
    }

    private CompletionStage<Void> give(Consumer<StateChanges> change) {
        synchronized (monitor) {
            if (closed) {
                return CompletableFuture.failedFuture(new IllegalStateException("the event log is closed"));
            }
            try {
                change.accept(next);
            } catch (StateChanges.TooMany e) {
                return CompletableFuture.failedFuture(e);
            }
            hurryIfUrgent();
            monitor.notifyAll();
            return next.committed();
        }
    }

    /** Completes when everything given before is written, at once if that is not possible at present. */
    CompletionStage<Void> settled() {
        synchronized (monitor) {
            boolean idle = !busy && next.isEmpty();
            if (idle || closed || health.isFailing(WHAT)) {
                return CompletableFuture.completedFuture(null);
            }
            CompletionStage<Void> settled = next.settled();
            hurryIfUrgent();
            monitor.notifyAll();
            return settled;
        }
    }

    private void hurryIfUrgent() {
        if (next.isUrgent()) {
            hurry.countDown();
        }
    }

    private void run() {
        try {
            for (StateChanges changes = take(); !changes.isEmpty(); changes = take()) {
                write(changes);
            }
        } catch (RuntimeException | Error e) {
            health.failing(WHAT, "storage.failed", "the state's thread has died; start Sidetone again");
            LOG.error("the state's thread has died", e);
            throw e;
        } finally {
            letGo();
        }
    }

    private StateChanges take() {
        gather(awaitChanges());
        synchronized (monitor) {
            StateChanges taken = next;
            next = new StateChanges();
            hurry = new CountDownLatch(1);
            busy = !taken.isEmpty();
            return taken;
        }
    }

    /** @return opens when they must be written at once */
    private CountDownLatch awaitChanges() {
        synchronized (monitor) {
            busy = false;
            while (next.isEmpty() && !closed) {
                try {
                    monitor.wait();
                } catch (InterruptedException e) {
                    interrupted();
                }
            }
            return hurry;
        }
    }

    private void gather(CountDownLatch untilHurry) {
        try {
            if (pause.until(untilHurry, GATHERING)) {
                LOG.trace("somebody waits for the state");
            }
        } catch (InterruptedException e) {
            interrupted();
        }
    }

    private static void interrupted() {
        LOG.warn("somebody interrupted the state's thread; it goes on, and ends with the engine");
    }

    private void write(StateChanges changes) {
        while (true) {
            try {
                Db to = open();
                projection.catchUp(to, changes.missedTo());
                changes.commit(to, projection);
                health.works(WHAT);
                changes.release();
                rewrite(to, changes);
                return;
            } catch (SQLException e) {
                letGo();
                mender.letGo();
                failing(e);
                changes.release();
                if (Trouble.of(e) == Trouble.DAMAGED && mend(changes)) {
                    continue;
                }
                if (!rest()) {
                    changes.fail(new IllegalStateException(file + " was closed while it could not be written", e));
                    return;
                }
            }
        }
    }

    private void failing(SQLException failure) {
        health.failing(
                WHAT,
                Trouble.of(failure).code(),
                file + " cannot be written: " + failure.getMessage()
                        + "; what was delivered may be repeated after a restart; it is tried again every second");
        synchronized (monitor) {
            next.release(); // who asked to wait for it would wait as long as the disk is in trouble
        }
    }

    private void rewrite(Db written, StateChanges changes) {
        if (changes.rewritten().isEmpty()) {
            return;
        }
        boolean done = false;
        try {
            db = null;
            mender.rewrite(written);
            done = true;
        } catch (SQLException | IOException e) {
            LOG.error("{} could not be written anew and may still hold what was deleted", file, e);
            db = written;
            letGo();
        }
        for (CompletableFuture<Boolean> waiting : changes.rewritten()) {
            waiting.complete(done);
        }
    }

    private boolean mend(StateChanges changes) {
        try {
            changes.missedTo(mender.mend());
            return true;
        } catch (SQLException | IOException e) {
            LOG.error("{} is damaged and could not be mended", file, e);
            return false;
        }
    }

    private Db open() throws SQLException {
        Db known = db;
        if (known == null) {
            acquire();
            known = Db.open(file, Db.Commit.KILL);
            db = known;
        }
        return known;
    }

    private void acquire() throws SQLException {
        if (!holding) {
            place.acquire();
            holding = true;
        }
    }

    private void letGo() {
        Db closing = db;
        db = null;
        projection.letGo();
        try {
            if (closing != null) {
                closing.close();
            }
        } catch (SQLException e) {
            LOG.debug("the state was not closed well: {}", e.toString());
        }
        if (holding) {
            holding = false;
            place.release();
        }
    }

    private boolean rest() {
        try {
            return !pause.until(end, BETWEEN_TRIES);
        } catch (InterruptedException e) {
            LOG.warn("somebody interrupted the state's thread; it goes on");
            return true;
        }
    }

    /** Writes what was given, and ends. Does not wait for a disk in trouble. */
    @Override
    public void close() {
        synchronized (monitor) {
            closed = true;
            hurry.countDown();
            monitor.notifyAll();
        }
        end.countDown();
    }

    void awaitEnd(long millis) throws InterruptedException {
        thread.join(millis);
    }
}
