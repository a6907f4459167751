package io.sidetone.call;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.sidetone.speech.AudioFormat;
import io.sidetone.speech.OfCall;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.SpeechLeg;
import io.sidetone.speech.SpeechSession;
import io.sidetone.speech.SpeechToText;
import io.sidetone.speech.Ticks;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One speaker of a call: audio down to the vendor, words back. Reads in the order the data moves.
 *
 * <p>Confined to its stream's loop. What it learns goes to the call as {@link LegReport}s, in order.
 */
final class Leg implements Utterances.Outcome, OfCall {
    /** Words younger than this may still be on their way from the vendor, not even guessed at yet. */
    static final long SETTLING_MS = 3_000;
    /** News of a hang-up can overtake the last words, which come another way; these may come so much later. */
    static final long UNDER_WAY_MS = 2_000;

    private static final long NEVER = Long.MAX_VALUE;
    /** Vendors round; what is settled to within a frame of what was sent is settled. */
    private static final long FRAME_MS = 20;
    /** The call hears of progress in steps of this size, through the same queue as the words. */
    private static final long REPORTED_STEP_MS = 250;
    /** A track that sends nothing (silence suppression) keeps up with the clock, this far behind. */
    static final long QUIET_MS = 1_000;

    private final SpeechLeg speaker;
    private final Track track;
    private final LegAudio audio = new LegAudio();
    private final @Nullable Gate gate; // null: transcribed from the first frame
    private final Utterances utterances;
    private final KeptGuesses guesses = new KeptGuesses();
    private final SpeechSession session;
    private final BiConsumer<Leg, LegReport> call;

    private LegState state;
    private LegState vendor = LegState.CONNECTING; // how the session stands, whether or not the gate is open
    private long settledMs; // call time before which nothing can change any more
    private long lostMs; // as the session reported
    private long pendingMs; // may still be repaired after the end
    private long unheardBytes; // received after the vendor was gone
    private SpeechEvent.Source source = new SpeechEvent.Source("none", "none", null);
    private @Nullable String failure; // why the vendor is gone; null while it is not
    private @Nullable EndReason ending; // set when no more audio comes
    private long hungUpMs = NEVER; // call time of a hang-up that the gate has not followed yet
    private long completeMs; // as last reported
    private boolean paused;
    private long sentUntilMs; // call time of the end of what the session was given

    Leg(
            SpeechLeg speaker,
            Track track,
            boolean gated,
            CallRules rules,
            SpeechToText speech,
            BiConsumer<Leg, LegReport> call) {
        this.speaker = speaker;
        this.track = track;
        this.call = call;
        this.gate = gated ? new Gate(Ticks.nowMs(speaker.loop())) : null;
        this.state = gated ? LegState.WAITING : LegState.CONNECTING;
        this.utterances = new Utterances(rules.utteranceSilence(), rules.utteranceMax(), rules.utterancePause(), this);
        this.session = speech.open(speaker, AudioFormat.MULAW_8K, this::onSpeech);
    }

    Track track() {
        return track;
    }

    @Override
    public String callId() {
        return speaker.callId();
    }

    @Override
    public String role() {
        return speaker.role();
    }

    EventLoop loop() {
        return speaker.loop();
    }

    /** No more audio is taken; the vendor may still be finishing. */
    boolean isEnding() {
        return ending != null;
    }

    LegState state() {
        return state;
    }

    /** Audio from the phone: {@code slice} is mu-law, valid during the call only. */
    void hear(ByteBuf slice, long timestampMs, long callTimeMs) {
        if (ending != null) {
            return; // frames behind the stop, or of a stream that was replaced: they count nowhere
        }
        LegAudio.Gap gap = audio.received(slice.readableBytes(), timestampMs, callTimeMs);
        if (gap != null) {
            report(new LegReport.Trouble(gap.asFault()));
        }
        if (gate == null || gate.isOpenAt(callTimeMs)) {
            pass(slice, callTimeMs);
        } else {
            gate.keep(slice, callTimeMs);
        }
    }

    /** Audio in milliseconds until something is done with it, {@link SpeechSession#gathersMs}. */
    long gathersMs() {
        boolean isWanted = ending == null && failure == null && !paused && !isGateShut();
        return isWanted ? session.gathersMs() : NEVER;
    }

    /** A frame from the phone that was spoken during a pause: it is counted, and nothing else becomes of it. */
    void passOver(int length, long timestampMs, long callTimeMs) {
        if (ending == null) {
            audio.passedOver(length, timestampMs, callTimeMs);
        }
    }

    /** Opens into a paused call. Before the call knows of the leg. */
    void startPaused() {
        paused = true;
        state = LegState.PAUSED;
    }

