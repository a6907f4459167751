package io.sidetone.server;

import io.sidetone.call.Calls;
import io.sidetone.call.Interrupted;
import io.sidetone.engine.Archive.CallQuery;
import io.sidetone.engine.Archive.CallSummary;
import io.sidetone.engine.Archive.Cursor;
import io.sidetone.engine.Archive.Page;
import io.sidetone.engine.Engine;
import io.sidetone.redaction.Redactor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a former process left behind: its calls are ended, and their ids not used again. */
final class FormerCalls {
    private static final Logger log = LoggerFactory.getLogger(FormerCalls.class);
    /** A phone leg lasts a day at the most, and only its own stream can come again under its id. */
    private static final Duration MAY_COME_AGAIN = Duration.ofHours(24);

    private static final int CALLS_PER_PAGE = 500;
    private static final int MOST_IDS = 10_000;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Engine engine;
    private final Calls calls;
    private final InstantSource clock;
    private final Redactor redactor;

    FormerCalls(Engine engine, Calls calls, InstantSource clock, Redactor redactor) {
        this.redactor = redactor;
        this.engine = engine;
        this.calls = calls;
        this.clock = clock;
    }

    /** Waits until it is done, a minute at the most; not for event loops. */
    void settle() {
        try {
            new Interrupted(engine, clock, redactor)
                    .endAll()
                    .thenCompose(ended -> remember(Cursor.START, 0))
                    .toCompletableFuture()
                    .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            log.error(
                    "calls that a former process left open are not all ended, and their consumers may wait for call.ended:"
                            + " {}; they will be at the next start",
                    String.valueOf(e.getCause()));
        }
    }

    private CompletionStage<Integer> remember(Cursor from, int before) {
        long sinceMillis = clock.millis() - MAY_COME_AGAIN.toMillis();
        return engine.archive()
                .calls(new CallQuery(null, sinceMillis, null, from, CALLS_PER_PAGE))
                .thenCompose(page -> remember(page, before + page.items().size()));
    }

    private CompletionStage<Integer> remember(Page<CallSummary> page, int soFar) {
        calls.neverAgain(page.items().stream().map(CallSummary::callId).toList());
        Cursor next = page.next();
        return next == null || soFar >= MOST_IDS ? CompletableFuture.completedFuture(soFar) : remember(next, soFar);
    }
}
