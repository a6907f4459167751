package io.sidetone.speech.lasting;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sidetone.speech.AudioFormat;
import io.sidetone.speech.Failure;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.SpeechLeg;
import io.sidetone.speech.SpeechSession;
import io.sidetone.speech.Ticks;
import io.sidetone.speech.Transcript;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One leg, for as long as it is to be heard, over any number of connections. Reads in the order the data moves: audio
 * in, a line to the vendor, words back, what to do when the line breaks, the end. Confined to the leg's loop.
 */
final class LastingSession implements SpeechSession, Ticks.Member, PieceQueue.Owner {
    /** Lag below this is the time that a chunk and a handshake take. */
    private static final long LEAST_LAG_MS = 300;
    /** A line may fall behind by this much more than may be caught up; then it counts as too slow. */
    private static final long TOO_SLOW_MS = 1_500;
    /** Behind the hangover of the voice activity, a pause this long is a good place to cut. */
    private static final long PAUSE_MS = 350;
    /** What an open line is given to confirm the end, whatever else is waited for. */
    private static final long FLUSH_MS = 10_000;
    /** While the line is closed for silence, so much is kept from before the first sound. */
    private static final long BEFORE_VOICE_MS = 3_000;

    private final SpeechLeg leg;
    private final LastingRules rules;
    private final LastingRules.Silence silence;
    private final Routes streams;
    private final Routes requests;
    private final Ticks ticks;
    private final Account account;
    private final LastingMeters meters;
    private final LateRepairs late;
    private final PieceQueue pieces;
    private final Unsettled unsettled;
    private final WordsBack words;
    private final VoiceWatch voice = new VoiceWatch();
    private final Finalizer finalizer = new Finalizer();
    private final Arrivals arrivals = new Arrivals();

    private @Nullable Line line; // to the vendor, open or on its way
    private @Nullable Line retiring; // closed for silence, still finishing
    private long lastAudioAtMs; // loop clock
    private boolean begun; // ticks come
    private boolean parked; // closed for silence
    private boolean finishing;
    private long finishedAtMs; // loop clock
    private boolean givingUp;
    private boolean over;

    LastingSession(SpeechLeg leg, LastingRules rules, Routes streams, Routes requests, Shared shared, Account account) {
        this.leg = leg;
        this.rules = rules;
        this.silence = rules.silenceOf(leg.role());
        this.streams = streams;
        this.requests = requests;
        this.ticks = shared.ticks();
        this.account = account;
        this.meters = shared.meters();
        this.late = shared.late();
        this.pieces = new PieceQueue(leg, requests, shared.budget(), shared.spill(), this);
        this.unsettled = new Unsettled(rules, shared.budget(), account, pieces);
        this.words = new WordsBack(account, unsettled, finalizer);
    }

    /** What all legs of the process share. */
    record Shared(Ticks ticks, AudioBudget budget, @Nullable Spill spill, LastingMeters meters, LateRepairs late) {}

    // --- audio in ---

    @Override
    public void connect() {
        assertAtHome();
        begin();
        openLine(Ticks.nowMs(leg.loop()));
    }

    @Override
    public void audio(ByteBuf slice, long callTimeMs) {
        assertAtHome();
        if (!slice.isReadable() || finishing || over) {
            return;
        }
        begin();
        lastAudioAtMs = Ticks.nowMs(leg.loop());
        arrivals.came(slice.readableBytes() / KeptAudio.BYTES_PER_MS, lastAudioAtMs);
        KeptAudio kept = unsettled.kept();
        if (silence == LastingRules.Silence.FILL && kept.hasBegun()) {
            long filledMs = SilenceFill.fill(kept.endMs(), callTimeMs, this::take);
            take(slice, Math.max(filledMs, callTimeMs));
        } else {
            take(slice, callTimeMs);
        }
    }

    /** As its line says; without one each slice counts: it may be what opens one. */
    @Override
    public long gathersMs() {
        Line to = openedLine();
        return to == null || finishing || over ? 0 : to.session().gathersMs();
    }

    private void begin() {
        if (!begun) {
            begun = true;
            ticks.join(leg.loop(), this);
        }
    }

    private void take(ByteBuf slice, long callTimeMs) {
        Line to = openedLine();
        unsettled.keep(slice, callTimeMs, heardUntilMs());
        voice.hear(slice, callTimeMs);
        finalizer.heard(voice, lastAudioAtMs);
        if (to != null) {
            pass(to, slice, callTimeMs);
            finalizeIfDue(to, lastAudioAtMs);
        } else {
            unparkIfSpoken();
            openLine(lastAudioAtMs);
            cutIfDue();
        }
    }

