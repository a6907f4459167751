package io.sidetone.engine.embedded;

import io.sidetone.engine.EventLog;
import io.sidetone.engine.Position;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What one commit of the state will hold. Filled under the writer's lock, then the writing thread's own. */
final class StateChanges {
    /** Changes that wait for one commit; more are turned away. Progress of a key counts once, as the last write wins. */
    private static final int MOST_CHANGES = 100_000;

    /** Events that wait for one commit; with more of them all are read from the journal instead. */
    private static final int MOST_EVENTS = 16_384;

    private static final String SAVE = "insert into progress(grp, shard, key, last, last_seq, parked_from, attempts,"
            + " next_at, skipped) values(?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do update set last = excluded.last,"
            + " last_seq = excluded.last_seq, parked_from = excluded.parked_from, attempts = excluded.attempts,"
            + " next_at = excluded.next_at, skipped = excluded.skipped";

    private final Map<Key, Optional<EventLog.Progress>> progress = new LinkedHashMap<>();
    private final Map<HeadOf, Position> heads = new LinkedHashMap<>();
    private final List<EventLog.Stored> events = new ArrayList<>();
    private final List<Waiting<?>> changes = new ArrayList<>();
    private final List<Waiting<?>> forGood = new ArrayList<>();
    private final List<Runnable> answers = new ArrayList<>();
    private boolean first = true; // the first of the two commits is still to be made
    private final CompletableFuture<Void> committed = new CompletableFuture<>();
    private final CompletableFuture<Void> settled = new CompletableFuture<>();
    private final List<CompletableFuture<Boolean>> rewritten = new ArrayList<>();
    private boolean settledAsked;
    private boolean urgent;
    private long missedTo;

    record Key(String group, int shard, String key) {}

    private record HeadOf(String group, int shard) {}

    record Waiting<T>(StateWriter.Change<T> change, CompletableFuture<T> answer) {}

    /** So much waits for the disk that no more is taken. */
    static final class TooMany extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        TooMany(String message) {
            super(message);
        }
    }

    boolean isEmpty() {
        return progress.isEmpty()
                && heads.isEmpty()
                && events.isEmpty()
                && changes.isEmpty()
                && forGood.isEmpty()
                && rewritten.isEmpty()
                && missedTo == 0
                && !settledAsked;
    }

    /** Whether somebody waits, or may: not only progress, and what was written to the journal. */
    boolean isUrgent() {
        return urgent || !rewritten.isEmpty() || settledAsked || missedTo > 0;
    }

    void progress(Key key, EventLog.@Nullable Progress now) {
        progress.put(key, Optional.ofNullable(now));
    }

    void head(String group, int shard, Position head) {
        heads.put(new HeadOf(group, shard), head);
    }

    void event(EventLog.Stored stored) {
        if (events.size() >= MOST_EVENTS) {
            missedTo(stored.at().value());
            events.clear();
        }
        events.add(stored);
    }

    void missedTo(long position) {
        missedTo = Math.max(missedTo, position);
    }

    long missedTo() {
        return missedTo;
    }

    /** When and how well a change is to be written. */
    enum Wish {
        WITH_OTHERS,
        SOON,
        FOR_GOOD
    }

    void change(Waiting<?> change, Wish wish) {
        if (changes.size() + forGood.size() >= MOST_CHANGES) {
            throw new TooMany(MOST_CHANGES + " changes wait for the disk already");
        }
        (wish == Wish.FOR_GOOD ? forGood : changes).add(change);
        urgent |= wish != Wish.WITH_OTHERS;
    }

    void rewrite(CompletableFuture<Boolean> done) {
        rewritten.add(done);
    }

    /** Who waits for the file to be written anew once this is committed. */
    List<CompletableFuture<Boolean>> rewritten() {
        return rewritten;
    }

    CompletionStage<Void> committed() {
        return committed;
    }

    CompletionStage<Void> settled() {
        settledAsked = true;
        return settled;
    }

    /**
     * Makes all changes in one commit, and those that must survive a power cut in another. May be called again after a
     * failure.
     */
    void commit(Db db, Projection projection) throws SQLException {
        if (first) {
            commitMost(db, projection);
            first = false;
            answers.forEach(Runnable::run);
            committed.complete(null);
        }
        commitForGood(db);
    }

    private void commitMost(Db db, Projection projection) throws SQLException {
        answers.clear();
        db.begin();
        try {
            for (Map.Entry<Key, Optional<EventLog.Progress>> one : progress.entrySet()) {
                save(db, one.getKey(), one.getValue().orElse(null));
            }
            for (Map.Entry<HeadOf, Position> one : heads.entrySet()) {
                db.run(
                        "insert into head(grp, shard, pos) values(?, ?, ?) on conflict do update set pos = excluded.pos",
                        one.getKey().group,
                        one.getKey().shard,
                        one.getValue().value());
            }
            projection.apply(db, events);
            for (Waiting<?> change : changes) {
                make(db, change);
            }
            db.commit();
        } catch (SQLException e) {
            rollBack(db, e);
            throw e;
        }
    }

    private void commitForGood(Db db) throws SQLException {
        if (forGood.isEmpty()) {
            return;
        }
        answers.clear();
        db.run("pragma synchronous = full");
        db.begin();
        try {
            for (Waiting<?> change : forGood) {
                make(db, change);
            }
            db.commit();
        } catch (SQLException e) {
            rollBack(db, e);
            throw e;
        }
        db.run("pragma synchronous = normal");
        answers.forEach(Runnable::run);
    }

    private static void rollBack(Db db, SQLException why) {
        try {
            db.rollBack();
        } catch (SQLException e) {
            why.addSuppressed(e); // who tries again opens the file anew
        }
    }

    private static void save(Db db, Key key, EventLog.@Nullable Progress now) throws SQLException {
        if (now == null) {
            db.run("delete from progress where grp = ? and shard = ? and key = ?", key.group, key.shard, key.key);
            return;
        }
        Position parked = now.parkedFrom();
        db.run(
                SAVE,
                key.group,
                key.shard,
                key.key,
                now.last().value(),
                now.lastSeq(),
                parked == null ? null : parked.value(),
                now.attempts(),
                now.nextAtMillis(),
                Labels.json(now.skipped()));
    }

    /** One change that is wrong must not spoil the others. */
    private <T> void make(Db db, Waiting<T> waiting) throws SQLException {
        db.change("savepoint change", nothing -> {});
        try {
            T answer = waiting.change.to(db);
            answers.add(() -> waiting.answer.complete(answer));
        } catch (SQLException e) {
            if (Trouble.of(e) != Trouble.REFUSED) {
                throw e;
            }
            undo(db, waiting, e);
        } catch (RuntimeException e) {
            undo(db, waiting, e);
        }
        db.change("release change", nothing -> {});
    }

    private void undo(Db db, Waiting<?> waiting, Exception why) throws SQLException {
        db.run("rollback to change");
        answers.add(() -> waiting.answer.completeExceptionally(why));
    }

    /** Lets those go on that wanted to see the newest. */
    void release() {
        settled.complete(null);
    }

    void fail(RuntimeException why) {
        changes.forEach(change -> change.answer.completeExceptionally(why));
        forGood.forEach(change -> change.answer.completeExceptionally(why));
        committed.completeExceptionally(why);
        settled.complete(null);
    }
}
