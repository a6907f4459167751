package io.sidetone.sim.twilio;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One call from its first request to its report: asks for TwiML and follows it, verb by verb. Its voice
 * is the part of {@link Streams}, the far end that of {@link Dialling}. Confined to the call's loop.
 */
final class SimulatedCall implements Dialling.Listener, Streams.Listener {
    private final Line line;
    private final Webhooks webhooks;
    private final Streams streams;
    private final CompletableFuture<CallReport> report = new CompletableFuture<>();
    private final Deque<Verb> todo = new ArrayDeque<>();
    private final List<String> twiml = new ArrayList<>();
    private final List<String> childSids = new CopyOnWriteArrayList<>(); // read by the REST API, too
    private @Nullable Dialling dialling; // null unless a Dial is going on
    private @Nullable Outcome trouble; // null while nothing has gone wrong outside of the streams
    private final RestDesk rest;
    private int dials;
    private boolean over;

    SimulatedCall(Line line, Webhooks webhooks, Streams streams) {
        this.line = line;
        this.webhooks = webhooks;
        this.streams = streams;
        this.rest = new RestDesk(line, streams);
    }

    /** Whether a sid is this call's, or that of a leg it has dialled. Any thread. */
    boolean hasLeg(String callSid) {
        return line.callSid().equals(callSid) || childSids.contains(callSid);
    }

    /** A request to start a stream, or to stop the one named. Any thread; completes on the call's loop. */
    CompletableFuture<RestAnswer> rest(String callSid, Optional<String> stream, Map<String, String> form) {
        return CompletableFuture.supplyAsync(() -> rest.answer(callSid, isUp(callSid), stream, form), line.loop());
    }

    private boolean isUp(String callSid) {
        boolean callers = line.callSid().equals(callSid);
        return !over && (callers || (dialling != null && dialling.isUp(callSid)));
    }

    /** Completes once, normally, when the call has ended and all its callbacks are answered. */
    CompletableFuture<CallReport> report() {
        return report;
    }

    void begin() {
        streams.listener(this);
        line.progress().mistake().thenAccept(e -> abort(new Outcome.Failed("the watcher of the call failed: " + e)));
        Target target = line.plan().target();
        if (target instanceof Target.VoiceUrl voice) {
            line.progress().placed(line.callSid(), voice.uri());
            Map<String, String> form = line.forms().call("ringing");
            form.putAll(line.plan().parameters());
            ask(voice.uri(), form, status -> {});
        } else if (target instanceof Target.MediaUrl media) {
            line.progress().placed(line.callSid(), media.uri());
            Map<String, String> parameters = new LinkedHashMap<>(line.plan().parameters());
            streams.open(new StreamOrder(media.uri(), null, media.tracks(), parameters, null), false);
            streams.converse();
        }
    }

    /** Ends the call with a reason, whatever it is doing. */
    void abort(Outcome reason) {
        if (trouble == null) {
            trouble = reason;
        }
        hangUp();
    }

    /** Ends the call because nobody wants it any more. Any thread. */
    void abandon() {
        line.loop().execute(() -> abort(new Outcome.Failed("the simulator was closed during the call")));
    }

    /** Reports what there is, without waiting for the other side. Any thread. */
    void giveUp() {
        if (!report.isDone()) {
            line.loop().execute(this::finish);
        }
    }

    private void ask(URI uri, Map<String, String> form, Consumer<Integer> onStatus) {
        webhooks.post(uri, form)
                .whenCompleteAsync(
                        (answer, failure) -> guarded(() -> {
                            onStatus.accept(answer == null ? 0 : answer.statusCode());
                            if (answer == null) {
                                abort(new Outcome.Failed(uri + ": " + failure
                                        + " (expected: TwiML within 15 s; is the bridge running?)"));
                            } else {
                                follow(uri, answer);
                            }
                        }),
                        line.loop());
    }

    private void follow(URI uri, HttpResponse<String> answer) {
        if (over) {
            return;
        }
        if (answer.statusCode() < 200 || answer.statusCode() > 299) {
            abort(new Outcome.Refused(answer.statusCode()));
            return;
        }
        twiml.add(answer.body());
        todo.clear();
        try {
            todo.addAll(new TwimlReader(uri).read(answer.body()));
        } catch (BadTwiml e) {
            abort(new Outcome.Failed(e.getMessage() == null ? "bad TwiML" : e.getMessage()));
            return;
        }
        goOn();
    }

