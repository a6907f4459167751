package io.sidetone.engine.embedded;

import io.sidetone.engine.Archive.Erased;
import io.sidetone.engine.Archive.Erasure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes every trace of calls. From the first moment on nothing of them is kept any more; then memory lets go of
 * them, then the files, each by the thread that writes it, which writes it anew. Safe on any thread.
 */
final class Eraser {
    private static final Logger LOG = LoggerFactory.getLogger(Eraser.class);

    private final JournalPlace place;
    private final JournalFiles files;
    private final JournalWriter journal;
    private final StateWriter state;
    private final ReadThread reader;
    private final Executor keeper;
    private final Predicate<String> live;
    private final ErasedCalls erased;
    private final Memory memory;

    /** What knows of a call beside the files. */
    interface Memory {
        CompletionStage<Void> forget(String callId);
    }

    /**
     * @param keeper may block; writes the files that are complete
     * @param live calls that are on the line in this process
     */
    Eraser(
            JournalPlace place,
            JournalFiles files,
            JournalWriter journal,
            StateWriter state,
            ReadThread reader,
            Executor keeper,
            Predicate<String> live,
            ErasedCalls erased,
            Memory memory) {
        this.place = place;
        this.files = files;
        this.journal = journal;
        this.state = state;
        this.reader = reader;
        this.keeper = keeper;
        this.live = live;
        this.erased = erased;
        this.memory = memory;
    }

    private record Found(List<String> over, List<String> live) {}

    CompletionStage<Erased> erase(Erasure what) {
        return state.settled()
                .thenCompose(settled -> reader.ask(reads -> find(reads, what)))
                .thenCompose(this::erase);
    }

    private Found find(Reads reads, Erasure what) throws SQLException {
        Found found = new Found(new ArrayList<>(), new ArrayList<>());
        List<String> calls = what instanceof Erasure.Call call
                ? known(reads, call.callId())
                : withNumber(reads, (Erasure.PhoneNumber) what);
        for (String call : calls) {
            boolean ended = reads.state().number("select count(ended) from call where call = ?", call) > 0;
            (!ended && live.test(call) ? found.live : found.over).add(call);
        }
        return found;
    }

    private static List<String> withNumber(Reads reads, Erasure.PhoneNumber what) throws SQLException {
        Sql sql = new Sql("select call from call")
                .and("(from_number = ? or to_number = ?)", what.number(), what.number());
        ScopeSql.restrictCalls(sql, what.scope());
        return reads.state().list(sql.text(), row -> row.getString(1), sql.parameters());
    }

    /** The call, if there is any trace of it. */
    private static List<String> known(Reads reads, String callId) throws SQLException {
        String[] traces = {"select count(*) from call where call = ?", "select count(*) from delivery where call = ?"};
        for (String trace : traces) {
            if (reads.state().number(trace, callId) > 0) {
                return List.of(callId);
            }
        }
        return DurableLog.read(reads, callId, 0, 1).isEmpty() ? List.of() : List.of(callId);
    }

    private CompletionStage<Erased> erase(Found found) {
        if (found.over.isEmpty()) {
            return CompletableFuture.completedFuture(new Erased(List.of(), 0, 0, found.live, damaged()));
        }
        found.over.forEach(erased::add);
        CompletableFuture<?>[] forgotten = found.over.stream()
                .map(memory::forget)
                .map(CompletionStage::toCompletableFuture)
                .toArray(CompletableFuture[]::new);
        Set<String> unread = ConcurrentHashMap.newKeySet();
        return CompletableFuture.allOf(forgotten)
                .thenCompose(done -> journal.ask(newest -> newest.erase(found.over)))
                .thenApplyAsync(events -> events + eraseFromComplete(found.over, unread), keeper)
                .thenCompose(events -> eraseFromState(found.over, unread).thenApply(deliveries -> {
                    unread.addAll(damaged());
                    return new Erased(found.over, events, deliveries, found.live, List.copyOf(new TreeSet<>(unread)));
                }));
    }

    private long eraseFromComplete(List<String> calls, Set<String> unread) {
        long events = 0;
        for (JournalFile file : files.all()) {
            if (file.last() != Long.MAX_VALUE) {
                events += eraseFrom(file, calls, unread);
            }
        }
        return events;
    }

    private long eraseFrom(JournalFile file, List<String> calls, Set<String> unread) {
        long events = 0;
        try (Db db = Db.open(file.path(), Db.Commit.POWER_CUT)) {
            if (hasAny(db, calls)) {
                events = erase(db, calls);
                JournalFile now = JournalFile.of(file.name(), db);
                Rewriting.rewrite(db, files);
                files.change(file.name(), old -> old.replaced(now.first(), now.last()));
            }
        } catch (SQLException | IOException e) {
            LOG.error("{} may still hold something of {} erased calls", file, calls.size(), e);
            unread.add(file.name().toString());
        }
        return events;
    }

    static boolean hasAny(Db journal, List<String> calls) throws SQLException {
        for (String call : calls) {
            if (journal.number("select count(*) from (select 1 from event where call = ? limit 1)", call) > 0) {
                return true;
            }
        }
        return false;
    }

    /** @return how many events were erased */
    static long erase(Db journal, List<String> calls) throws SQLException {
        long events = 0;
        for (String call : calls) {
            events += journal.run("delete from event where call = ?", call);
        }
        return events;
    }

    private CompletionStage<Long> eraseFromState(List<String> calls, Set<String> unread) {
        return state.change(db -> eraseFromState(db, calls))
                .thenCompose(deliveries -> state.rewrite().thenApply(rewritten -> {
                    if (!rewritten) {
                        unread.add(place.state().getFileName().toString());
                    }
                    return deliveries;
                }));
    }

    private static long eraseFromState(Db db, List<String> calls) throws SQLException {
        long deliveries = 0;
        for (String call : calls) {
            db.run("delete from call where call = ?", call);
            db.run("delete from tag where call = ?", call);
            deliveries += db.run("delete from delivery where call = ?", call);
        }
        Set<String> gone = new HashSet<>(calls);
        List<String> keys = db.list("select distinct key from progress", row -> row.getString(1));
        for (String key : keys) {
            if (gone.contains(key.substring(key.lastIndexOf('/') + 1))) {
                db.run("delete from progress where key = ?", key);
            }
        }
        return deliveries;
    }

    /** Files that were set aside and that nobody can read well. */
    private List<String> damaged() {
        try {
            return place.names().stream()
                    .filter(name -> name.contains(".damaged-"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
