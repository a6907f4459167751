package io.sidetone.call;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Which reports about dialled legs are news: they come late, twice and shuffled. Home loop only. */
final class DialReports {
    private static final int ENDED_KEPT = 32;

    private final ArrayDeque<String> ended = new ArrayDeque<>(); // sids, newest last
    private @Nullable DialProgress newest;
    private @Nullable String onTheLine; // the dialled leg that answered last, if it said who it is

    /** Where the dialling stands, for legs that come later; null before the first report. */
    @Nullable DialProgress newest() {
        return newest;
    }

    /** Takes a report; false if it is about a dial that is over, and says nothing of the present one. */
    boolean isNews(DialProgress report) {
        String sid = report.dialledSid();
        boolean known = sid != null && ended.contains(sid);
        boolean ofAnother = sid != null && onTheLine != null && !sid.equals(onTheLine);
        return switch (report.step()) {
            case INITIATED -> !known && take(report, newest == null || newest.step() != DialProgress.Step.ANSWERED);
            case ANSWERED -> !known && answered(report);
            case ENDED -> {
                remember(sid);
                yield !ofAnother && ended(report);
            }
        };
    }

    private boolean answered(DialProgress report) {
        onTheLine = report.dialledSid();
        return take(report, true);
    }

    private boolean ended(DialProgress report) {
        onTheLine = null;
        return take(report, true);
    }

    private boolean take(DialProgress report, boolean isNewest) {
        newest = isNewest ? report : newest;
        return true;
    }

    private void remember(@Nullable String sid) {
        if (sid != null && !ended.contains(sid)) {
            ended.addLast(sid);
            if (ended.size() > ENDED_KEPT) {
                ended.removeFirst();
            }
        }
    }
}
