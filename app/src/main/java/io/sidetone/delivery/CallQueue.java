package io.sidetone.delivery;

import io.sidetone.engine.CallEvent;
import io.sidetone.engine.EventLog;
import io.sidetone.engine.Position;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * One call's way to one target: strictly in order, one request in flight.
 *
 * <pre>
 *           add            answered: delivered, dead
 *   IDLE ─────────▶ SENDING ─────────────────────────▶ IDLE, or SENDING the next
 *                     ▲  │ answered: to be tried again
 *                     │  ▼
 *                   RESTING
 * </pre>
 *
 * Confined to the shard's thread.
 */
final class CallQueue {
    private enum State {
        IDLE,
        SENDING,
        RESTING
    }

    /** While the shard's ownership is in doubt. */
    private static final Duration DOUBT = Duration.ofSeconds(1);

    private final Dispatcher home;
    private final Lane lane;
    private final String callId;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private State state = State.IDLE;
    private Position last = Position.START;
    private long lastSeq;
    private int attempts; // failed ones on the first of the waiting
    private long firstAtMillis; // of the first attempt on it, 0 before
    private byte @Nullable [] body; // of the first of the waiting, once made
    private @Nullable Position end; // where the call ends, once known
    private boolean abandoned;

    CallQueue(Dispatcher home, Lane lane, String callId, EventLog.@Nullable Progress saved) {
        this.home = home;
        this.lane = lane;
        this.callId = callId;
        if (saved != null) {
            last = saved.last();
            lastSeq = saved.lastSeq();
            attempts = saved.attempts();
            restUntil(saved.nextAtMillis());
        }
    }

    /** Goes on waiting where the previous owner of the shard did. */
    private void restUntil(long nextAtMillis) {
        long leftMillis = nextAtMillis - home.surroundings().clock().millis();
        long mostMillis = 2 * lane.outlet().target().retry().cap().toMillis(); // whatever the clock says
        if (leftMillis > 0) {
            rest(Duration.ofMillis(Math.min(leftMillis, mostMillis)));
        }
    }

    void add(Waiting event) {
        if (event.event().seq() <= lastSeq) {
            return; // settled by a previous owner, or appended twice
        }
        home.entered(event);
        waiting.addLast(event);
        next();
    }

    void endsAt(Position at) {
        end = at;
    }

    @Nullable Position firstWaiting() {
        Waiting first = waiting.peekFirst();
        return first == null ? null : first.at();
    }

    /** Lets go of everything: the target is set aside. An answer still to come is noted and changes nothing else. */
    void abandon() {
        abandoned = true;
        waiting.forEach(home::settled);
        waiting.clear();
    }

    void retireIfOver() {
        if (end != null && waiting.isEmpty() && !abandoned) {
            lane.forget(callId);
            home.retire(end, lane.key(callId));
        }
    }

    private void next() {
        Waiting first = waiting.peekFirst();
        if (state != State.IDLE || first == null || lane.suspendedNow(first.at())) {
            return;
        }
        if (!home.shard().mayAct()) {
            rest(DOUBT);
            return;
        }
        send(first);
    }

    private void send(Waiting first) {
        byte[] bytes = body;
        if (bytes == null) {
            try {
                bytes = Envelope.of(first.event(), lane.outlet().target().withWords());
            } catch (IOException e) {
                reports()
                        .dead(
                                first.event(),
                                delivery(home.surroundings().clock().millis()),
                                unreadable(first, e));
                settle(first);
                return;
            }
            body = bytes;
        }
        state = State.SENDING;
        long startedMillis = home.surroundings().clock().millis();
        if (firstAtMillis == 0) {
            firstAtMillis = startedMillis;
        }
        Attempt attempt = new Attempt(first.event().eventId(), attempts + 1, bytes);
        home.post(lane.outlet().post(), attempt, answer -> answered(first, startedMillis, answer));
    }

    private Answer unreadable(Waiting first, IOException e) {
        return Answer.failed(
                AnswerClass.REFUSED,
                lane.outlet().target() + ": " + first.event() + " was not sent, " + e.getMessage());
    }

    private void answered(Waiting first, long startedMillis, Answer answer) {
        state = State.IDLE;
        attempts++;
        Reports.Tries tries = delivery(startedMillis);
        if (answer.meaning() == AnswerClass.DELIVERED) {
            reports().delivered(first.event(), tries, answer);
            settle(first);
        } else if (abandoned) {
            reports().failed(first.event(), tries, answer, 0);
        } else if (answer.meaning() == AnswerClass.GONE) {
            reports().dead(first.event(), tries, answer);
            lane.stop(first.at());
        } else if (givesUp(first.event(), answer)) {
            reports().dead(first.event(), tries, answer);
            settle(first);
        } else {
            tryAgain(first, tries, answer);
        }
    }

    private boolean givesUp(CallEvent event, Answer answer) {
        RetrySchedule retry = lane.outlet().target().retry();
        if (answer.meaning() == AnswerClass.REFUSED) {
            return attempts >= retry.refusedAttempts();
        }
        long ageMillis = home.surroundings().clock().millis() - event.atMillis();
        return ageMillis >= retry.maxAge().toMillis();
    }

    private void tryAgain(Waiting first, Reports.Tries tries, Answer answer) {
        Duration delay = lane.outlet()
                .target()
                .retry()
                .delay(attempts, home.surroundings().jitter());
        Duration asked = answer.retryAfter();
        if (asked != null && asked.compareTo(delay) > 0) {
            delay = asked;
        }
        long nextAtMillis = home.surroundings().clock().millis() + delay.toMillis();
        reports().failed(first.event(), tries, answer, nextAtMillis);
        save(nextAtMillis);
        rest(delay);
    }

    private void rest(Duration delay) {
        state = State.RESTING;
        home.later(delay, () -> {
            if (!home.draining()) {
                state = State.IDLE;
                next();
            }
        });
    }

    /** The event is done with, for better or worse: the call goes on. */
    private void settle(Waiting first) {
        last = first.at();
        lastSeq = first.event().seq();
        attempts = 0;
        firstAtMillis = 0;
        body = null;
        save(0);
        if (abandoned) {
            return; // let go of already
        }
        waiting.removeFirst();
        home.settled(first);
        next();
        retireIfOver();
    }

    private void save(long nextAtMillis) {
        home.shard().save(lane.key(callId), new EventLog.Progress(last, lastSeq, null, attempts, nextAtMillis));
    }

    private Reports.Tries delivery(long startedMillis) {
        return new Reports.Tries(attempts, firstAtMillis, startedMillis);
    }

    private Reports reports() {
        return lane.outlet().reports();
    }
}
