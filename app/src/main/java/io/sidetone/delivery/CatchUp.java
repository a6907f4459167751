package io.sidetone.delivery;

import io.sidetone.engine.CallEvent;
import io.sidetone.engine.EventLog;
import io.sidetone.engine.Position;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One lane's way from its marker to the present: a second pass over the shard, in order and held back to a small
 * window, until it meets what is live. A call that blocks is parked by itself and does not hold the pass. Calls that
 * begin meanwhile go the live way. Confined to the shard's thread.
 */
final class CatchUp implements EventLog.ScanHandler, Cover {
    private static final Position AS_FAR_AS_THE_LOG_GOES = new Position(Long.MAX_VALUE);

    private final Dispatcher home;
    private final Lane lane;
    private final DeliveryLimits limits;
    private final Unsettled unsettled;
    private final Set<String> newCalls = new HashSet<>();
    private EventLog.@Nullable Scan scan;
    private @Nullable Position scanEnd; // of the pass under way; null for the one event that goes first
    private boolean joined; // the pass has met the present
    private boolean stopped;
    private boolean paused;
    private int waiting;
    private int passed; // events since the marker was moved

    CatchUp(Dispatcher home, Lane lane, Position from) {
        this.home = home;
        this.lane = lane;
        this.limits = home.surroundings().limits();
        this.unsettled = new Unsettled(from);
    }

    /** @param first goes before all others, or null */
    void begin(@Nullable Position first) {
        if (first == null) {
            goOn();
        } else {
            scan = home.shard().scan(first, first.next(), this);
        }
    }

    private void goOn() {
        Position tip = home.tip();
        Position reached = unsettled.reached();
        boolean metPresent = tip == null ? scanEnd != null : tip.compareTo(reached) <= 0;
        if (metPresent) {
            joined = true;
            advance();
        } else {
            Position end = tip == null ? AS_FAR_AS_THE_LOG_GOES : tip;
            scanEnd = end;
            scan = home.shard().scan(reached, end, this);
        }
    }

    @Override
    public void event(Position at, CallEvent event) {
        if (stopped) {
            return;
        }
        if (scanEnd != null) {
            unsettled.reached(at.next());
            passed++;
        }
        lane.missed(at, event, this);
        throttle();
        advance();
    }

    @Override
    public void done() {
        if (stopped) {
            return;
        }
        Position end = scanEnd;
        if (end != null && !end.equals(AS_FAR_AS_THE_LOG_GOES)) {
            unsettled.reached(end);
        }
        goOn();
    }

    /**
     * Whether an event that happens now is sent now; the others are met later.
     *
     * @param newOnes whether calls that begin now are
     */
    boolean takesLive(CallEvent event, boolean newOnes) {
        if (event.seq() == 1 && newOnes) {
            newCalls.add(event.callId());
        }
        boolean takes = joined || newCalls.contains(event.callId());
        if (event.type().equals("call.ended")) {
            newCalls.remove(event.callId());
        }
        return takes;
    }

    boolean isNew(String callId) {
        return joined || newCalls.contains(callId);
    }

    @Override
    public void open(Position at) {
        waiting++;
        unsettled.open(at);
    }

    @Override
    public void settle(Position at) {
        waiting--;
        unsettled.settle(at);
        throttle();
        advance();
    }

    private void throttle() {
        EventLog.Scan passing = scan;
        boolean full = waiting >= limits.catchUpEvents();
        boolean roomy = waiting <= limits.catchUpEvents() / 2;
        if (passing != null && !stopped && (paused ? roomy : full)) {
            paused = full;
            passing.pause(paused);
        }
    }

    private void advance() {
        if (stopped) {
            return;
        }
        if (joined && unsettled.isEmpty()) {
            stopped = true;
            lane.caughtUp();
        } else if (passed >= limits.markerEvents()) {
            passed = 0;
            lane.moveMarker(safe());
        }
    }

    /** Everything before is settled, or its call's row brings it back. */
    Position safe() {
        return unsettled.head();
    }

    /** Hands on nothing more; what is under way goes on. */
    void stop() {
        EventLog.Scan passing = scan;
        if (passing != null) {
            passing.close();
        }
    }

    void close() {
        stopped = true;
        stop();
    }
}
