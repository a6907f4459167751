package io.sidetone.sim.load;

import io.sidetone.sim.twilio.Trust;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLException;

/** All calls, on one loop of their own. Any thread. */
final class Callers implements AutoCloseable {
    private final Loop loop = Loop.open("load-calls");
    private final LoadPlan plan;
    private final int run;
    private final Chunks chunks;
    private final byte[] chunk; // the loop's
    private final List<Leg> legs;
    private final List<Caller> callers = new ArrayList<>(); // the loop's
    private final CallCounts counts = new CallCounts();
    private final CallSockets sockets;
    private final Pacer pacer;

    Callers(LoadPlan plan, int run, Chunks chunks, List<Leg> legs, Meter lag, Trust trust, LongSupplier nanos)
            throws SSLException {
        this.plan = plan;
        this.run = run;
        this.chunks = chunks;
        this.chunk = new byte[chunks.bytes()];
        this.legs = legs;
        this.sockets = new CallSockets(loop, plan, trust);
        this.pacer = new Pacer(loop.executor(), plan, callers, lag, counts, nanos);
    }

    /** Opens the calls one after the other; they speak as soon as they are open. */
    void begin() {
        loop.executor().execute(() -> {
            pacer.begin();
            long everyNanos = Math.max(
                    1, (long) (TimeUnit.SECONDS.toNanos(1) / plan.timing().callsPerSecond()));
            for (int call = 0; call < plan.calls(); call++) {
                loop.executor().schedule(this::openNext, call * everyNanos, TimeUnit.NANOSECONDS);
            }
        });
    }

    private void openNext() {
        int call = callers.size();
        List<Leg> tracks = legs.subList(call * Leg.TRACKS, (call + 1) * Leg.TRACKS);
        CallText text = new CallText(run, call, chunks, plan.media().frameMs());
        Caller caller = new Caller(text, chunks, chunk, tracks, counts);
        callers.add(caller);
        sockets.open(caller);
    }

    /** Open at this moment. */
    int openCalls() {
        return counts.open();
    }

    /** Media messages sent so far. */
    long frames() {
        return counts.frames();
    }

    CallsMade made() {
        return loop.ask(counts::made);
    }

    /** Has every call hang up in its turn; completes when each has said so. */
    CompletableFuture<Void> stop() {
        return loop.ask(pacer::stop);
    }

    @Override
    public void close() {
        loop.close();
    }
}
