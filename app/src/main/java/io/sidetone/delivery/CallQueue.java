package io.sidetone.delivery;

import io.sidetone.engine.CallEvent;
import io.sidetone.engine.EventLog.Progress;
import io.sidetone.engine.EventLog.Stored;
import io.sidetone.engine.Position;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call's way to one target: strictly in order, one request in flight.
 *
 * <pre>
 *           add           granted           answered: delivered, dead
 *   IDLE ─────────▶ ASKING ─────▶ SENDING ─────────────────────────▶ IDLE, or ASKING for the next
 *                     ▲             │ answered: to be tried again
 *                     │             ▼
 *                     └────────── RESTING
 * </pre>
 *
 * Holds few events; when more come, or the first one fails again, it is <i>parked</i>: its row says from where on
 * its events are to come, all but the first leave the memory, and nobody waits for it, the head included.
 * Confined to the shard's thread.
 */
final class CallQueue implements Parking.Home {
    private enum State {
        IDLE,
        ASKING,
        SENDING,
        RESTING
    }

    /** While the shard's ownership is in doubt. */
    private static final Duration DOUBT = Duration.ofSeconds(1);

    /** A first failure is often the last; at the second the call is parked. */
    private static final int PARKED_AT_FAILURES = 2;

    private final Dispatcher home;
    private final Lane lane;
    private final String callId;
    private final CallProgress progress;
    private final Parking parking;
    private final Guests guests = new Guests();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private State state = State.IDLE;
    private Position newest; // of the events taken into memory so far
    private byte @Nullable [] body; // of the first of the waiting, once made
    private Valve.@Nullable Permit permit;
    private Timer.@Nullable Wait rest;
    private int rests; // so far
    private @Nullable Position end; // where the call may be over
    private boolean ended; // it is over for certain

    CallQueue(Dispatcher home, Lane lane, String callId, @Nullable Progress saved) {
        this.home = home;
        this.lane = lane;
        this.callId = callId;
        this.progress = new CallProgress(saved);
        this.parking = new Parking(home, callId, this);
        this.newest = progress.last();
        if (saved != null && saved.parkedFrom() != null) {
            newest = Position.START; // reads all of the call, to learn whether it is over
            parking.letGo(true);
        }
    }

    /** Goes on with what its row brings back. */
    void takeUp() {
        next();
    }

    /** Goes on waiting where the previous owner of the shard did. */
    void restUntil(long nextAtMillis) {
        long leftMillis = nextAtMillis - home.surroundings().clock().millis();
        long mostMillis = 2 * lane.outlet().target().retry().cap().toMillis(); // whatever the clock says
        if (leftMillis > 0) {
            rest(Duration.ofMillis(Math.min(leftMillis, mostMillis)));
        }
    }

    /** The call's newest event; seen before or settled already, it changes nothing. */
    void add(Waiting event) {
        if (progress.hasSettled(event.event().seq()) || event.at().compareTo(newest) <= 0) {
            return;
        }
        boolean failing = progress.attempts() >= PARKED_AT_FAILURES && !waiting.isEmpty();
        if (parking.isBehind() || failing) {
            parking.leftInLog();
        } else if (waiting.size() >= eventsAtMost() || (home.isFull() && !waiting.isEmpty())) {
            park(0);
            parking.leftInLog();
        } else {
            take(event);
            next();
        }
    }

    private void take(Waiting event) {
        newest = event.at();
        waiting.addLast(event);
        lane.entered(event);
        event.enter();
    }

    private int eventsAtMost() {
        return home.surroundings().limits().eventsPerCall();
    }

    /** Lets everybody go on without this call: its row is what brings its events back. */
    private void park(long nextAtMillis) {
        List<Runnable> covers = new ArrayList<>();
        waiting.forEach(event -> covers.add(event.takeCover()));
        while (waiting.size() > 1) {
            lane.left(waiting.removeLast());
            parking.letGo(true);
        }
        newest = waiting.getLast().at();
        lane.settleOnceSaved(home.rows().save(lane.key(callId), row(nextAtMillis)), covers);
    }

    private Progress row(long nextAtMillis) {
        return progress.toRow(parkedFrom(), nextAtMillis);
    }

    private @Nullable Position parkedFrom() {
        Waiting first = waiting.peekFirst();
        if (first != null) {
            return first.isCovered() ? null : first.at();
        }
        return parking.isBehind() ? progress.last().next() : null;
    }

