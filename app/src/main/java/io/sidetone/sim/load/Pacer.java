package io.sidetone.sim.load;

import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Has every track of every call send its chunk when it is due. Times are taken from an absolute schedule, so a late chunk
 * makes no later one late. On the calls' loop.
 *
 * <p>Tracks are spread evenly over a frame's length, a call's second half a frame behind its first. The loop wakes at most
 * once in a millisecond: a wake-up for each chunk would cost the machine more than the chunk, and the server under test
 * has to live on it too. So up to a millisecond of the lag is the tool's own choice.
 */
final class Pacer {
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    /** Chunks sent in one go before the sockets have their turn. */
    private static final int BATCH = 256;

    private final EventLoop loop;
    private final LongSupplier nanos;
    private final long frameNanos;
    private final List<Caller> callers; // grows as calls are opened; place = call
    private final int slots; // two for each call
    private final Meter lag;
    private final CallCounts counts;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private long roundAt; // when the present round through all slots began
    private int slot;
    private int stopping = -1; // slots still to go until all have hung up; -1: nobody does

    Pacer(EventLoop loop, LoadPlan plan, List<Caller> callers, Meter lag, CallCounts counts, LongSupplier nanos) {
        this.loop = loop;
        this.nanos = nanos;
        this.frameNanos = TimeUnit.MILLISECONDS.toNanos(plan.media().frameMs());
        this.callers = callers;
        this.slots = plan.calls() * Leg.TRACKS;
        this.lag = lag;
        this.counts = counts;
    }

    void begin() {
        roundAt = nanos.getAsLong();
        pump();
    }

    /** From now on each call hangs up in its turn; completes when all have. */
    CompletableFuture<Void> stop() {
        stopping = slots;
        return over;
    }

    private void pump() {
        try {
            for (int i = 0; i < BATCH && stopping != 0; i++) {
                long now = nanos.getAsLong();
                long due = due();
                if (due > now) {
                    break;
                }
                turn(now, due);
            }
            if (stopping == 0) {
                over.complete(null);
            } else {
                loop.schedule(this::pump, pause(), TimeUnit.NANOSECONDS);
            }
        } catch (RuntimeException e) {
            over.completeExceptionally(e); // or nobody would ever hear of it
        }
    }

    /** The slot's call sends, or hangs up. */
    private void turn(long now, long due) {
        int call = slot % (slots / Leg.TRACKS);
        int track = slot < slots / Leg.TRACKS ? 0 : 1;
        Caller caller = call < callers.size() ? callers.get(call) : null;
        if (stopping > 0) {
            stopping--;
            if (caller != null) {
                caller.stop();
            }
        } else if (caller != null && caller.media(track, now)) {
            lag.record(now - due);
            counts.frame();
        }
        if (++slot == slots) {
            slot = 0;
            roundAt += frameNanos;
        }
    }

    private long due() {
        return roundAt + frameNanos * slot / slots;
    }

    private long pause() {
        long wait = due() - nanos.getAsLong();
        return wait <= 0 ? 0 : Math.max(wait, TICK_NANOS);
    }
}
