package io.sidetone.delivery;

import io.sidetone.engine.Archive;
import io.sidetone.engine.CallEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One delivery that somebody wants again, with the same id and a new time. A guest of its call's queue: it is sent
 * only while nothing of the call is under way or waits, so it overtakes nothing. Confined to the shard's thread.
 */
final class Repeat {
    private enum State {
        IDLE,
        ASKING,
        SENDING,
        RESTING
    }

    /** Then it is dead again, and may be wished for again. */
    private static final int MOST_ATTEMPTS = 8;

    private static final Duration DOUBT = Duration.ofSeconds(1);

    private final Dispatcher home;
    private final Lane lane;
    private final CallQueue queue;
    private final CallEvent event;
    private final Consumer<Boolean> over;
    private State state = State.IDLE;
    private Valve.@Nullable Permit permit;
    private Timer.@Nullable Wait rest;
    private int attempts;
    private long firstAtMillis;
    private boolean gone;

    /** @param over told on any thread once it is done: true if what came of it is noted, false if the wish stays */
    Repeat(Dispatcher home, Lane lane, CallQueue queue, CallEvent event, Consumer<Boolean> over) {
        this.home = home;
        this.lane = lane;
        this.queue = queue;
        this.event = event;
        this.over = over;
    }

    /** The call has nothing else to do. */
    void invited() {
        if (state != State.IDLE) {
            return;
        }
        Valve.Permit asked = lane.permit(Valve.Priority.REPEAT, this::granted);
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
        if (!queue.isFree()) {
            stopWaiting(); // the call has got something to do meanwhile, and invites again
        } else if (!home.shard().mayAct()) {
            stopWaiting();
            rest(DOUBT);
        } else {
            permit = null;
            send(granted);
        }
    }

    private void send(Valve.Permit granted) {
        long startedMillis = home.surroundings().clock().millis();
        firstAtMillis = firstAtMillis == 0 ? startedMillis : firstAtMillis;
        byte[] body;
        try {
            body = Envelope.of(event, lane.outlet().target(), List.of());
        } catch (IOException e) {
            home.waitsNoMore();
            lane.valve().cancel(granted);
            note(startedMillis, Answer.failed(AnswerClass.REFUSED, lane.outlet().target() + ": " + e.getMessage()));
            return;
        }
        state = State.SENDING;
        queue.occupy();
        Attempt attempt = new Attempt(event.callId(), event.eventId(), attempts + 1, body);
        home.post(lane.outlet(), granted, event.callId(), attempt, answer -> answered(startedMillis, answer));
    }

    private void answered(long startedMillis, Answer answer) {
        state = State.IDLE;
        queue.vacate();
        attempts++;
        if (answer.meaning() == AnswerClass.DELIVERED || givesUp(answer)) {
            note(startedMillis, answer);
        } else if (gone || answer.meaning() == AnswerClass.GONE || lane.isSuspended()) {
            finish(false);
        } else {
            lane.outlet().reports().repeatFailed(event, attempts, answer);
            rest(lane.outlet()
                    .target()
                    .retry()
                    .delay(attempts, answer, home.surroundings().jitter()));
            queue.goOn();
        }
    }

    private boolean givesUp(Answer answer) {
        return switch (answer.meaning()) {
            case ABORTED -> true;
            case REFUSED -> attempts >= lane.outlet().target().retry().refusedAttempts();
            case GONE -> false;
            default -> attempts >= MOST_ATTEMPTS;
        };
    }

    private void note(long startedMillis, Answer answer) {
        Archive.Status status =
                answer.meaning() == AnswerClass.DELIVERED ? Archive.Status.DELIVERED : Archive.Status.DEAD;
        Reports.Tries tries = new Reports.Tries(attempts, firstAtMillis, startedMillis);
        lane.outlet()
                .reports()
                .repeated(event, tries, answer, status)
                .whenComplete((noted, failure) -> over.accept(failure == null));
        queue.leave(this);
    }

    private void rest(Duration delay) {
        state = State.RESTING;
        rest = home.later(delay, () -> {
            if (!gone && state == State.RESTING) {
                state = State.IDLE;
                queue.goOn();
            }
        });
    }

    private void stopWaiting() {
        Valve.Permit asked = permit;
        Timer.Wait resting = rest;
        permit = null;
        rest = null;
        if (state == State.ASKING && asked != null) {
            home.waitsNoMore();
            lane.valve().cancel(asked);
        } else if (state == State.RESTING && resting != null) {
            resting.cancel();
        }
        state = State.IDLE;
    }

    /** The wish stays for later, unless the answer that is awaited fulfils it. */
    void letGo() {
        gone = true;
        if (state != State.SENDING) {
            stopWaiting();
            finish(false);
        }
    }

    private void finish(boolean noted) {
        gone = true;
        queue.leave(this);
        over.accept(noted);
    }
}