    /**
     * A vendor that takes nothing faster than it was spoken catches up by not hearing the silence. When that is over
     * it hears a moment of it after all: speech may begin before voice activity sees it.
     */
    private void pass(Line to, ByteBuf slice, long callTimeMs) {
        if (to.route.vendor.provider().realTimeOnly() && !voice.isSpeaking() && isLagging(to)) {
            to.skippedFromMs = Math.min(to.skippedFromMs, callTimeMs);
            return;
        }
        long skippedFromMs = to.skippedFromMs;
        to.skippedFromMs = Line.NOTHING;
        if (skippedFromMs < callTimeMs) {
            handOver(to, Math.max(skippedFromMs, callTimeMs - Span.MARGIN_MS), callTimeMs);
        }
        to.session().audio(slice, callTimeMs);
    }

    private static boolean isLagging(Line to) {
        return to.session().backlogMs() > LEAST_LAG_MS;
    }

    /** Call time up to which a line has heard, or hears, what is kept. */
    private long heardUntilMs() {
        if (openedLine() != null) {
            return Long.MAX_VALUE;
        }
        Line finishing = retiring;
        boolean isSilence = parked && finishing == null; // then there is nothing to hear
        return finishing != null ? finishing.untilMs : isSilence ? Long.MAX_VALUE : Long.MIN_VALUE;
    }

    private @Nullable Line openedLine() {
        Line to = line;
        return to != null && to.isOpen() ? to : null;
    }

    // --- a line to the vendor ---

    private void openLine(long nowMs) {
        boolean isWanted = line == null && retiring == null && !parked && !over && rules.streaming();
        if (!isWanted || (finishing && unsettled.isEmpty())) {
            return;
        }
        Route route = streams.begin(nowMs);
        if (route == null) {
            return;
        }
        Line fresh = new Line(route);
        fresh.use(route.vendor.provider().streams().open(leg, AudioFormat.MULAW_8K, event -> onEvent(fresh, event)));
        line = fresh;
        SpeechEvent.State state = account.hasBroken() ? SpeechEvent.State.RECONNECTING : SpeechEvent.State.CONNECTING;
        if (!account.isIn(SpeechEvent.State.BUFFERED) && !account.isIn(SpeechEvent.State.UNTRANSCRIBED)) {
            account.becomes(state, "connecting to " + route.vendor.name());
        }
        if (line == fresh) { // else the listener has thought better of it
            fresh.session().connect();
        }
    }

    private void onEvent(Line from, SpeechEvent event) {
        assertAtHome();
        if (over || (from != line && from != retiring)) {
            return; // of a connection that was given up
        }
        if (event instanceof SpeechEvent.Interim guess) {
            words.guessed(from, guess);
        } else if (event instanceof SpeechEvent.Final said) {
            words.settled(from, said);
        } else if (event instanceof SpeechEvent.Settled nothing) {
            words.nothing(from, nothing);
        } else if (event instanceof SpeechEvent.Opened opened) {
            opened(from, opened);
        } else if (event instanceof SpeechEvent.Closed closed) {
            closed(from, closed);
        } else if (event instanceof SpeechEvent.UtteranceEnd || event instanceof SpeechEvent.SpeechStarted) {
            account.tell(event);
        } // how it fares and what is wrong with it is told as this session sees it
    }

    private void opened(Line fresh, SpeechEvent.Opened opened) {
        if (fresh.isOpen()) {
            return; // said twice
        }
        if (unsettled.lengthMs() > rules.catchUpMs() && canRepair()) {
            unsettled.cutInSpeech(rules.catchUpMs());
        }
        if (line != fresh) {
            return; // the listener has thought better of it
        }
        long nowMs = Ticks.nowMs(leg.loop());
        fresh.route.opened(nowMs);
        fresh.opened(nowMs, unsettled.kept().endMs());
        fresh.seam = unsettled.seam();
        fresh.begin = unsettled.lastCut();
        replay(fresh); // before anybody is told, who may say that this was all
        account.endLoss();
        account.mended(unsettled.kept().endMs());
        account.becomes(SpeechEvent.State.LIVE, opened.provider() + " " + opened.model());
        account.tell(opened);
        if (finishing && line == fresh) {
            fresh.finish();
        }
    }