    @Override
    public int room() {
        if (home.draining() || waiting.size() > eventsAtMost() / 2) {
            return 0;
        }
        boolean failing = progress.attempts() > 0;
        return failing ? (waiting.isEmpty() ? 1 : 0) : eventsAtMost() - waiting.size();
    }

    @Override
    public Position readTo() {
        return newest;
    }

    @Override
    public void read(List<Stored> events) {
        for (Stored stored : events) {
            CallEvent event = stored.event();
            if (stored.at().compareTo(newest) <= 0) {
                continue;
            }
            newest = stored.at();
            if (event.type().equals("call.ended")) {
                ended(stored.at());
            }
            if (lane.outlet().target().takes(event) && !progress.hasSettled(event.seq())) {
                take(new Waiting(stored.at(), event, lane.backlogPriority(callId), null));
            }
        }
        if (waiting.isEmpty() && !parking.isBehind()) {
            save(0); // nothing is parked any more
        }
        next();
        retireIfOver();
    }

    /** The call is over; what may still come of it comes from another pen. */
    void ended(Position at) {
        ended = true;
        end = at;
    }

    /** The call may be over: nobody knows that it goes on. */
    void mayBeOver(Position at) {
        end = at;
    }

    /** Where the events begin that need the head or the marker to be brought back; null if none do. */
    @Nullable Position firstCovered() {
        return waiting.stream()
                .filter(Waiting::isCovered)
                .map(Waiting::at)
                .findFirst()
                .orElse(null);
    }

    /**
     * Lets go of everything: the target is set aside. An answer still to come is noted.
     *
     * @return to be run once something else covers what waited
     */
    List<Runnable> letGo() {
        parking.letGo(parkedFrom() != null);
        List<Runnable> covers = new ArrayList<>();
        waiting.forEach(event -> {
            lane.left(event);
            covers.add(event.takeCover());
        });
        waiting.clear();
        newest = progress.last();
        body = null;
        stopWaiting();
        guests.letGo();
        return covers;
    }

    private void stopWaiting() {
        Valve.Permit asked = permit;
        Timer.Wait resting = rest;
        if (state == State.ASKING && asked != null) {
            permit = null;
            home.waitsNoMore();
            lane.valve().cancel(asked);
        } else if (state == State.RESTING && resting != null) {
            resting.cancel();
        }
        if (state != State.SENDING) {
            state = State.IDLE;
        }
    }

    /** What catches up is left to the next owner. */
    void drain() {
        Waiting first = waiting.peekFirst();
        boolean backlog = first == null || first.priority() != Valve.Priority.LIVE;
        if (state == State.ASKING && backlog) {
            stopWaiting();
        }
        guests.letGo();
    }

    void close() {
        stopWaiting();
        guests.letGo();
    }

    boolean isSending() {
        return state == State.SENDING;
    }

    void retireIfOver() {
        boolean still = waiting.isEmpty() && !parking.isBehind() && state != State.SENDING && guests.isEmpty();
        boolean told = ended || progress.skipped().isEmpty();
        if (end != null && still && told && !lane.isSuspended()) {
            stopWaiting();
            lane.retire(callId, end);
        }
    }

    private void next() {
        if (state != State.IDLE || lane.isSuspended() || home.isClosed()) {
            return;
        }
        dropSettled();
        parking.readOn();
        Waiting first = waiting.peekFirst();
        if (first == null) {
            guests.invite();
        } else if (!home.draining() || first.priority() == Valve.Priority.LIVE) {
            ask(first.priority());
        }
    }

    /** An event that was appended twice is sent once. */
    private void dropSettled() {
        Waiting first = waiting.peekFirst();
        while (first != null && progress.hasSettled(first.event().seq())) {
            lane.left(waiting.removeFirst());
            first.uncover();
            first = waiting.peekFirst();
        }
    }

    private void ask(Valve.Priority priority) {
        Valve.Permit asked = lane.permit(priority, this::granted);
        state = State.ASKING;
        permit = asked;
        home.beginsToWait();
        if (lane.valve().ask(asked)) {
            granted(asked);
        }
    }

    private void granted(Valve.Permit granted) {
        if (permit != granted) {
            return; // given back already
        }
        Waiting first = waiting.peekFirst();
        if (first == null || !home.shard().mayAct()) {
            stopWaiting();
            rest(DOUBT);
            return;
        }
        permit = null;
        send(first, granted);
    }

