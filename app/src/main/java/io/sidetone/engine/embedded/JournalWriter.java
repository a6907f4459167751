package io.sidetone.engine.embedded;

import io.sidetone.engine.CallEvent;
import io.sidetone.engine.EventLog;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes events durable: takes what waits, commits it as one, tells who follows the log, then those who appended.
 * Appending is safe on any thread and never waits for the disk; the writing is {@code sidetone-journal}'s.
 *
 * <p>Words of finals are indexed behind that, never in their commit: once some have gathered and nobody waits, or when a
 * search asks.
 *
 * <p>What cannot be written now is tried again every second, for ever, in order.
 */
final class JournalWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);
    private static final int BATCH_EVENTS = 512;
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
    private static final String WHAT = "journal";
    private static final String WORDS = "words";

    /** With so many finals that no search finds yet they are indexed though others wait: some milliseconds each time. */
    private static final int MOST_UNINDEXED = 8 * WordIndex.FINALS_AT_ONCE;

    private static final Duration MOST_FOR_WORDS = Duration.ofSeconds(2);

    private final Appender appender;
    private final JournalFiles files;
    private final long backlogLimit;
    private final StorageHealth health;
    private final Pause pause;
    private final Mender mender;
    private final Consumer<List<EventLog.Stored>> stored;
    private final JournalMeters meters;
    private final Thread thread = Threads.named("sidetone-journal").newThread(this::run);
    private final AtomicLong backlogBytes = new AtomicLong();
    private final CountDownLatch end = new CountDownLatch(1);
    private final Object monitor = new Object();
    private final Deque<Item> waiting = new ArrayDeque<>(); // guarded by the monitor, like below
    private boolean closed;

    /** What can be done about a disk in trouble. Called on the writing thread. */
    interface Mender {
        /** @return true if there is room now that was not there before */
        boolean makeRoom();

        /** All connections must be let go of: the disk may have to be unmounted. */
        void letGo();

        /** True if there is hardly any room, whatever a failure says. */
        boolean isFull();

        /** The newest file is damaged; another has been begun behind it. */
        void damaged(JournalFile file);
    }

    /** Something to do in the order of the appends. */
    interface Task<T> {
        T on(Appender appender) throws SQLException, IOException;
    }

    private sealed interface Item {}

    private record Append(CallEvent event, long bytes, CompletableFuture<Void> done) implements Item {}

    private record Errand(Runnable task) implements Item {}

    /** @param stored is given each committed batch, on the writing thread; must be quick */
    JournalWriter(
            Appender appender,
            JournalFiles files,
            long backlogLimit,
            StorageHealth health,
            Pause pause,
            Mender mender,
            JournalMeters meters,
            Consumer<List<EventLog.Stored>> stored) {
        this.appender = appender;
        this.files = files;
        this.backlogLimit = backlogLimit;
        this.health = health;
        this.pause = pause;
        this.mender = mender;
        this.meters = meters;
        this.stored = stored;
    }

    void start() {
        thread.start();
    }

    CompletableFuture<Void> append(CallEvent event) {
        long bytes = EventRing.bytes(event);
        Append append = new Append(event, bytes, new CompletableFuture<>());
        if (backlogBytes.addAndGet(bytes) > backlogLimit) {
            lost(
                    append,
                    "more than " + backlogLimit + " bytes wait for the disk; take no new calls until it catches up");
        } else if (!enqueue(append)) {
            lost(append, "the event log is closed");
        }
        return append.done;
    }

    private void lost(Append append, String why) {
        backlogBytes.addAndGet(-append.bytes);
        meters.lost();
        LOG.error("{} is lost: {}", append.event, why);
        append.done.completeExceptionally(new IllegalStateException(append.event + " was not stored: " + why));
    }

    private boolean enqueue(Item item) {
        synchronized (monitor) {
            if (closed) {
                return false;
            }
            waiting.addLast(item);
            monitor.notifyAll();
            return true;
        }
    }

    /** Runs something on the writing thread, behind what was appended before. */
    <T> CompletableFuture<T> ask(Task<T> task) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Errand errand = new Errand(() -> {
            try {
                answer.complete(task.on(appender));
            } catch (SQLException | IOException | RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        if (!enqueue(errand)) {
            answer.completeExceptionally(new IllegalStateException("the event log is closed"));
        }
        return answer;
    }

    /**
     * Has every final that was appended before found by its words from then on. Never fails: while the disk does not allow
     * it, or the log is closed, or after two seconds, a search has to do with what is indexed.
     */
    CompletableFuture<Void> indexed() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Errand errand = new Errand(() -> {
            index(Appender::indexAll);
            done.complete(null);
        });
        if (health.isFailing(WHAT) || !enqueue(errand)) {
            done.complete(null);
        }
        return done.completeOnTimeout(null, MOST_FOR_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    }

    long backlogBytes() {
        return backlogBytes.get();
    }

    boolean isBehind() {
        return backlogBytes.get() > backlogLimit / 2;
    }

    private void run() {
        try {
            for (List<Item> items = take(); !items.isEmpty(); items = take()) {
                if (items.get(0) instanceof Errand errand) {
                    errand.task.run();
                } else {
                    write(items.stream().map(Append.class::cast).toList());
                }
                indexWhileNobodyWaits();
            }
            if (!health.isFailing(WHAT)) {
                index(Appender::indexAll);
            }
            appender.close();
        } catch (SQLException e) {
            LOG.warn("the journal's newest file was not closed well: {}", e.toString());
        } catch (RuntimeException | Error e) {
            health.failing(WHAT, "storage.failed", "the journal's thread has died; start Sidetone again");
            LOG.error("the journal's thread has died", e);
            throw e;
        }
    }

    /** An errand, or appends up to the next errand; nothing once all is done and closed. */
    private List<Item> take() {
        synchronized (monitor) {
            while (waiting.isEmpty() && !closed) {
                try {
                    monitor.wait();
                } catch (InterruptedException e) {
                    LOG.warn("somebody interrupted the journal's thread; it goes on, and ends with the engine");
                }
            }
            List<Item> taken = new ArrayList<>();
            while (taken.size() < BATCH_EVENTS && !waiting.isEmpty()) {
                if (waiting.peekFirst() instanceof Errand && !taken.isEmpty()) {
                    break;
                }
                Item item = waiting.removeFirst();
                taken.add(item);
                if (item instanceof Errand) {
                    break;
                }
            }
            return taken;
        }
    }

    private void write(List<Append> batch) {
        while (true) {
            try {
                done(batch, meters.timed(() -> appender.append(events(batch))));
                return;
            } catch (SQLException e) {
                if (failed(batch, e)) {
                    return;
                }
            }
        }
    }

    private void indexWhileNobodyWaits() {
        while (appender.unindexed() >= (isIdle() ? WordIndex.FINALS_AT_ONCE : MOST_UNINDEXED)) {
            index(Appender::index);
        }
    }

    private boolean isIdle() {
        synchronized (monitor) {
            return waiting.isEmpty();
        }
    }

    private interface Indexing {
        void on(Appender appender) throws SQLException;
    }

    /** What cannot be indexed now is tried again with the next search, or once as many finals have come again. */
    private void index(Indexing indexing) {
        try {
            indexing.on(appender);
            health.forget(WORDS);
        } catch (SQLException e) {
            letGo();
            String detail =
                    files.newest() + ": the newest words cannot be indexed and are not found: " + e.getMessage();
            if (Trouble.of(e) == Trouble.DAMAGED) {
                setAside(e);
            } else if (health.notice(WORDS, detail)) {
                LOG.warn("{}", detail);
            }
        }
    }

    private static List<CallEvent> events(List<Append> batch) {
        return batch.stream().map(Append::event).toList();
    }

    private void done(List<Append> batch, List<EventLog.Stored> written) {
        health.works(WHAT);
        stored.accept(written);
        for (Append append : batch) {
            backlogBytes.addAndGet(-append.bytes);
        }
        meters.appended(written.size());
        for (Append append : batch) {
            append.done.complete(null);
        }
    }

    /** @return true if nothing is left to be tried */
    private boolean failed(List<Append> batch, SQLException failure) {
        letGo();
        Trouble trouble = Trouble.of(failure);
        if (trouble == Trouble.UNAVAILABLE && mender.isFull()) {
            trouble = Trouble.FULL;
        }
        switch (trouble) {
            case REFUSED -> {
                return refused(batch, failure);
            }
            case DAMAGED -> setAside(failure);
            case FULL, UNAVAILABLE -> {
                String path = files.all().isEmpty()
                        ? files.dir().toString()
                        : files.newest().toString();
                health.failing(
                        WHAT,
                        trouble.code(),
                        path + " cannot be written: " + failure.getMessage() + "; " + backlogBytes
                                + " bytes wait, it is tried again every second");
                if ((trouble == Trouble.FULL && mender.makeRoom()) || rest()) {
                    return false;
                }
                batch.forEach(append -> lost(append, "the event log was closed while " + failure.getMessage()));
                return true;
            }
        }
        return false;
    }

    private void letGo() {
        try {
            appender.close();
        } catch (SQLException e) {
            LOG.debug("a file in trouble was not closed well: {}", e.toString());
        }
        mender.letGo();
    }

    /** One event that cannot be written must not hold up the others. */
    private boolean refused(List<Append> batch, SQLException failure) {
        appender.giveUp();
        if (batch.size() == 1) {
            lost(batch.get(0), String.valueOf(failure.getMessage()));
        } else {
            batch.forEach(append -> write(List.of(append)));
        }
        return true;
    }

    private void setAside(SQLException failure) {
        JournalFile damaged = files.newest();
        try {
            LOG.error("{} is damaged: {}; it is set aside", damaged, failure.getMessage());
            appender.giveUp();
            appender.begin();
            mender.damaged(damaged);
        } catch (SQLException e) {
            health.failing(WHAT, Trouble.of(e).code(), files.dir() + ": no file can be begun: " + e.getMessage());
            rest();
        }
    }

    /** @return false if the log was closed meanwhile: nobody would wait for another try */
    private boolean rest() {
        try {
            return !pause.until(end, BETWEEN_TRIES);
        } catch (InterruptedException e) {
            LOG.warn("somebody interrupted the journal's thread; it goes on");
            return true;
        }
    }

    /** Writes what was appended, and ends. Does not wait for a disk in trouble: each batch gets one try. */
    @Override
    public void close() {
        synchronized (monitor) {
            closed = true;
            monitor.notifyAll();
        }
        end.countDown();
    }

    void awaitEnd(long millis) throws InterruptedException {
        thread.join(millis);
    }
}
