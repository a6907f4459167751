package io.sidetone.engine;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The journal: appended in order per call, consumed exclusively per shard with saved progress, tailed by many. */
public interface EventLog {

    /**
     * Appends one event. Never blocks and never throws; completes when the event would survive what
     * the engine promises to survive, exceptionally if it will not. Events of one call become
     * visible in the order of their appending on this node.
     */
    CompletionStage<Void> append(CallEvent event);

    /**
     * Completes when what was appended before is durable, or has failed, and has come to the consumers that keep up: for
     * who is about to stop them. Not before the disk works.
     */
    default CompletionStage<Void> flushed() {
        return CompletableFuture.completedFuture(null); // of a log that shows each event as it is appended
    }

    /** Bytes taken by {@link #append} that are not complete yet; above its limit the caller takes no new calls. */
    long backlogBytes();

    /**
     * Starts exclusive work: each shard is open on exactly one live member of the group.
     *
     * @param group whose progress it is, such as {@code webhooks}
     * @return closes this member; another takes its shards over
     */
    AutoCloseable consume(String group, Consumer consumer);

    /** Everything from now on, for anyone who wants to watch. Skips, and says so, when the reader is slow. */
    AutoCloseable tail(Tail tail);

    /** One call's events with a position after {@code after}, oldest first, at most {@code max}. */
    CompletionStage<List<Stored>> read(String callId, Position after, int max);

    /** An event where it stands. */
    record Stored(Position at, CallEvent event) {}

    /** Takes shards as they are assigned. */
    interface Consumer {
        Handler opened(Shard shard);
    }

    /** Receives a shard's events on {@link Shard#thread()}, one at a time, from the saved head on. */
    interface Handler {
        void event(Position at, CallEvent event);

        /** @param lost another member may already own the shard: start nothing new */
        void closed(boolean lost);
    }

    /** Watches the log, on a thread of the engine's; must be quick. */
    interface Tail {
        void event(CallEvent event);

        void skipped(long count);

        /**
         * Somebody gave the call these tags in place of those it had. Behind the events that were there before; of
         * several changes that wait perhaps the newest only.
         */
        default void tagged(String callId, List<String> tags) {}

        /** The call was erased: whatever is kept of it must go. */
        default void erased(String callId) {}
    }

    /** A part of the log that one member owns at a time. Its methods are called on {@link #thread()}. */
    interface Shard {
        int id();

        /** Whether this call's events come here. Safe on any thread. */
        boolean holds(String callId);

        /** Where {@link Handler} runs, and where its own completions must come back to. */
        Executor thread();

        /** What the previous owner saved, by key. */
        Map<String, Progress> progress();

        /** Saves progress under a key; null removes it. The last write wins. */
        CompletionStage<Void> save(String key, @Nullable Progress progress);

        /**
         * The next owner starts here. Everything before is settled, or kept as parked progress. With
         * nothing open that is {@link Position#next()} of the newest event.
         */
        void head(Position position);

        /** Back-pressure on {@link Handler#event}. */
        void pause(boolean paused);

        /** False while ownership is in doubt: send nothing new. */
        boolean mayAct();

        /**
         * A second pass over [from, to) for parked keys, at low priority. With a {@code to} beyond the newest
         * event it ends where the log does.
         */
        Scan scan(Position from, Position to, ScanHandler handler);
    }

    /** Receives a scan's events on the shard's thread. */
    interface ScanHandler {
        void event(Position at, CallEvent event);

        void done();
    }

    /** A second pass under way. */
    interface Scan extends AutoCloseable {
        void pause(boolean paused);

        @Override
        void close();
    }

    /**
     * How far a consumer has come with one key.
     *
     * @param last the newest settled position
     * @param lastSeq the newest settled {@code seq} of the call
     * @param parkedFrom where the key's unsettled events begin, if it was set aside
     * @param attempts failed attempts on the key's first unsettled event
     * @param nextAtMillis when to try again, milliseconds since 1970
     * @param skipped numbers of events that were given up and that the key's consumer has not been told of yet
     */
    record Progress(
            Position last,
            long lastSeq,
            @Nullable Position parkedFrom,
            int attempts,
            long nextAtMillis,
            List<Long> skipped) {
        public Progress {
            skipped = List.copyOf(skipped);
        }

        public Progress(Position last, long lastSeq, @Nullable Position parkedFrom, int attempts, long nextAtMillis) {
            this(last, lastSeq, parkedFrom, attempts, nextAtMillis, List.of());
        }
    }
}
