package io.sidetone.delivery;

import io.sidetone.engine.EventLog.Progress;
import io.sidetone.engine.Position;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far one call has come at one target. Confined to the shard's thread. */
final class CallProgress {
    /** Of what was given up, so many numbers are kept for the receiver; the oldest go first. */
    private static final int MOST_SKIPPED = 1_000;

    private final List<Long> skipped = new ArrayList<>();
    private Position last = Position.START;
    private long lastSeq;
    private int attempts; // failed ones on the first event that is not settled
    private long firstAtMillis; // of the first attempt on it made here, 0 before

    CallProgress(@Nullable Progress saved) {
        if (saved != null) {
            last = saved.last();
            lastSeq = saved.lastSeq();
            attempts = saved.attempts();
            skipped.addAll(saved.skipped());
        }
    }

    Position last() {
        return last;
    }

    boolean hasSettled(long seq) {
        return seq <= lastSeq;
    }

    /** Numbers of events that were given up and that the receiver has not been told of. */
    List<Long> skipped() {
        return List.copyOf(skipped);
    }

    int attempts() {
        return attempts;
    }

    void attemptBegins(long nowMillis) {
        if (firstAtMillis == 0) {
            firstAtMillis = nowMillis;
        }
    }

    Reports.Tries attemptEnded(long startedMillis) {
        attempts++;
        return tries(startedMillis);
    }

    Reports.Tries tries(long startedMillis) {
        return new Reports.Tries(attempts, firstAtMillis, startedMillis);
    }

    /** The receiver has it, and has been told of what was skipped before it. */
    void delivered(Waiting event) {
        skipped.clear();
        settled(event);
    }

    void givenUp(Waiting event) {
        skipped.add(event.event().seq());
        if (skipped.size() > MOST_SKIPPED) {
            skipped.remove(0);
        }
        settled(event);
    }

    private void settled(Waiting event) {
        last = event.at();
        lastSeq = event.event().seq();
        attempts = 0;
        firstAtMillis = 0;
    }

    /** @param parkedFrom where the events begin that only this row brings back, or null */
    Progress toRow(@Nullable Position parkedFrom, long nextAtMillis) {
        return new Progress(last, lastSeq, parkedFrom, attempts, nextAtMillis, skipped);
    }
}
