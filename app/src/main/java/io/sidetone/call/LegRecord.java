package io.sidetone.call;

import io.sidetone.speech.OfCall;
import io.sidetone.speech.SpeechEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the call knows of one of its legs. Lives at the call's home; survives restarts of the stream. */
final class LegRecord implements OfCall {
    final String legId;
    final String callSid;
    final Track track;
    String role;

    @Nullable String language; // of the newest final; null while no vendor has named one

    Leg leg; // the newest
    final List<Leg> former = new ArrayList<>(); // replaced; some may still be finishing
    int finishing; // so many legs of this record are not over yet
    CallStream stream;
    LegState state;

    long finals; // n of the newest
    long rev; // number of the newest result, guesses included; goes on when a newer stream takes over
    long utterances; // number of the last one that was opened
    long words;
    long audioMs;
    long lostMs;
    long pendingMs;
    SpeechEvent.@Nullable Progress behind; // null while it never was
    long pausedMs;
    int gaps;
    long gapMs;
    long completeMs; // no new words before this call time
    long owesUntilMs; // call time of the newest pause: words from before it may still come while it lasts
    boolean failed; // its vendor gave up before its end
    LegReport.@Nullable Ended lastWord; // how the newest leg ended; told when the former ones are over too
    boolean ended;
    private final Map<Leg, OpenUtterance> open = new HashMap<>(); // a replaced leg may still be in one of its own

    /**
     * A numbered final of the open utterance.
     *
     * @param text as it was told to others, so masked
     */
    record SaidFinal(String finalId, String text, long startMs, long endMs, double confidence, int words) {}

    /** @param utt its number on the leg */
    record OpenUtterance(long utt, List<SaidFinal> finals) {}

    LegRecord(String legId, CallStream stream, Leg leg) {
        this.legId = legId;
        this.callSid = stream.start().callSid();
        this.track = leg.track();
        this.role = leg.role();
        this.leg = leg;
        this.stream = stream;
        this.state = leg.state();
        this.finishing = 1;
    }

    @Override
    public String callId() {
        return leg.callId();
    }

    @Override
    public String role() {
        return role;
    }

    @Override
    public String toString() {
        return "call " + callId() + " " + role;
    }

    LegName name() {
        return new LegName(legId, role);
    }

    LegCount count() {
        return new LegCount(name(), finals, utterances, words, audioMs, lostMs, pausedMs, gaps, gapMs, pendingMs);
    }

    /** A newer stream carries the leg from now on. */
    void moveTo(CallStream newer, Leg newest) {
        former.add(leg);
        stream = newer;
        leg = newest;
        role = newest.role();
        state = newest.state();
        finishing++;
        lastWord = null;
        ended = false;
    }

    /** The utterance that a leg of this record is in; a new one if it is in none. */
    OpenUtterance utterance(Leg of) {
        return open.computeIfAbsent(of, unused -> new OpenUtterance(++utterances, new ArrayList<>()));
    }

    /** Closes the utterance that a leg is in; null if it is in none. */
    @Nullable OpenUtterance closeUtterance(Leg of) {
        return open.remove(of);
    }

    /** An utterance of words that were repaired; it is complete at once. */
    OpenUtterance repairedUtterance() {
        return new OpenUtterance(++utterances, new ArrayList<>());
    }

    /** The number of the utterance that the newest leg is in, or would open next. */
    long utt() {
        OpenUtterance begun = open.get(leg);
        return begun == null ? utterances + 1 : begun.utt();
    }

    void add(LegReport.LegTotals totals) {
        audioMs += totals.audioMs();
        lostMs += totals.lostMs();
        pendingMs += totals.pendingMs();
        pausedMs += totals.pausedMs();
        gaps += totals.gaps();
        gapMs += totals.gapMs();
        failed |= totals.failure() != null;
    }
}
