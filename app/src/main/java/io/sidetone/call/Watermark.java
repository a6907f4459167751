package io.sidetone.call;

import java.util.Collection;

/** How far a call's transcript is complete, so that consumers can put words in spoken order. Home loop only. */
final class Watermark {
    /** A stuck leg holds the others back this long at the most; its words then arrive marked late. */
    static final long MOST_LAG_MS = 30_000;

    private long completeUntilMs;

    /**
     * Call time before which no new final is to be expected; never falls.
     *
     * @param callNowMs call time of the present
     */
    long advance(Collection<LegRecord> legs, long callNowMs) {
        long least = callNowMs;
        for (LegRecord record : legs) {
            if (!record.ended && record.state != LegState.WAITING && !hasPaused(record)) {
                least = Math.min(least, record.completeMs);
            }
        }
        completeUntilMs = Math.max(completeUntilMs, Math.max(least, callNowMs - MOST_LAG_MS));
        return completeUntilMs;
    }

    /** A paused leg says nothing more, once its words from before the pause are settled. */
    private static boolean hasPaused(LegRecord record) {
        return record.state == LegState.PAUSED && record.completeMs >= record.owesUntilMs;
    }

    boolean isLate(long startMs) {
        return startMs < completeUntilMs;
    }
}
