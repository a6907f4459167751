package io.sidetone.api;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.sidetone.engine.Archive;
import io.sidetone.engine.Archive.Cursor;
import io.sidetone.engine.Archive.EventQuery;
import io.sidetone.engine.Archive.Slice;
import io.sidetone.engine.CallEvent;
import io.sidetone.engine.EventLog.Stored;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One request that waits for events. Confined to its connection's loop, where nothing else is said. */
final class LongPoll {
    /** The archive may show an event a moment after the tail has told of it: so often, and so far apart, it is asked again. */
    private static final int TRIES = 10;

    private static final long TRY_MS = 50;

    private final Archive archive;
    private final Channel channel;
    private final EventLoop loop;
    private final Consumer<LongPoll> over;
    private final CompletableFuture<Slice<Stored>> answer = new CompletableFuture<>();
    private final ChannelFutureListener gone = closed -> end();
    private final AtomicBoolean woken = new AtomicBoolean(); // any thread
    private final EventQuery first; // what it wants never changes, only from where on
    private EventQuery query;
    private boolean asking;
    private int triesLeft;
    private @Nullable ScheduledFuture<?> timeout;
    private boolean ended;

    /** @param over is told once, when nothing is waited for any more */
    LongPoll(Archive archive, EventQuery query, Channel channel, Consumer<LongPoll> over) {
        this.archive = archive;
        this.first = query;
        this.query = query;
        this.channel = channel;
        this.loop = channel.eventLoop();
        this.over = over;
    }

    CompletionStage<Slice<Stored>> answer() {
        return answer;
    }

    void begin(long waitSeconds) {
        timeout = loop.schedule(this::giveUp, waitSeconds, TimeUnit.SECONDS);
        channel.closeFuture().addListener(gone);
        ask();
    }

    /** Any thread. */
    boolean wants(CallEvent event) {
        return (first.callId() == null || first.callId().equals(event.callId()))
                && (first.types().isEmpty() || first.types().contains(event.type()));
    }

    /** There may be something. Any thread. */
    void wake() {
        if (!woken.getAndSet(true)) {
            loop.execute(this::look);
        }
    }

    private void look() {
        woken.set(false);
        triesLeft = TRIES;
        ask();
    }

    private void ask() {
        if (asking || ended) {
            return;
        }
        asking = true;
        archive.events(query).whenComplete((slice, failure) -> loop.execute(() -> arrived(slice, failure)));
    }

    private void arrived(@Nullable Slice<Stored> slice, @Nullable Throwable failure) {
        asking = false;
        if (ended) {
            return;
        }
        if (slice == null) {
            end();
            answer.completeExceptionally(
                    failure == null ? new IllegalStateException("the archive answered with nothing") : failure);
        } else if (!slice.items().isEmpty()) {
            end();
            answer.complete(slice);
        } else {
            boolean goesOn = hasOnlyMoved(query, slice);
            query = query.from(slice.next());
            if (goesOn) {
                ask();
            } else {
                tryAgain();
            }
        }
    }

    /** With a scope: nothing yet, but there was something else, and more may follow at once. */
    static boolean hasOnlyMoved(EventQuery query, Slice<Stored> slice) {
        return !query.scope().isAll()
                && slice.items().isEmpty()
                && !query.after().equals(Cursor.END)
                && !slice.next().equals(query.after());
    }

    private void tryAgain() {
        if (triesLeft > 0) {
            triesLeft--;
            loop.schedule(this::ask, TRY_MS, TimeUnit.MILLISECONDS);
        }
    }

    /** Answers with nothing. Any thread. */
    void giveUp() {
        if (!loop.inEventLoop()) {
            loop.execute(this::giveUp);
        } else if (!ended) {
            end();
            answer.complete(new Slice<>(List.of(), query.after()));
        }
    }

    private void end() {
        if (ended) {
            return;
        }
        ended = true;
        channel.closeFuture().removeListener(gone);
        if (timeout != null) {
            timeout.cancel(false);
        }
        over.accept(this);
    }
}