    private void send(Waiting first, Valve.Permit granted) {
        long startedMillis = home.surroundings().clock().millis();
        byte[] bytes = body;
        if (bytes == null) {
            try {
                bytes = Envelope.of(first.event(), lane.outlet().target(), progress.skipped());
            } catch (IOException e) {
                home.waitsNoMore();
                lane.valve().cancel(granted);
                state = State.IDLE;
                reports().dead(first.event(), progress.tries(startedMillis), unreadable(first, e));
                giveUp(first);
                return;
            }
            body = bytes;
        }
        state = State.SENDING;
        progress.attemptBegins(startedMillis);
        Attempt attempt = new Attempt(callId, first.event().eventId(), progress.attempts() + 1, bytes);
        home.post(lane.outlet(), granted, callId, attempt, answer -> answered(first, startedMillis, answer));
    }

    private Answer unreadable(Waiting first, IOException e) {
        return Answer.failed(
                AnswerClass.REFUSED,
                lane.outlet().target() + ": " + first.event() + " was not sent, " + e.getMessage());
    }

    private void answered(Waiting event, long startedMillis, Answer answer) {
        state = State.IDLE;
        Reports.Tries tries = progress.attemptEnded(startedMillis);
        if (answer.meaning() == AnswerClass.DELIVERED) {
            reports().delivered(event.event(), tries, answer);
            progress.delivered(event);
            settle(event);
        } else if (answer.meaning() == AnswerClass.GONE
                && lane.outlet().health().isGone()) {
            reports().dead(event.event(), tries, answer);
            lane.gone(event.at());
        } else if (givesUp(event.event(), answer)) {
            reports().dead(event.event(), tries, answer);
            giveUp(event);
        } else {
            tryAgain(event, tries, answer);
        }
    }

    private boolean givesUp(CallEvent event, Answer answer) {
        RetrySchedule retry = lane.outlet().target().retry();
        return switch (answer.meaning()) {
            case ABORTED -> true;
            case REFUSED -> progress.attempts() >= retry.refusedAttempts();
            default ->
                home.surroundings().clock().millis() - event.atMillis()
                        >= retry.maxAge().toMillis();
        };
    }

    private void tryAgain(Waiting event, Reports.Tries tries, Answer answer) {
        if (lane.isSuspended()) {
            reports().failed(event.event(), tries, answer, 0);
            lane.forgetIfStill(callId);
            return;
        }
        RetrySchedule retry = lane.outlet().target().retry();
        Duration delay =
                retry.delay(progress.attempts(), answer, home.surroundings().jitter());
        long nextAtMillis = home.surroundings().clock().millis() + delay.toMillis();
        reports().failed(event.event(), tries, answer, nextAtMillis);
        if (progress.attempts() >= PARKED_AT_FAILURES && !waiting.isEmpty()) {
            park(nextAtMillis);
        } else {
            save(nextAtMillis);
        }
        rest(delay);
    }

    private void rest(Duration delay) {
        state = State.RESTING;
        int now = ++rests;
        rest = home.later(delay, () -> {
            boolean over = now == rests && state == State.RESTING; // not if it was let go of at the last moment
            if (over && !home.draining()) {
                state = State.IDLE;
                next();
            }
        });
    }

    private void giveUp(Waiting event) {
        progress.givenUp(event);
        settle(event);
    }

    /** The event is done with, for better or worse: the call goes on. */
    private void settle(Waiting event) {
        body = null;
        Waiting first = waiting.peekFirst();
        boolean held = first != null && first.at().equals(event.at()); // not if it was let go of meanwhile
        if (held) {
            lane.left(waiting.removeFirst());
        }
        save(0);
        if (held && first != null) {
            first.uncover();
        }
        if (lane.isSuspended()) {
            lane.forgetIfStill(callId);
        } else {
            next();
            retireIfOver();
        }
    }

    private void save(long nextAtMillis) {
        home.rows().save(lane.key(callId), row(nextAtMillis));
    }

    private Reports reports() {
        return lane.outlet().reports();
    }

    /** Somebody wants a delivery of this call again; it comes when nothing else waits. */
    void invite(Repeat repeat) {
        guests.add(repeat);
        next();
    }

    /** A guest may be ready again. */
    void goOn() {
        next();
    }

    /** Whether nothing of the call is under way or waits in memory or in the log. */
    boolean isFree() {
        return state == State.IDLE && waiting.isEmpty() && !parking.isBehind();
    }

    /** A repeated delivery is in flight; nothing else may be. */
    void occupy() {
        state = State.SENDING;
    }

    void vacate() {
        state = State.IDLE;
    }

    /** @param repeat is done with */
    void leave(Repeat repeat) {
        guests.remove(repeat);
        if (lane.isSuspended()) {
            lane.forgetIfStill(callId);
        } else {
            next();
            retireIfOver();
        }
    }
}