    /** Hands over what is kept; live audio queues behind it, and the vendor's room sees to the pace. */
    private void replay(Line to) {
        KeptAudio kept = unsettled.kept();
        if (account.hasBroken()) {
            meters.replayed(kept.lengthMs());
        }
        List<Span> spans = to.route.vendor.provider().realTimeOnly() ? Span.spoken(kept) : List.of(Span.ALL);
        unsettled.replay(
                spans,
                (audio, from, length, atMs) -> to.session().audio(Unpooled.wrappedBuffer(audio, from, length), atMs),
                () -> to.session().finalizeNow());
    }

    private void handOver(Line to, long fromMs, long toMs) {
        unsettled.kept().forEach(fromMs, toMs, (audio, from, length, atMs) -> to.session()
                .audio(Unpooled.wrappedBuffer(audio, from, length), atMs));
    }

    // --- when the line breaks ---

    private void closed(Line from, SpeechEvent.Closed closed) {
        long nowMs = Ticks.nowMs(leg.loop());
        if (from == retiring) {
            retiring = null;
            retired(from, closed.clean());
            return;
        }
        line = null;
        if (finishing && closed.clean() && from.isOpen()) {
            unsettled.allSettled();
            endIfDone();
            return;
        }
        Failure failure = closed.failure() != null ? closed.failure() : unasked(closed.reason());
        if (from.isOpen()) {
            from.route.broke(failure, from.uptimeMs(nowMs), nowMs);
        } else {
            from.route.failed(failure, nowMs);
        }
        account.broke(failure, unsettled.kept().endMs(), unsettled.lengthMs());
        unsettled.lineIsGone();
        goOn(nowMs);
    }

    private static Failure unasked(String reason) {
        return new Failure(Failure.DISCONNECTED, Failure.Remedy.RECONNECT, null, reason);
    }

    /** Gives up a line that is open and of no use. */
    private void drop(Line bad, Failure why) {
        SpeechSession session = bad.session();
        long nowMs = Ticks.nowMs(leg.loop());
        line = null; // first: what it says about its end is of no interest
        session.cancel();
        bad.route.broke(why, bad.uptimeMs(nowMs), nowMs);
        account.broke(why, unsettled.kept().endMs(), unsettled.lengthMs());
        unsettled.lineIsGone();
        goOn(nowMs);
    }

    /** Begins anew at the present: so much came at once that it is not the line's fault to be behind. */
    private void leaveBehind() {
        letGoOfLine();
        unsettled.lineIsGone();
        goOn(Ticks.nowMs(leg.loop()));
    }

    private void goOn(long nowMs) {
        if (over) {
            return;
        }
        if (account.isIn(SpeechEvent.State.LIVE) || account.isIn(SpeechEvent.State.CONNECTING)) {
            account.becomes(SpeechEvent.State.RECONNECTING, account.trouble());
        }
        if (finishing && canRepair()) {
            unsettled.cutAll(); // nothing more is coming: the piece is whole
            pieces.tick(nowMs);
        } else {
            openLine(nowMs);
            cutIfDue();
        }
        endIfDone();
    }

    /** Whether nobody will ever stream this leg, nor take it piece by piece; then that is the end of it. */
    private void giveUpIfRefused() {
        Failure refusal = rules.streaming() ? streams.lastRefusal() : requests.lastRefusal();
        if (refusal != null && !canRepair() && !over) {
            giveUp(refusal);
        }
    }

    private boolean canRepair() {
        return !requests.areAllRefused();
    }

    /** Audio that cannot be streamed now is made into pieces, at pauses if there are any. */
    private void cutIfDue() {
        boolean isStreamed = openedLine() != null || parked || retiring != null;
        if (isStreamed || over) {
            return;
        }
        if (!canRepair()) {
            if (streams.areAllInTrouble()) {
                tellUntranscribed();
            }
            return;
        }
        long lengthMs = unsettled.lengthMs();
        boolean isBuffered =
                !rules.streaming() || lengthMs > rules.catchUpMs() || !pieces.isEmpty() || streams.areAllRefused();
        if (!isBuffered) {
            return;
        }
        tellBuffered();
        long endMs = unsettled.kept().endMs();
        long longestMs = unsettled.longestPieceMs();
        boolean isPause = voice.lastVoiceMs() > unsettled.floorMs() && endMs - voice.lastVoiceMs() >= PAUSE_MS;
        if (isPause && (pieces.isEmpty() || lengthMs >= longestMs / 2)) {
            unsettled.cutInPause(endMs - PAUSE_MS);
        } else if (lengthMs >= longestMs) {
            unsettled.cutInSpeech(longestMs / 2);
        }
    }

    private void tellBuffered() {
        if (requests.areAllInTrouble()) {
            tellUntranscribed();
        } else {
            account.becomes(SpeechEvent.State.BUFFERED, "transcribed piece by piece. " + account.trouble());
        }
    }

