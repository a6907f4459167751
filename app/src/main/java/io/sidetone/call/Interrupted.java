package io.sidetone.call;

import io.sidetone.engine.Archive.CallQuery;
import io.sidetone.engine.Archive.CallSummary;
import io.sidetone.engine.Archive.Cursor;
import io.sidetone.engine.Archive.Page;
import io.sidetone.engine.Engine;
import io.sidetone.engine.EventLog.Stored;
import io.sidetone.engine.Position;
import io.sidetone.redaction.Redactor;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Ends the calls that a former process has begun and not ended, so that every call in the journal has its
 * {@code call.ended}: open utterances and legs first, all as {@code interrupted}. To be done before calls are taken.
 * Any thread; nothing waits.
 */
public final class Interrupted {
    private static final int CALLS_PER_PAGE = 200;
    private static final int EVENTS_PER_PAGE = 1_000;

    private final Engine engine;
    private final InstantSource clock;
    private final Masking masking;

    /** @param redactor masks what the utterances say */
    public Interrupted(Engine engine, InstantSource clock, Redactor redactor) {
        this.engine = engine;
        this.clock = clock;
        this.masking = new Masking(redactor);
    }

    /** Completes with the number of calls that were ended, once the ends are on their way to the journal. */
    public CompletionStage<Integer> endAll() {
        return page(Cursor.START, 0);
    }

    private CompletionStage<Integer> page(Cursor from, int before) {
        return engine.archive()
                .calls(new CallQuery(true, null, null, from, CALLS_PER_PAGE))
                .thenCompose(page -> endEach(page, 0, before));
    }

    private CompletionStage<Integer> endEach(Page<CallSummary> page, int place, int before) {
        if (place < page.items().size()) {
            InterruptedCall call = new InterruptedCall(page.items().get(place).callId());
            return end(call, page.items().get(place).callId(), Position.START)
                    .thenCompose(ended -> endEach(page, place + 1, before + (ended ? 1 : 0)));
        }
        Cursor next = page.next();
        return next == null ? CompletableFuture.completedFuture(before) : page(next, before);
    }

    private CompletionStage<Boolean> end(InterruptedCall call, String callId, Position after) {
        return engine.events().read(callId, after, EVENTS_PER_PAGE).thenCompose(events -> {
            events.forEach(stored -> call.add(stored.event()));
            return events.size() < EVENTS_PER_PAGE
                    ? CompletableFuture.completedFuture(call.end(engine, clock, masking))
                    : end(call, callId, last(events));
        });
    }

    private static Position last(List<Stored> events) {
        return events.get(events.size() - 1).at();
    }
}
