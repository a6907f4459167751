package io.sidetone.call;

import io.netty.channel.EventLoop;
import io.sidetone.engine.Directory;
import io.sidetone.engine.Engine;
import io.sidetone.speech.OfCall;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.Ticks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One live call: its record, its numbering, its end. Reads top to bottom in the order things happen.
 *
 * <p>Confined to {@link #home}: every method runs on that loop, so no field is guarded. Others come
 * through {@link CallHandle}.
 */
final class Call implements OfCall {
    private static final Logger log = LoggerFactory.getLogger(Call.class);

    private final StreamStart first; // of the stream that opened the call
    private final String callId;
    private final EventLoop home;
    private final long startedAtMs; // loop clock
    private final CallEvents events;
    private final Calls calls;

    private final Set<CallStream> streams = new LinkedHashSet<>();
    private final List<LegRecord> legs = new ArrayList<>();
    private final Map<String, String> openFaults = new HashMap<>(); // leg and code -> faultId
    private final Watermark watermark = new Watermark();
    private final DialReports dials = new DialReports();
    private final Set<String> answered = new HashSet<>(); // dialled legs that were told to a stream, or shall be
    private @Nullable String untoldAnswer; // of these, one that no stream was there to hear of
    private @Nullable EndReason endReason; // of the stream that ended last
    private int faults;
    private final CallPause pause;
    private @Nullable AutoCloseable serving; // commands; null before the beginning and after the end
    private boolean ended;

    Call(StreamStart first, String callId, EventLoop home, CallEvents events, Calls calls) {
        this.first = first;
        this.callId = callId;
        this.home = home;
        this.events = events;
        this.calls = calls;
        this.startedAtMs = Ticks.nowMs(home);
        this.pause = new CallPause(home, calls.ticks(), this::pausedOrResumed);
    }

    @Override
    public String callId() {
        return callId;
    }

    @Override
    public @Nullable String role() {
        return null;
    }

    EventLoop home() {
        return home;
    }

    /** The home's clock at call time zero. */
    long startedAtMs() {
        return startedAtMs;
    }

    void begin() {
        assertAtHome();
        events.callStarted(first);
        log.info("{}: started, {} stream {}", this, first.direction(), first.streamSid());
    }

    /** @param commands takes the call's commands until it is closed */
    void servedBy(AutoCloseable commands) {
        assertAtHome();
        serving = commands;
    }

    CallPause pause() {
        return pause;
    }

    private CompletionStage<Void> pausedOrResumed(boolean paused, String by) {
        assertAtHome();
        long atMs = callNowMs();
        log.info("{}: {} by {}", this, paused ? "paused" : "resumed", by);
        if (paused) {
            legs.forEach(leg -> leg.owesUntilMs = atMs);
            events.paused(atMs, by);
        } else {
            events.resumed(atMs, by);
        }
        return CompletableFuture.allOf(
                streams.stream().map(stream -> stream.setPaused(paused)).toArray(CompletableFuture<?>[]::new));
    }

    void streamOpened(CallStream stream) {
        assertAtHome();
        streams.add(stream);
        stream.setPaused(pause.isOn()); // it may have changed since the stream looked
        endReason = null;
        tellAnswer();
    }

    /** A stream carries a leg on whose own stream was lost: the same leg, under the same name. */
    void legCarriedOn(CallStream stream, Leg leg) {
        assertAtHome();
        LegRecord record = find(leg);
        if (record.leg == leg) {
            record.stream = stream;
            log.info("{}: carried on by stream {}", record, stream.start().streamSid());
        } else { // an even newer stream was faster
            stream.loop().execute(() -> stream.replaced(leg));
        }
    }

    /** A stream has opened a leg, or taken over one that an older stream of the same phone leg carried. */
    void legOpened(CallStream stream, Leg leg, long startMs) {
        assertAtHome();
        LegRecord known = find(stream.start().callSid(), leg.track());
        LegRecord record;
        if (known == null) {
            record = new LegRecord("l" + (legs.size() + 1), stream, leg);
            legs.add(record);
            calls.metrics().leg(null, record.state);
        } else {
            CallStream older = known.stream;
            Leg replaced = known.leg;
            LegState before = known.state;
            known.moveTo(stream, leg);
            calls.metrics().leg(before, known.state);
            record = known;
            if (older != stream) {
                older.loop().execute(() -> older.replaced(replaced));
            }
        }
        events.legStarted(record, startMs);
        DialProgress dial = dials.newest();
        if (dial != null) {
            pass(dial, leg);
        }
    }

    /** News of the dialled side, for the legs that wait for it. */
    void dial(DialProgress progress) {
        assertAtHome();
        if (dials.isNews(progress)) {
            legs.forEach(record -> pass(progress, record.leg));
            String dialledSid = progress.dialledSid();
            if (progress.step() == DialProgress.Step.ANSWERED && dialledSid != null && answered.add(dialledSid)) {
                untoldAnswer = dialledSid;
                tellAnswer();
            }
        }
    }

    /** The stream of the phone leg that the call began with may want to have the dialled one heard, too. */
    private void tellAnswer() {
        String dialledSid = untoldAnswer;
        for (CallStream stream : streams) {
            if (dialledSid != null && stream.start().callSid().equals(first.callSid())) {
                untoldAnswer = null;
                stream.loop().execute(() -> stream.answered(dialledSid));
                return;
            }
        }
    }

    /** A stream that should have come does not. */
    void streamMissing(String why) {
        assertAtHome();
        log.warn("{}: {}", this, why);
        events.fault(null, "flt_" + ++faults, StreamLoss.neverCame(why, callNowMs()));
    }

    /**
     * The journal has stopped taking events, or takes them again. What it could not take meanwhile waits in memory.
     *
     * @param before the code of the fault that it had until now, or null
     */
    void storage(@Nullable String before, Engine.Health now) {
        assertAtHome();
        if (before != null) {
            storageFault(before, "events are kept again", true);
        }
        String code = now.code();
        if (code != null) {
            storageFault(code, "events wait in memory: " + now.detail(), false);
        }
    }

    private void storageFault(String code, String message, boolean resolved) {
        String open = openFaults.remove(code);
        if (resolved && open == null) {
            return; // the call began after the trouble did
        }
        String faultId = open != null ? open : "flt_" + ++faults;
        if (!resolved) {
            openFaults.put(code, faultId);
        }
        events.fault(
                null,
                faultId,
                new SpeechEvent.Fault(code, SpeechEvent.Severity.WARNING, message, callNowMs(), 0, resolved));
    }

    void onLeg(Leg leg, LegReport report) {
        assertAtHome();
        LegRecord record = find(leg);
        if (report instanceof LegReport.Said said) {
            calls.metrics().settled(callNowMs() - said.words().endMs());
            said(record, said, record.utterance(leg));
        } else if (report instanceof LegReport.Repaired repaired) {
            LegRecord.OpenUtterance own = record.repairedUtterance();
            said(record, new LegReport.Said(repaired.words(), false), own);
            events.utteranceCompleted(record, own, UtteranceEnding.SILENCE);
        } else if (report instanceof LegReport.UtteranceOver over) {
            utteranceOver(record, leg, over.ending());
        } else if (report instanceof LegReport.Trouble trouble) {
            trouble(record, trouble.fault());
        } else if (report instanceof LegReport.Pressed pressed) {
            events.dtmf(record, pressed.atMs());
        } else if (report instanceof LegReport.Ended over) {
            legEnded(record, leg, over);
        } else if (record.leg == leg) {
            present(record, report);
        }
    }

    /** What is so now. A replaced leg that is still finishing has no say in it. */
    private void present(LegRecord record, LegReport report) {
        if (report instanceof LegReport.CompleteUntil progress) {
            record.completeMs = Math.max(record.completeMs, progress.atMs());
        } else if (report instanceof LegReport.Guess guess) {
            record.rev++;
            if (!guess.interim().text().isEmpty()) {
                calls.metrics().guessed(callNowMs() - guess.interim().endMs());
            }
            events.interim(record, guess);
        } else if (report instanceof LegReport.GuessCleared) {
            record.rev++;
            events.interimCleared(record);
        } else if (report instanceof LegReport.Speaking speaking) {
            events.speechStarted(record, speaking.atMs());
        } else if (report instanceof LegReport.StateChanged changed) {
            stateChanged(record, changed);
        } else if (report instanceof LegReport.Behind behind) {
            record.behind = behind.progress();
            events.legBehind(record, behind.progress());
        }
    }

    void streamEnded(CallStream stream, EndReason reason) {
        assertAtHome();
        if (streams.remove(stream)) {
            // a stream that was replaced says nothing about how the call went
            endReason = reason == EndReason.REPLACED && endReason != null ? endReason : reason;
            calls.streamGone(callId);
            endIfNothingIsOpen();
        }
    }

    void endStreams(EndReason reason) {
        assertAtHome();
        for (CallStream stream : streams) {
            stream.loop().execute(() -> stream.hangUp(reason));
        }
        if (streams.isEmpty()) {
            endReason = reason;
        }
        calls.giveUpLost(callId, reason);
    }

    private void said(LegRecord record, LegReport.Said said, LegRecord.OpenUtterance utterance) {
        SpeechEvent.Final words = said.words();
        boolean late = watermark.isLate(words.startMs());
        long completeUntilMs = watermark.advance(legs, callNowMs());
        record.finals++;
        record.rev++;
        record.words += words.words().size();
        record.language = words.language();
        String finalId = callId + "." + record.legId + "." + record.finals;
        String told = events.said(record, said, finalId, utterance.utt(), completeUntilMs, late);
        utterance
                .finals()
                .add(new LegRecord.SaidFinal(
                        finalId,
                        told,
                        words.startMs(),
                        words.endMs(),
                        words.confidence(),
                        words.words().size()));
    }

    private void utteranceOver(LegRecord record, Leg leg, UtteranceEnding ending) {
        LegRecord.OpenUtterance over = record.closeUtterance(leg);
        if (over != null) {
            events.utteranceCompleted(record, over, ending);
        }
    }

    private void stateChanged(LegRecord record, LegReport.StateChanged changed) {
        become(record, changed.state());
        events.legUpdated(record, changed.detail());
        log.info("{}: {} ({})", record, changed.state().wireName(), changed.detail());
    }

    private void become(LegRecord record, LegState state) {
        calls.metrics().leg(record.state, state);
        record.state = state;
    }

    private void trouble(LegRecord record, SpeechEvent.Fault fault) {
        String key = record.legId + " " + fault.code();
        String open = openFaults.get(key);
        String faultId = open != null && fault.resolved() ? open : "flt_" + ++faults;
        if (fault.resolved()) {
            openFaults.remove(key);
        } else {
            openFaults.put(key, faultId);
        }
        log.warn("{}: {}: {}", record, fault.code(), fault.message());
        calls.metrics().fault(fault);
        events.fault(record, faultId, fault);
    }

    private void legEnded(LegRecord record, Leg leg, LegReport.Ended over) {
        record.add(over.totals());
        calls.metrics().legEnded(over.totals());
        record.finishing--;
        if (record.leg == leg) {
            record.lastWord = over;
        }
        LegReport.Ended lastWord = record.lastWord;
        if (lastWord != null && record.finishing == 0) {
            record.ended = true;
            become(record, LegState.ENDED);
            events.legEnded(record.count(), lastWord.totals().atMs(), lastWord.reason());
            endIfNothingIsOpen();
        }
    }

    private void endIfNothingIsOpen() {
        if (!ended && streams.isEmpty() && legs.stream().allMatch(leg -> leg.ended)) {
            ended = calls.release(callId, this::sayGoodbye);
            if (ended) {
                stopServing();
            }
        }
    }

    private void stopServing() {
        pause.end();
        AutoCloseable commands = serving;
        serving = null;
        try {
            if (commands != null) {
                commands.close();
            }
        } catch (Exception e) {
            log.warn("{}: its commands are still served: {}", this, e.toString());
        }
    }

    private void sayGoodbye() {
        EndReason reason = why();
        List<LegCount> counts = legs.stream().map(LegRecord::count).toList();
        events.callEnded(reason, calls.now(), callNowMs(), counts, faults);
        calls.metrics().callEnded(reason);
        log.info("{}: ended, {}; {}", this, reason.wireName(), summary());
    }

    /** A call that ended well but of which nobody could transcribe anything did not end well. */
    private EndReason why() {
        EndReason reason = endReason == null ? EndReason.STREAM_CLOSED : endReason;
        boolean heard = legs.stream().anyMatch(leg -> leg.audioMs > 0);
        boolean transcribed = legs.stream().anyMatch(leg -> leg.audioMs > 0 && (!leg.failed || leg.finals > 0));
        return heard && !transcribed && reason == EndReason.COMPLETED ? EndReason.SPEECH_FAILED : reason;
    }

    private String summary() {
        StringBuilder text = new StringBuilder()
                .append(callNowMs())
                .append(" ms, ")
                .append(faults)
                .append(" faults");
        for (LegRecord leg : legs) {
            text.append("; ").append(leg.role).append(": ").append(leg.finals).append(" finals, ");
            text.append(leg.words).append(" words, ").append(leg.audioMs).append(" ms of audio, ");
            text.append(leg.lostMs)
                    .append(" ms lost, ")
                    .append(leg.gapMs)
                    .append(" ms in ")
                    .append(leg.gaps);
            text.append(" gaps");
            if (leg.pendingMs > 0) {
                text.append(", ").append(leg.pendingMs).append(" ms still to be repaired");
            }
        }
        return text.toString();
    }

    private void pass(DialProgress progress, Leg leg) {
        long atCallMs = progress.atMs() - startedAtMs;
        if (leg.loop().inEventLoop()) {
            leg.dial(progress.step(), atCallMs);
        } else {
            leg.loop().execute(() -> leg.dial(progress.step(), atCallMs));
        }
    }

    private @Nullable LegRecord find(String callSid, Track track) {
        for (LegRecord record : legs) {
            if (record.track == track && record.callSid.equals(callSid)) {
                return record;
            }
        }
        return null;
    }

    /** The record of a leg, also of one that a newer stream has replaced: its last words still count. */
    private LegRecord find(Leg leg) {
        for (LegRecord record : legs) {
            if (record.leg == leg || record.former.contains(leg)) {
                return record;
            }
        }
        throw new IllegalStateException(this + ": a leg reports that was never opened: " + leg);
    }

    private long callNowMs() {
        return Ticks.nowMs(home) - startedAtMs;
    }

    Directory.CallRecord asRecord(String node, long startedAtMillis) {
        return new Directory.CallRecord(callId, first.callSid(), node, startedAtMillis, first.labels());
    }

    private void assertAtHome() {
        assert home.inEventLoop()
                : this + " touched by " + Thread.currentThread().getName() + "; use CallHandle.tell";
    }

    @Override
    public String toString() {
        return "call " + callId;
    }
}