    /** Settles what was spoken so far; whoever brings the audio keeps back what follows. */
    void pause() {
        if (!paused) {
            paused = true;
            session.finalizeNow();
            become(LegState.PAUSED, "the call is paused");
        }
    }

    void resume() {
        if (paused) {
            paused = false;
            audio.startAnew();
            become(isGateShut() ? LegState.WAITING : vendor, "the call goes on");
        }
    }

    /** Call time of the end of the newest audio; 0 before the first. */
    long newestMs() {
        return audio.newestMs();
    }

    /** The stream's socket is gone without a word; the vendor's connection stays, as another stream may follow. */
    void streamLost(long atMs, Duration patience) {
        report(new LegReport.Trouble(StreamLoss.began(atMs, patience)));
    }

    /** Another stream carries on. */
    void streamResumed(long atMs) {
        audio.streamChanged();
        report(new LegReport.Trouble(StreamLoss.over(atMs)));
    }

    /** News of the dialled side, as of {@code atMs} call time. */
    void dial(DialProgress.Step step, long atMs) {
        if (gate == null || ending != null) {
            return;
        }
        switch (step) {
            case INITIATED -> gate.initiated();
            case ANSWERED -> openGate(atMs - Gate.BEFORE_ANSWER_MS);
            case ENDED -> hungUpMs = atMs;
        }
    }

    void pressed(long atMs) {
        report(new LegReport.Pressed(atMs));
    }

    /** Looks at the clock: silences, gates, and how far everything is settled. */
    void tick(long nowMs, long callNowMs) {
        utterances.tick(nowMs);
        if (gate != null && ending == null && gate.givesUp(nowMs)) {
            report(new LegReport.Trouble(callbacksMissing(callNowMs)));
            openGate(null);
        }
        if (hungUpMs != NEVER && callNowMs >= hungUpMs + UNDER_WAY_MS) {
            shutGate();
        }
        long heardMs = Math.max(audio.newestMs(), callNowMs - QUIET_MS);
        long guessMs = utterances.guessStartMs();
        boolean nothingComes = paused && settledMs + FRAME_MS >= sentUntilMs;
        long unguessedMs = nothingComes ? callNowMs : heardMs - SETTLING_MS;
        long ownCompleteMs = Math.max(settledMs, guessMs >= 0 ? guessMs : unguessedMs);
        long nowCompleteMs = Math.min(ownCompleteMs, session.unsettledFromMs());
        if (nowCompleteMs >= completeMs + REPORTED_STEP_MS) {
            completeMs = nowCompleteMs;
            report(new LegReport.CompleteUntil(nowCompleteMs));
        }
    }

    /** No more audio comes; the vendor may still finish the last words. */
    void end(EndReason reason) {
        if (ending == null) {
            ending = reason;
            if (state == LegState.ENDED) {
                return;
            }
            if (failure != null) {
                over();
            } else {
                session.finish();
            }
        }
    }

    @Override
    public void over(UtteranceEnding ended) {
        report(new LegReport.UtteranceOver(ended));
    }

    @Override
    public void askForFinal() {
        session.finalizeNow();
    }

    @Override
    public boolean keepUnconfirmed(SpeechEvent.Interim guess) {
        SpeechEvent.Final words = new SpeechEvent.Final(
                guess.text(),
                guess.startMs(),
                guess.endMs(),
                guess.endMs(),
                guess.confidence(),
                null,
                false,
                false,
                false,
                source,
                guess.words());
        SpeechEvent.Final news = guesses.notYetSaid(words); // the guess may repeat one that was kept before
        guesses.add(guess);
        settledMs = Math.max(settledMs, guess.endMs());
        if (news != null) {
            report(new LegReport.Said(news, true));
        }
        return news != null;
    }

    private void pass(ByteBuf slice, long callTimeMs) {
        if (failure == null) {
            sentUntilMs = callTimeMs + slice.readableBytes() / AudioFormat.MULAW_8K.bytesPerMs();
            session.audio(slice, callTimeMs);
        } else {
            unheardBytes += slice.readableBytes();
        }
    }

    private boolean isGateShut() {
        return gate != null && !gate.isOpen();
    }

