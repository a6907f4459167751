package io.sidetone.api;

import io.netty.channel.Channel;
import io.sidetone.engine.Archive;
import io.sidetone.engine.Archive.EventQuery;
import io.sidetone.engine.Archive.Slice;
import io.sidetone.engine.CallEvent;
import io.sidetone.engine.EventLog;
import io.sidetone.engine.EventLog.Stored;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Requests for events that wait until there are some. One tail of the log wakes them all; each waits on its own
 * connection's loop, without a thread. Safe on any thread.
 */
final class LongPolls implements EventLog.Tail {
    private final Archive archive;
    private final int most;
    private final Set<LongPoll> waiting = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean closed;

    LongPolls(Archive archive, ApiLimits limits) {
        this.archive = archive;
        this.most = limits.waiting();
    }

    /**
     * Completes as soon as something is there, or with nothing at the end of the time or of this server; never, if
     * the client has gone away.
     *
     * @throws Refused if too many wait already
     */
    CompletionStage<Slice<Stored>> poll(EventQuery query, long waitSeconds, Channel channel) {
        if (count.incrementAndGet() > most) {
            count.decrementAndGet();
            throw Refused.unavailable(
                    "all " + most + " places for requests that wait are taken; ask without wait," + " or later");
        }
        LongPoll poll = new LongPoll(archive, query, channel, this::over);
        waiting.add(poll);
        poll.begin(waitSeconds);
        if (closed) {
            poll.giveUp();
        }
        return poll.answer();
    }

    private void over(LongPoll poll) {
        if (waiting.remove(poll)) {
            count.decrementAndGet();
        }
    }

    int waiting() {
        return count.get();
    }

    @Override
    public void event(CallEvent event) {
        for (LongPoll poll : waiting) {
            if (poll.wants(event)) {
                poll.wake();
            }
        }
    }

    @Override
    public void skipped(long skipped) {
        waiting.forEach(LongPoll::wake);
    }

    /** Answers all that wait, with nothing. Completes when that is said; the rest is the answers' own. */
    CompletionStage<Void> close() {
        closed = true;
        CompletableFuture<?>[] answers = waiting.stream()
                .map(poll -> poll.answer().toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        waiting.forEach(LongPoll::giveUp);
        return CompletableFuture.allOf(answers);
    }
}
