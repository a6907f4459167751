package io.sidetone.delivery;

import io.sidetone.engine.EventLog.Stored;
import io.sidetone.engine.Position;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads on in the log for calls that were set aside, a few at a time and in the order of asking, so that many of
 * them do not fill the memory at once. Confined to the shard's thread.
 */
final class Reads {
    /** One call's events after a position, oldest first; as {@link io.sidetone.engine.EventLog#read}. */
    interface Log {
        CompletionStage<List<Stored>> read(String callId, Position after, int max);
    }

    /**
     * What to read.
     *
     * @param came gets the events, or what went wrong, on the shard's thread
     */
    record Request(String callId, Position after, int max, BiConsumer<List<Stored>, @Nullable Throwable> came) {}

    private final Log log;
    private final int atOnce;
    private final Dispatcher home;
    private final Queue<Supplier<@Nullable Request>> waiting = new ArrayDeque<>();
    private int underWay;

    Reads(Log log, int atOnce, Dispatcher home) {
        this.log = log;
        this.atOnce = atOnce;
        this.home = home;
    }

    /** @param turn asked what to read when there is room; null if there is nothing to read any more */
    void ask(Supplier<@Nullable Request> turn) {
        waiting.add(turn);
        goOn();
    }

    private void goOn() {
        while (underWay < atOnce && !waiting.isEmpty()) {
            Request request = waiting.remove().get();
            if (request != null) {
                read(request);
            }
        }
    }

    private void read(Request request) {
        underWay++;
        log.read(request.callId(), request.after(), request.max())
                .whenComplete((events, failure) -> home.run(() -> {
                    underWay--;
                    request.came().accept(events == null ? List.of() : events, failure);
                    goOn();
                }));
    }
}