    private void tellUntranscribed() {
        account.becomes(SpeechEvent.State.UNTRANSCRIBED, "no vendor can be had; audio is kept. " + account.trouble());
    }

    @Override
    public void transcribed(Piece piece, Transcript transcript) {
        meters.repaired(piece.lengthMs());
        for (Transcript.Passage passage : transcript.passages()) {
            if (!over) { // the listener may have had enough
                words.passage(piece, transcript, passage);
            }
        }
        account.tell(new SpeechEvent.Settled(piece.toMs, false, false));
        if (pieces.isEmpty()) {
            account.endLoss();
        }
        endIfDone();
    }

    @Override
    public void gaveUp(Piece piece, Failure why) {
        account.lost(piece.lengthMs(), piece.fromMs, why);
        endIfDone();
    }

    // --- silence ---

    private void finalizeIfDue(Line to, long nowMs) {
        if (finalizer.isDue(nowMs) && rules.finalizeOnSilence() && !isLagging(to)) {
            to.session().finalizeNow();
        }
    }

    /** Closes the line when nobody has spoken for long; the vendor still finishes what it has. */
    private void parkIfSilent(Line to, long nowMs) {
        long heardMs = unsettled.kept().endMs() + (nowMs - lastAudioAtMs);
        boolean isSilent = heardMs - Math.max(voice.lastVoiceMs(), to.openedFromMs())
                >= rules.closeAfter().toMillis();
        if (silence == LastingRules.Silence.CLOSE && isSilent && retiring == null && !isLagging(to)) {
            parked = true;
            to.untilMs = unsettled.kept().endMs();
            retiring = to;
            line = null;
            to.finish();
        }
    }

    private void retired(Line from, boolean clean) {
        if (clean) {
            unsettled.settledUntil(from.untilMs);
        } else {
            parked = false; // what it did not confirm is heard again
            unsettled.lineIsGone();
        }
        if (finishing && line == null) {
            parked = false;
            goOn(Ticks.nowMs(leg.loop()));
        } else {
            openLine(Ticks.nowMs(leg.loop()));
        }
        endIfDone();
    }

    private void unparkIfSpoken() {
        if (parked && voice.isSpeaking()) {
            parked = false; // even while the old line is finishing: a word then may be over before it has
        } else if (parked && retiring == null) {
            unsettled.keepNewest(BEFORE_VOICE_MS);
        }
    }

    // --- time ---

    @Override
    public void tick(long nowMs) {
        pieces.tick(nowMs);
        Line to = openedLine();
        if (over) {
            return;
        }
        if (to != null) {
            tickOpen(to, nowMs);
        } else {
            openLine(nowMs);
            cutIfDue();
            giveUpIfRefused();
        }
        account.progress(lagMs(), pieces.waitingMs(), untranscribedFromMs());
        if (finishing) {
            tickEnd(nowMs);
        }
    }

    private void tickOpen(Line to, long nowMs) {
        if (to.uptimeMs(nowMs) >= rules.retry().proven().toMillis()) {
            to.route.proved();
        }
        long tooMuchMs = rules.catchUpMs() + TOO_SLOW_MS;
        long backlogMs = to.session().backlogMs();
        if (backlogMs > tooMuchMs && canRepair() && !finishing) {
            if (backlogMs - arrivals.aheadMs(nowMs) > tooMuchMs) {
                drop(to, tooSlow(backlogMs));
            } else {
                leaveBehind();
            }
            return;
        }
        fillSilence(nowMs);
        finalizeIfDue(to, nowMs);
        if (!finishing) {
            parkIfSilent(to, nowMs);
        }
    }

    private void fillSilence(long nowMs) {
        KeptAudio kept = unsettled.kept();
        if (silence == LastingRules.Silence.FILL && !finishing && kept.hasBegun()) {
            long fromMs = kept.endMs();
            long toMs = fromMs + nowMs - lastAudioAtMs - SilenceFill.BEHIND_MS;
            lastAudioAtMs += SilenceFill.fill(fromMs, toMs, this::take) - fromMs;
        }
    }

    private Failure tooSlow(long backlogMs) {
        return new Failure(
                Failure.STUCK,
                Failure.Remedy.RECONNECT,
                null,
                "the vendor takes audio too slowly: " + backlogMs + " ms wait (speech.catch-up-seconds: "
                        + rules.catchUp().toSeconds() + ")");
    }

