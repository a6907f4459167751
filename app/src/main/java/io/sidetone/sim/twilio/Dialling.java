package io.sidetone.sim.twilio;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One {@code <Dial>}: rings everybody it names, has the first one answer, and reports the progress of each. */
final class Dialling {
    /** When a leg reports ringing, as a share of the time until it answers. */
    private static final int RINGING_AFTER_SHARE = 4;

    /** What the call wants to know. */
    interface Listener {
        void answered(Dialling dialling);

        /** Nobody picked up. */
        void refused(Dialling dialling);
    }

    private final Line line;
    private final Verb.Dial dial;
    private final DialResult result;
    private final Duration answerAfter;
    private final Listener listener;
    private final List<Leg> legs = new ArrayList<>();
    private boolean answered;
    private boolean ended;

    /** One ringing phone. */
    private static final class Leg {
        private final String sid;
        private final Verb.Callee callee;
        private int progress; // numbers its callbacks, from 0

        Leg(String sid, Verb.Callee callee) {
            this.sid = sid;
            this.callee = callee;
        }
    }

    Dialling(Line line, Verb.Dial dial, DialResult result, Listener listener) {
        this.line = line;
        this.dial = dial;
        this.result = result;
        this.answerAfter =
                result == DialResult.NO_ANSWER ? dial.timeout() : line.plan().answerAfter();
        this.listener = listener;
        dial.callees().forEach(callee -> legs.add(new Leg(line.sids().call(), callee)));
    }

    Verb.Dial dial() {
        return dial;
    }

    DialResult result() {
        return result;
    }

    /** The dialled legs, the one that answers first. */
    List<String> childSids() {
        return legs.stream().map(leg -> leg.sid).toList();
    }

    /** Whether this leg is the one that has answered, and has not hung up. */
    boolean isUp(String sid) {
        return answered && !ended && legs.get(0).sid.equals(sid);
    }

    void ring() {
        legs.forEach(leg -> ahead(leg, "initiated", "initiated"));
        after(answerAfter.dividedBy(RINGING_AFTER_SHARE), () -> legs.forEach(leg -> ahead(leg, "ringing", "ringing")));
        after(answerAfter, this::settle);
    }

    /** The conversation is over, or the caller has gone: every leg that is still up reports its end. */
    void hangUp(long talkedSeconds) {
        if (ended) {
            return;
        }
        ended = true;
        line.callbacks().postHeldBack();
        if (answered) {
            end(legs.get(0), DialResult.ANSWERED.wire(), DialResult.ANSWERED, talkedSeconds);
        } else {
            legs.forEach(leg -> end(leg, "canceled", DialResult.NO_ANSWER, 0));
        }
    }

    private void settle() {
        if (result == DialResult.ANSWERED) {
            answered = true;
            post(legs.get(0), "answered", "in-progress");
            line.callbacks().postHeldBack();
            legs.stream().skip(1).forEach(leg -> end(leg, "canceled", DialResult.NO_ANSWER, 0));
            if (line.clock().unpaced() || line.quirks().has(Quirk.Callbacks.EARLY)) {
                // Without pacing the audio would be over before the bridge has heard of the answer.
                line.callbacks().settled().thenRunAsync(() -> listener.answered(this), line.loop());
            } else {
                listener.answered(this);
            }
        } else {
            ended = true;
            line.callbacks().postHeldBack();
            legs.forEach(leg -> end(leg, result.wire(), result, 0));
            listener.refused(this);
        }
    }

    private void after(Duration ringing, Runnable action) {
        long mediaNanos = line.clock().nanos() + ringing.toNanos();
        line.loop()
                .schedule(
                        () -> {
                            if (!ended) {
                                action.run();
                            }
                        },
                        Math.max(0, line.clock().realNanosUntil(mediaNanos)),
                        TimeUnit.NANOSECONDS);
    }

    private void ahead(Leg leg, String event, String status) {
        URI uri = leg.callee.statusCallback();
        Map<String, String> form = line.forms().progress(leg.sid, leg.callee.address(), status, leg.progress++);
        if (uri != null && leg.callee.events().contains(event)) {
            line.callbacks().postAhead(event, uri, form);
        }
    }

    private void post(Leg leg, String event, String status) {
        send(leg, event, line.forms().progress(leg.sid, leg.callee.address(), status, leg.progress++));
    }

    private void end(Leg leg, String status, DialResult how, long talkedSeconds) {
        Map<String, String> form = line.forms().progress(leg.sid, leg.callee.address(), status, leg.progress++);
        Forms.addEnd(form, how, talkedSeconds);
        send(leg, "completed", form);
    }

    private void send(Leg leg, String event, Map<String, String> form) {
        URI uri = leg.callee.statusCallback();
        if (uri != null && leg.callee.events().contains(event)) {
            line.callbacks().post(event, uri, form);
        }
    }
}