    /** Runs verbs until one of them takes time. */
    private void goOn() {
        boolean more = true;
        while (more && !over) {
            Verb verb = todo.poll();
            if (verb == null) {
                hangUp();
                return;
            }
            more = run(verb);
        }
    }

    /** @return whether the next verb follows at once */
    private boolean run(Verb verb) {
        if (verb instanceof Verb.Start start) {
            start(start.stream());
        } else if (verb instanceof Verb.Stop stop) {
            streams.stop(stop.streamName());
        } else if (verb instanceof Verb.Dial dial) {
            dial(dial);
            return false;
        } else if (verb instanceof Verb.Pause pause) {
            pause(pause.length());
            return false;
        } else if (verb instanceof Verb.Redirect redirect) {
            ask(redirect.uri(), line.forms().call("in-progress"), status -> {});
            return false;
        } else if (verb instanceof Verb.Hangup) {
            hangUp();
        } else if (verb instanceof Verb.Skipped skipped) {
            line.warnings().add("<" + skipped.name() + ">: not simulated, passed over");
        }
        return true; // <Say> takes no time: nobody speaks it
    }

    private void start(StreamOrder order) {
        boolean willDial = todo.stream().anyMatch(Verb.Dial.class::isInstance);
        if (todo.isEmpty()) {
            line.warnings()
                    .add("nothing follows <Start>, so the call hangs up at once"
                            + " (expected: <Dial>, <Pause> or another verb that takes time)");
        }
        streams.open(order, willDial && line.quirks().has(Quirk.Callbacks.EARLY));
        if (!willDial && !todo.isEmpty()) {
            streams.converse();
        }
    }

    private void dial(Verb.Dial dial) {
        List<DialResult> results = line.plan().dials();
        DialResult result = dials < results.size() ? results.get(dials) : DialResult.ANSWERED;
        dials++;
        Dialling ringing = new Dialling(line, dial, result, this);
        dialling = ringing;
        childSids.addAll(ringing.childSids());
        ringing.ring();
    }

    private void pause(Duration length) {
        if (line.clock().unpaced() && streams.wantsToConverse()) {
            return; // without a clock, the end of the audio ends the call
        }
        long until = line.clock().nanos() + length.toNanos();
        line.loop()
                .schedule(
                        () -> guarded(this::goOn),
                        Math.max(0, line.clock().realNanosUntil(until)),
                        TimeUnit.NANOSECONDS);
    }

    @Override
    public void answered(Dialling by) {
        if (!over && by == dialling) {
            if (line.quirks().has(Quirk.Callbacks.EARLY)) {
                streams.release();
            }
            streams.converse();
            if (streams.finished()) {
                audioOver(); // a later Dial has nothing left to say
            }
        }
    }

    @Override
    public void refused(Dialling by) {
        if (!over && by == dialling) {
            streams.release();
            afterDial(by, 0);
        }
    }

    @Override
    public void audioOver() {
        Dialling ended = dialling;
        if (ended == null) {
            hangUp(); // the caller has nothing more to say
        } else {
            long talked = streams.talkedSeconds();
            ended.hangUp(talked);
            afterDial(ended, talked);
        }
    }

    private void afterDial(Dialling ended, long talkedSeconds) {
        dialling = null;
        URI action = ended.dial().action();
        if (action == null) {
            goOn();
            return;
        }
        Map<String, String> form = line.forms().dialEnded(ended.childSids().get(0), ended.result(), talkedSeconds);
        ask(action, form, status -> line.callbacks().note("action", action, status));
    }

    @Override
    public void hangUp() {
        if (over) {
            return;
        }
        over = true;
        todo.clear();
        if (dialling != null) {
            dialling.hangUp(streams.talkedSeconds());
        }
        streams.end().thenCompose(closed -> line.callbacks().settled()).whenComplete((done, failure) -> finish());
    }

    private void finish() {
        Outcome outcome = trouble != null ? trouble : streams.trouble().orElse(new Outcome.Completed());
        report.complete(new CallReport(
                line.callSid(),
                childSids,
                streams.reports(),
                twiml,
                line.callbacks().posted(),
                streams.session().orElse(null),
                Duration.ofNanos(line.clock().realNanos()),
                outcome,
                line.warnings()));
    }

    /** A fault of ours ends the call with a report, instead of leaving it hanging. */
    void guarded(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            abort(new Outcome.Failed("the simulator itself failed: " + e));
        }
    }
}
