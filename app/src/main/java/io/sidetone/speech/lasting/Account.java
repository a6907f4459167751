package io.sidetone.speech.lasting;

import io.sidetone.speech.Failure;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.SpeechLeg;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a leg is told of its session: events in order, faults once each with their end, and one account of what was
 * lost. Confined to the leg's loop.
 */
final class Account {
    private static final Logger log = LoggerFactory.getLogger(Account.class);
    private static final String SHED = "audio.shed";
    private static final long STEP_MS = 500;

    private final SpeechLeg leg;
    private final Consumer<SpeechEvent> listener;
    private final LastingMeters meters;
    private SpeechEvent.@Nullable State state;
    private @Nullable String openFault; // the code of the break that is not mended yet
    private boolean openFaultLasts;
    private @Nullable Failure lastBreak;
    private SpeechEvent.Progress told = new SpeechEvent.Progress(0, 0, 0, -1);
    private long lostMs;
    private long shedMs; // since the loss that is under way began
    private long shedFromMs;
    private boolean closed;

    Account(SpeechLeg leg, Consumer<SpeechEvent> listener, LastingMeters meters) {
        this.leg = leg;
        this.listener = listener;
        this.meters = meters;
    }

    /** After {@link SpeechEvent.Closed} only repaired words pass. */
    void tell(SpeechEvent event) {
        boolean isRepair = event instanceof SpeechEvent.Final words && words.repaired();
        if (closed && !isRepair) {
            return;
        }
        closed |= event instanceof SpeechEvent.Closed;
        try {
            listener.accept(event);
        } catch (RuntimeException e) { // must not take the session down, nor the loop's other legs
            log.error(
                    "{}: the leg's listener failed at {}", leg, event.getClass().getSimpleName(), e);
        }
    }

    boolean isClosed() {
        return closed;
    }

    boolean isIn(SpeechEvent.State asked) {
        return state == asked;
    }

    /** Whether a connection has ever ended before its time. */
    boolean hasBroken() {
        return lastBreak != null;
    }

    /** What the last break was, for people; empty if there was none. */
    String trouble() {
        return lastBreak == null ? "" : lastBreak.message();
    }

    void becomes(SpeechEvent.State next, String detail) {
        if (state != next) {
            state = next;
            tell(new SpeechEvent.Health(next, detail));
        }
    }

    /** A connection ended before its time, or could not be had; told once until it is mended or the cause changes. */
    void broke(Failure failure, long atMs, long unsettledMs) {
        lastBreak = failure;
        meters.broke(failure.code());
        log.warn("{}: {}; {} ms are not settled and kept", leg, failure.message(), unsettledMs);
        if (failure.code().equals(openFault)) {
            return;
        }
        mended(atMs, "it is another trouble now");
        openFault = failure.code();
        openFaultLasts = failure.isLasting();
        tell(new SpeechEvent.Fault(
                failure.code(),
                failure.isLasting() ? SpeechEvent.Severity.ERROR : SpeechEvent.Severity.WARNING,
                failure.message(),
                atMs,
                0,
                false));
    }

    /** What broke is well again: a stream is open. */
    void mended(long atMs) {
        mended(atMs, "the stream is open again");
    }

    /** What broke is made up for; what was refused for good stays refused. */
    void madeUp(long atMs) {
        if (!openFaultLasts) {
            mended(atMs, "what was missed has been transcribed afterwards");
        }
    }

    private void mended(long atMs, String how) {
        String code = openFault;
        if (code != null) {
            openFault = null;
            tell(new SpeechEvent.Fault(code, SpeechEvent.Severity.INFO, how, atMs, 0, true));
        }
    }

    /** Audio that nobody will transcribe. */
    void lost(long ms, long fromMs, Failure why) {
        if (ms <= 0) {
            return;
        }
        lostMs += ms;
        meters.lost(ms);
        if (!why.code().equals(SHED)) {
            log.warn("{}: {} ms from {} ms on are lost: {}", leg, ms, fromMs, why.message());
            tell(new SpeechEvent.Fault(why.code(), SpeechEvent.Severity.ERROR, why.message(), fromMs, ms, false));
            return;
        }
        boolean first = shedMs == 0;
        shedMs += ms;
        if (first) {
            shedFromMs = fromMs;
            log.warn("{}: audio is being given up from {} ms on: {}", leg, fromMs, why.message());
            tell(new SpeechEvent.Fault(SHED, SpeechEvent.Severity.ERROR, why.message(), fromMs, ms, false));
        }
    }

    /** Nothing has to be given up any more: says what it came to. */
    void endLoss() {
        if (shedMs > 0) {
            String message = "audio given up in all: " + shedMs + " ms";
            log.warn("{}: {}", leg, message);
            tell(new SpeechEvent.Fault(SHED, SpeechEvent.Severity.INFO, message, shedFromMs, shedMs, true));
            shedMs = 0;
        }
    }

    long lostMs() {
        return lostMs;
    }

    /** Tells how far the session is behind, if that has changed by much or come to its end. */
    void progress(long lagMs, long repairingMs, long untranscribedFromMs) {
        boolean news = differs(lagMs, told.lagMs())
                || differs(repairingMs, told.repairingMs())
                || lostMs != told.lostMs()
                || untranscribedFromMs != told.untranscribedFromMs();
        if (news) {
            told = new SpeechEvent.Progress(lagMs, repairingMs, lostMs, untranscribedFromMs);
            tell(told);
        }
    }

    private static boolean differs(long now, long before) {
        return now == 0 ? before != 0 : Math.abs(now - before) >= STEP_MS;
    }
}