    private long lagMs() {
        Line to = openedLine();
        long lagMs = to != null ? to.session().backlogMs() : parked ? 0 : unsettled.lengthMs();
        return lagMs < LEAST_LAG_MS ? 0 : lagMs;
    }

    private long untranscribedFromMs() {
        return account.isIn(SpeechEvent.State.UNTRANSCRIBED) ? unsettled.fromMs() : -1;
    }

    @Override
    public long backlogMs() {
        return lagMs() + pieces.waitingMs();
    }

    @Override
    public long unsettledFromMs() {
        boolean isWell = pieces.isEmpty() && (parked || (openedLine() != null && lagMs() == 0));
        return isWell || !begun || over ? Long.MAX_VALUE : unsettled.fromMs();
    }

    @Override
    public void finalizeNow() {
        assertAtHome();
        unsettled.border();
        Line to = openedLine();
        if (to != null) {
            to.session().finalizeNow();
        }
    }

    // --- the end ---

    @Override
    public void finish() {
        assertAtHome();
        if (finishing || over) {
            return;
        }
        finishing = true;
        finishedAtMs = Ticks.nowMs(leg.loop());
        Line to = openedLine();
        if (to != null) {
            to.finish();
        } else if (line != null && unsettled.isEmpty()) {
            letGoOfLine(); // there is nothing to say to it
        } else if (line == null && retiring == null) {
            parked = false; // the last moments of silence may hold a word that voice activity did not hear
            goOn(finishedAtMs);
        }
        endIfDone();
    }

    private void tickEnd(long nowMs) {
        long sinceMs = nowMs - finishedAtMs;
        boolean isFlushing = openedLine() != null || retiring != null;
        long patienceMs = Math.max(rules.repair().toMillis(), isFlushing ? FLUSH_MS : 0);
        if (sinceMs >= patienceMs && !account.isClosed()) {
            leaveToRepair();
        }
        if (sinceMs >= patienceMs + rules.afterEnd().toMillis()) {
            giveUp(tooLate());
        }
    }

    /** Says that the leg is over; pieces that are still waiting may come later. */
    private void leaveToRepair() {
        letGoOfLine();
        unsettled.lineIsGone();
        if (canRepair()) {
            unsettled.cutAll();
        } else {
            unsettled.giveUp(tooLate());
        }
        account.endLoss();
        account.progress(0, pieces.waitingMs(), -1);
        account.tell(new SpeechEvent.Closed(
                false, pieces.waitingMs() + " ms are still to be repaired", null, pieces.waitingMs()));
        late.add(leg.callId(), this);
        endIfDone();
    }

    private Failure tooLate() {
        return new Failure(
                Failure.UNAVAILABLE,
                Failure.Remedy.NEVER_FOR_LEG,
                null,
                "no vendor could be had within speech.repair-seconds of the end. " + account.trouble());
    }

    private void endIfDone() {
        boolean isDone = line == null && retiring == null && pieces.isEmpty() && unsettled.isEmpty();
        if (finishing && isDone && !givingUp) {
            account.madeUp(unsettled.kept().endMs());
            end(account.lostMs() == 0, account.lostMs() == 0 ? "finished" : account.lostMs() + " ms were lost", null);
        }
    }

    private void giveUp(Failure why) {
        givingUp = true; // what is told on the way is not the end of it
        unsettled.giveUp(why);
        pieces.giveUp(why);
        account.becomes(SpeechEvent.State.UNTRANSCRIBED, why.message());
        end(false, why.message(), why);
    }

    @Override
    public void cancel() {
        assertAtHome();
        end(false, "cancelled", null);
    }

    /** The call is erased: what is left of its audio goes, and no more words come. Any thread. */
    void forget() {
        leg.loop().execute(this::cancel);
    }

    private void end(boolean clean, String reason, @Nullable Failure failure) {
        if (over) {
            return;
        }
        over = true;
        late.remove(leg.callId(), this);
        if (begun) {
            ticks.leave(leg.loop(), this);
        }
        letGoOfLine();
        unsettled.close();
        account.endLoss();
        account.progress(0, 0, -1);
        account.tell(new SpeechEvent.Closed(clean, reason, failure, 0));
    }

    private void letGoOfLine() {
        Line current = line;
        Line former = retiring;
        line = null;
        retiring = null;
        if (current != null) {
            current.cancel();
        }
        if (former != null) {
            former.cancel();
        }
    }

    private void assertAtHome() {
        assert leg.loop().inEventLoop()
                : leg + " touched by " + Thread.currentThread().getName();
    }

    @Override
    public String toString() {
        return "lasting session of " + leg;
    }
}