    private void onSpeech(SpeechEvent event) {
        assert loop().inEventLoop()
                : this + " touched by " + Thread.currentThread().getName();
        long nowMs = Ticks.nowMs(loop());
        if (event instanceof SpeechEvent.Interim interim) {
            guessed(interim, nowMs);
        } else if (event instanceof SpeechEvent.Final words) {
            settled(words, nowMs);
        } else if (event instanceof SpeechEvent.Settled silence) {
            settledMs = Math.max(settledMs, silence.untilMs());
            clearGuess(silence.untilMs());
            utterances.settledSilence(silence);
        } else if (event instanceof SpeechEvent.UtteranceEnd end) {
            utterances.vendorSawEnd(end);
        } else if (event instanceof SpeechEvent.SpeechStarted started) {
            report(new LegReport.Speaking(started.atMs()));
        } else if (event instanceof SpeechEvent.Progress progress) {
            report(new LegReport.Behind(progress));
        } else if (event instanceof SpeechEvent.Health health) {
            utterances.vendorIs(health.state() == SpeechEvent.State.LIVE);
            vendorIs(LegState.of(health.state()), health.detail());
        } else if (event instanceof SpeechEvent.Fault fault) {
            // audio that is being given up is summed up when that is over; other losses are told once
            lostMs += fault.resolved() == fault.code().equals("audio.shed") ? fault.lostMs() : 0;
            report(new LegReport.Trouble(fault));
        } else if (event instanceof SpeechEvent.Opened opened) {
            source = new SpeechEvent.Source(opened.provider(), opened.model(), opened.requestId());
        } else if (event instanceof SpeechEvent.Closed closed) {
            vendorIsGone(closed);
        }
    }

    private void guessed(SpeechEvent.Interim interim, long nowMs) {
        if (interim.text().isEmpty() || !guesses.coverEnd(interim)) {
            utterances.interim(interim, nowMs);
            report(new LegReport.Guess(interim));
        }
    }

    private void settled(SpeechEvent.Final words, long nowMs) {
        settledMs = Math.max(settledMs, words.settledUntilMs());
        SpeechEvent.Final news = guesses.notYetSaid(words);
        if (words.repaired()) {
            if (news != null) {
                report(new LegReport.Repaired(news)); // an utterance of its own: what is open now is of another time
            }
            return;
        }
        if (news == null) {
            clearGuess(words.settledUntilMs());
            utterances.settledSilence(
                    new SpeechEvent.Settled(words.settledUntilMs(), words.speechFinal(), words.fromFinalize()));
            return;
        }
        report(new LegReport.Said(news, false));
        utterances.settledWords(news, nowMs);
    }

    private void clearGuess(long settledUntilMs) {
        if (utterances.guessStartMs() >= 0 && utterances.guessStartMs() < settledUntilMs) {
            report(new LegReport.GuessCleared());
        }
    }

    private void vendorIsGone(SpeechEvent.Closed closed) {
        utterances.legEnded();
        failure = closed.clean() ? null : closed.reason();
        pendingMs = closed.pendingMs();
        if (ending != null) {
            over();
        } else {
            failure = closed.reason();
            vendorIs(LegState.UNTRANSCRIBED, closed.reason());
        }
    }

    private void over() {
        state = LegState.ENDED;
        report(new LegReport.Ended(
                Objects.requireNonNull(ending, "only an ending leg is over"),
                audio.totals(lostMs + unheardBytes / AudioFormat.MULAW_8K.bytesPerMs(), pendingMs, failure)));
    }

    private void openGate(@Nullable Long fromMs) {
        hungUpMs = NEVER; // whoever that was: somebody is on the line now
        Gate shut = Objects.requireNonNull(gate, "only a gated leg has a gate to open");
        if (!shut.isOpen()) {
            become(vendor, "the other side has answered");
            shut.open(fromMs, this::pass);
        }
    }

    private void shutGate() {
        Gate open = Objects.requireNonNull(gate, "only a gated leg has a gate to shut");
        if (open.isOpen() && ending == null) {
            open.shutAgain(hungUpMs);
            session.finalizeNow();
            become(LegState.WAITING, "the dialled side has hung up");
        }
        hungUpMs = NEVER;
    }

    private void vendorIs(LegState next, String detail) {
        vendor = next;
        if (!isGateShut()) {
            become(next, detail);
        }
    }

    private void become(LegState wanted, String detail) {
        LegState next = paused ? LegState.PAUSED : wanted; // a pause hides how the vendor stands
        if (state != next && state != LegState.ENDED) {
            state = next;
            report(new LegReport.StateChanged(next, detail));
        }
    }

    private void report(LegReport report) {
        call.accept(this, report);
    }

    private static SpeechEvent.Fault callbacksMissing(long atMs) {
        return new SpeechEvent.Fault(
                "twilio.callbacks_missing",
                SpeechEvent.Severity.WARNING,
                "nobody reported the dialled side within " + Gate.PATIENCE_MS / 1_000
                        + " s (expected: /twilio/call-status callbacks); its track is transcribed from the start",
                atMs,
                0,
                false);
    }

    @Override
    public String toString() {
        return speaker.toString();
    }
}
