package io.sidetone.delivery;

import io.sidetone.engine.EventLog.Stored;
import io.sidetone.engine.Position;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What of one call waits in the log instead of in memory, and reading on when there is room. Confined to the
 * shard's thread.
 */
final class Parking {
    private static final Logger LOG = LoggerFactory.getLogger(Parking.class);

    /** After the log could not be read. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** The call whose events they are. */
    interface Home {
        /** How many more events there is room for; 0 while it wants none. */
        int room();

        /** Events with a position after this one are read. */
        Position readTo();

        /** What was read, oldest first. */
        void read(List<Stored> events);
    }

    private final Dispatcher dispatcher;
    private final String callId;
    private final Home home;
    private boolean more; // events may have been left in the log since the last reading began
    private boolean asked;
    private int visit; // what was asked for before is not for us any more

    Parking(Dispatcher dispatcher, String callId, Home home) {
        this.dispatcher = dispatcher;
        this.callId = callId;
        this.home = home;
    }

    /** Whether newer events must stay in the log, because older ones are there. */
    boolean isBehind() {
        return more || asked;
    }

    /** An event was not taken into memory. */
    void leftInLog() {
        more = true;
        readOn();
    }

    /**
     * Forgets what was asked for.
     *
     * @param behind whether events of the call are left in the log
     */
    void letGo(boolean behind) {
        visit++;
        asked = false;
        more = behind;
    }

    /** Reads if something was left and there is room for it. */
    void readOn() {
        if (more && !asked && home.room() > 0) {
            asked = true;
            int now = visit;
            dispatcher.reads().ask(() -> request(now));
        }
    }

    private Reads.@Nullable Request request(int then) {
        if (then != visit) {
            return null;
        }
        more = false; // what is left from now on, this reading may miss
        int max = dispatcher.isFull() ? 1 : Math.max(1, home.room());
        return new Reads.Request(callId, home.readTo(), max, (events, failure) -> came(then, max, events, failure));
    }

    private void came(int then, int max, List<Stored> events, @Nullable Throwable failure) {
        if (then != visit) {
            return;
        }
        asked = false;
        if (failure != null) {
            LOG.warn(
                    "call {}: its events could not be read, trying again in {}: {}", callId, PAUSE, failure.toString());
            more = true;
            asked = true;
            dispatcher.later(PAUSE, () -> tryAgain(then));
            return;
        }
        more |= events.size() >= max;
        home.read(events);
    }

    private void tryAgain(int then) {
        if (then == visit) {
            asked = false;
            readOn();
        }
    }
}
