package io.sidetone.dashboard;

import io.netty.util.concurrent.EventExecutor;
import io.sidetone.engine.CallEvent;
import io.sidetone.engine.Directory;
import io.sidetone.engine.Engine;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the board and the ring as the engine's news comes in. Writer thread only, but for {@link #start()}. */
final class Feed implements Inlet.Sink, Board.Changes {
    /** Who is told of changes. */
    interface Audience {
        void overwritten(Slot slot);

        void gone(CallState call);

        /** A turn is over; the ring's head or some slots may have moved. */
        void changed();
    }

    private static final Logger log = LoggerFactory.getLogger(Feed.class);

    private final Engine engine;
    private final LongSupplier nanos;
    private final Audience audience;
    private final Board board;
    private final Ring ring;
    private final Inlet inlet;
    private final LiveWatch live;
    private final CatchUp catchUp;
    private final Unheard unheard;
    private @Nullable AutoCloseable tail;

    Feed(
            Engine engine,
            EventExecutor writer,
            LongSupplier nanos,
            FeedLimits limits,
            Receivers receivers,
            Audience audience) {
        this.engine = engine;
        this.nanos = nanos;
        this.audience = audience;
        this.board = new Board(limits.tailFinals(), receivers, nanos, this);
        this.ring = new Ring(limits);
        this.inlet = new Inlet(limits.inletItems(), writer, this::turn);
        this.live = new LiveWatch(engine.live(), inlet);
        this.unheard =
                new Unheard(query -> engine.archive().deliveries(query), writer, nanos, board, audience::changed);
        this.catchUp = new CatchUp(engine.events(), writer, this::known, this::takeRead);
    }

    Board board() {
        return board;
    }

    Ring ring() {
        return ring;
    }

    long dropped() {
        return inlet.dropped();
    }

    /** Follows the log from now on, and reads up the calls that are live already. */
    void start() {
        tail = engine.events().tail(inlet);
        inlet.skipped(0);
    }

    void stop() {
        live.close();
        AutoCloseable following = tail;
        tail = null;
        if (following != null) {
            try {
                following.close();
            } catch (Exception e) {
                log.warn("cannot stop following the log: {}", e.toString());
            }
        }
    }

    /** Says whether anybody looks; only then are publishers asked for guesses. */
    void watched(boolean wanted) {
        if (wanted && !live.isOpen()) {
            live.open(board.calls());
            unheard.doubtAll();
            turn(); // what the bus remembered belongs into the first snapshot
        } else if (!wanted && live.isOpen()) {
            live.close();
            board.forgetTheMoment();
        }
    }

    void sweep() {
        ring.expire(nanos.getAsLong());
        board.sweep(FeedLimits.ENDED_CALLS_STAY.toNanos());
        board.tellCounts();
        if (live.isOpen()) {
            unheard.tick();
        }
        audience.changed();
    }

    private void turn() {
        inlet.drainTo(this);
        audience.changed();
    }

    @Override
    public void logged(CallEvent event) {
        if (catchUp.reading(event.callId())) {
            catchUp.want(event.callId(), event.seq());
        } else if (event.seq() == known(event.callId()) + 1) {
            board.take(event);
        } else if (event.seq() > known(event.callId()) && worthReading(event)) {
            catchUp.want(event.callId(), event.seq());
        }
    }

    /** Not what follows long after a call's end, such as a repaired final. */
    private boolean worthReading(CallEvent event) {
        return board.call(event.callId()) != null || event.type().equals("call.ended") || isLive(event.callId());
    }

    private boolean isLive(String callId) {
        return engine.directory().calls().stream()
                .anyMatch(call -> call.callId().equals(callId));
    }

    private void takeRead(CallEvent event) {
        boolean first = board.call(event.callId()) == null;
        if (first ? event.type().equals("call.started") : event.seq() > known(event.callId())) {
            board.take(event);
            audience.changed();
        }
    }

    private long known(String callId) {
        CallState call = board.call(callId);
        return call == null ? 0 : call.callSeq();
    }

    @Override
    public void live(String callId, String slot, byte[] json) {
        if (live.isOpen()) {
            board.live(callId, slot, json);
        }
    }

    @Override
    public void skipped() {
        for (CallState call : board.calls()) {
            if (!call.hasEnded()) {
                catchUp.want(call.facts().callId(), 0);
            }
        }
        for (Directory.CallRecord call : engine.directory().calls()) {
            if (board.call(call.callId()) == null) {
                catchUp.want(call.callId(), 0);
            }
        }
    }

    /** Viewers hear of it with the call's counts, within a second. */
    @Override
    public void tagged(String callId, List<String> tags) {
        board.tagged(callId, tags, isLive(callId));
    }

    /** Whoever shows the call must stop doing so: all viewers start anew, as what they were sent cannot be named. */
    @Override
    public void erased(String callId) {
        board.erase(callId);
        ring.clear();
    }

    @Override
    public long nextSeq() {
        return ring.head() + 1;
    }

    @Override
    public void happened(Ring.Item item) {
        ring.add(item, nanos.getAsLong());
    }

    @Override
    public void overwritten(Slot slot) {
        audience.overwritten(slot);
    }

    @Override
    public void appeared(String callId) {
        live.watch(callId);
    }

    @Override
    public void gone(CallState call) {
        live.unwatch(call.facts().callId());
        audience.gone(call);
    }
}
