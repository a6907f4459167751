package io.sidetone.dashboard;

import io.netty.util.concurrent.EventExecutor;
import io.sidetone.engine.Archive;
import io.sidetone.engine.Archive.Cursor;
import io.sidetone.engine.Archive.DeliveryQuery;
import io.sidetone.engine.Archive.Page;
import java.util.ArrayDeque;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the archive about deliveries that seem to be pending for long: nobody looked when they were made, or the
 * news of them was dropped. One question at a time. Writer thread only.
 */
final class Unheard {
    private static final Logger log = LoggerFactory.getLogger(Unheard.class);
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(5); // usual deliveries are long over by then
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(30); // a target that is down stays silent
    private static final int PAGE = 200;

    private final Function<DeliveryQuery, CompletionStage<Page<Archive.Delivery>>> archive;
    private final EventExecutor writer;
    private final LongSupplier nanos;
    private final Board board;
    private final Runnable changed;
    private final ArrayDeque<String> waiting = new ArrayDeque<>();
    private boolean asking;

    /** @param changed is run when something was learned */
    Unheard(
            Function<DeliveryQuery, CompletionStage<Page<Archive.Delivery>>> archive,
            EventExecutor writer,
            LongSupplier nanos,
            Board board,
            Runnable changed) {
        this.archive = archive;
        this.writer = writer;
        this.nanos = nanos;
        this.board = board;
        this.changed = changed;
    }

    /** Somebody looks after nobody did: whatever is pending may be long over. */
    void doubtAll() {
        for (CallState call : board.calls()) {
            if (call.deliveries().anyPending()) {
                ask(call);
            }
        }
    }

    /** Once a second, while somebody looks. */
    void tick() {
        long now = nanos.getAsLong();
        for (CallState call : board.calls()) {
            if (call.deliveries().anyPending()
                    && now - call.deliveryNewsNanos() >= SILENCE_NANOS
                    && (call.askedNanos() == 0 || now - call.askedNanos() >= AGAIN_NANOS)) {
                ask(call);
            }
        }
    }

    private void ask(CallState call) {
        call.asked(nanos.getAsLong());
        String callId = call.facts().callId();
        if (!waiting.contains(callId)) {
            waiting.add(callId);
        }
        next();
    }

    private void next() {
        if (!asking && !waiting.isEmpty()) {
            asking = true;
            page(waiting.remove(), Cursor.START);
        }
    }

    private void page(String callId, Cursor from) {
        archive.apply(new DeliveryQuery(callId, null, null, from, PAGE))
                .whenCompleteAsync((page, failure) -> arrived(callId, page, failure), writer);
    }

    private void arrived(String callId, Page<Archive.Delivery> page, Throwable failure) {
        if (failure != null) {
            log.warn("call {}: cannot read what became of its deliveries: {}", callId, failure.toString());
        } else {
            page.items().forEach(board::heard);
            changed.run();
            CallState call = board.call(callId);
            Cursor further = page.next();
            if (further != null && call != null && call.deliveries().anyPending()) {
                page(callId, further);
                return;
            }
        }
        asking = false;
        next();
    }
}
