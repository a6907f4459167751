package io.sidetone.engine.embedded;

import io.sidetone.engine.CallEvent;
import io.sidetone.engine.EventLog;
import io.sidetone.engine.Position;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The journal as the seam has it: written by one, followed by shards and tails. Safe on any thread. */
final class DurableLog implements EventLog, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DurableLog.class);
    private static final long CLOSE_MILLIS = 5_000;

    private final JournalWriter writer;
    private final Shards shards;
    private final ReadThread reader;
    private final Predicate<String> erased;
    private final int tailEvents;
    private final ThreadPoolExecutor tailThread = new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Threads.named("sidetone-tail"));
    private final List<TailFeed> tails = new CopyOnWriteArrayList<>();

    DurableLog(JournalWriter writer, Shards shards, ReadThread reader, Predicate<String> erased, int tailEvents) {
        this.writer = writer;
        this.shards = shards;
        this.reader = reader;
        this.erased = erased;
        this.tailEvents = tailEvents;
    }

    @Override
    public CompletionStage<Void> append(CallEvent event) {
        if (erased.test(event.callId())) {
            return CompletableFuture.failedFuture(
                    new IllegalStateException(event + " was not stored: its call has been erased"));
        }
        return writer.append(event);
    }

    @Override
    public CompletionStage<Void> flushed() {
        return writer.ask(Appender::next).thenCompose(behindThem -> shards.reached());
    }

    @Override
    public long backlogBytes() {
        return writer.backlogBytes();
    }

    /** Shows what was written, in its order, on the writing thread. */
    void written(List<Stored> events) {
        for (Stored stored : events) {
            shards.offer(stored);
            tails.forEach(tail -> tail.offer(stored.event()));
        }
    }

    /** Tells the tails how a call is tagged now. */
    void tagged(String callId, List<String> tags) {
        tails.forEach(tail -> tail.tagged(callId, tags));
    }

    /** Tells the tails that a call is gone. */
    void erased(String callId) {
        tails.forEach(tail -> tail.erased(callId));
    }

    @Override
    public AutoCloseable consume(String group, Consumer consumer) {
        Consumer member = shard -> consumer.opened(shard); // an identity of its own, even if one consumer joins twice
        shards.all().forEach(shard -> shard.execute(() -> shard.group(group).join(member)));
        AtomicBoolean closed = new AtomicBoolean();
        return () -> {
            if (!closed.getAndSet(true)) {
                leave(group, member);
            }
        };
    }

    private void leave(String group, Consumer member) {
        for (LogShard shard : shards.all()) {
            try {
                shard.execute(() -> shard.group(group).leave(member));
            } catch (RejectedExecutionException e) {
                return; // closing the log has closed the member already
            }
        }
    }

    @Override
    public AutoCloseable tail(Tail tail) {
        TailFeed feed = new TailFeed(tail, tailEvents, tailThread);
        tails.add(feed);
        return () -> {
            tails.remove(feed);
            feed.close();
        };
    }

    @Override
    public CompletionStage<List<Stored>> read(String callId, Position after, int max) {
        return reader.ask(reads -> read(reads, callId, after.value(), max));
    }

    static List<Stored> read(Reads reads, String callId, long after, int max) throws SQLException {
        List<Stored> found = new ArrayList<>();
        for (JournalFile file : reads.oldestFirst()) {
            if (file.holdsFrom(after + 1) && found.size() < max) {
                found.addAll(reads.of(file)
                        .list(
                                "select " + EventRow.COLUMNS
                                        + " from event where call = ? and pos > ? order by pos limit ?",
                                EventRow::read,
                                callId,
                                after,
                                max - found.size()));
            }
        }
        return found;
    }

    /** Ends the tails; waits for what they are at, some seconds at most. */
    @Override
    public void close() {
        tails.forEach(TailFeed::close);
        tailThread.shutdown();
        try {
            if (!tailThread.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.warn("a tail of the log takes longer than {} ms and is left behind", CLOSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
