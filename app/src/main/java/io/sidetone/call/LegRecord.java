package io.sidetone.call;

import java.util.ArrayList;
import java.util.List;

/** What the call knows of one of its legs. Lives at the call's home; survives restarts of the stream. */
final class LegRecord {
    final String legId;
    final String callSid;
    final Track track;
    String role;
    Leg leg; // the newest
    final List<Leg> former = new ArrayList<>(); // replaced; they may still be finishing
    CallStream stream;
    LegState state;

    long finals; // n of the newest
    long utterances; // number of the last one that is over
    long words;
    long audioMs;
    long lostMs;
    int gaps;
    long gapMs;
    long completeMs; // no new words before this call time
    boolean failed; // its vendor gave up before its end
    boolean ended;
    final List<SaidFinal> open = new ArrayList<>(); // finals of the open utterance

    /** A numbered final of the open utterance. */
    record SaidFinal(String finalId, String text, long startMs, long endMs, double confidence, int words) {}

    LegRecord(String legId, CallStream stream, Leg leg) {
        this.legId = legId;
        this.callSid = stream.start().callSid();
        this.track = leg.track();
        this.role = leg.role();
        this.leg = leg;
        this.stream = stream;
        this.state = leg.state();
    }

    /** A newer stream carries the leg from now on. */
    void moveTo(CallStream newer, Leg newest) {
        former.add(leg);
        stream = newer;
        leg = newest;
        role = newest.role();
        state = newest.state();
        ended = false;
    }

    /** The number of the utterance that is open, or would be opened next. */
    long openUtterance() {
        return utterances + 1;
    }

    void add(LegReport.LegTotals totals) {
        audioMs += totals.audioMs();
        lostMs += totals.lostMs();
        gaps += totals.gaps();
        gapMs += totals.gapMs();
        failed |= totals.failure() != null;
    }
}
