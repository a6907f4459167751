package io.sidetone.call;

import io.sidetone.speech.SpeechEvent;
import org.jspecify.annotations.Nullable;

/** Counts what a leg receives, and notices the holes in Twilio's media timestamps. */
final class LegAudio {
    /** Steps that differ by less are jitter: Twilio's grid of 20 ms is not exact. */
    private static final long JITTER_MS = 20;
    /** Holes of at least this length are told to others; shorter ones are counted only. */
    static final long NEWS_MS = 200;
    /** At most one piece of news about holes in this much call time, so that silence suppression does not flood. */
    private static final long NEWS_EVERY_MS = 5_000;

    private static final int BYTES_PER_MS = 8;

    private long bytes;
    private long pausedBytes;
    private int gaps;
    private long gapMs;
    private long nextTimestampMs = -1; // -1 before the first frame, and after a pause
    private long newestMs;
    private long newsAtMs = -NEWS_EVERY_MS;
    private boolean otherStream; // the next frame is the first of another stream

    /**
     * A hole worth telling.
     *
     * @param betweenStreams it lies between the last audio of a lost stream and the first of the one after it
     */
    record Gap(long atMs, long missingMs, boolean betweenStreams) {
        SpeechEvent.Fault asFault() {
            String what = betweenStreams
                    ? "the stream was lost and another carries on " + missingMs + " ms later"
                    : "Twilio's media timestamps jump by " + missingMs + " ms";
            return new SpeechEvent.Fault(
                    "audio.gap",
                    SpeechEvent.Severity.WARNING,
                    what + "; that stretch never reached us",
                    atMs,
                    missingMs,
                    false);
        }
    }

    /** The next frame comes from another stream, whose timestamps begin anew. */
    void streamChanged() {
        otherStream = nextTimestampMs >= 0;
    }

    @Nullable Gap received(int length, long timestampMs, long callTimeMs) {
        boolean between = otherStream;
        otherStream = false;
        long missingMs = between ? callTimeMs - newestMs : nextTimestampMs < 0 ? 0 : timestampMs - nextTimestampMs;
        count(length, timestampMs, callTimeMs);
        if (missingMs < JITTER_MS) {
            return null;
        }
        gaps++;
        gapMs += missingMs;
        if (!between && (missingMs < NEWS_MS || callTimeMs - newsAtMs < NEWS_EVERY_MS)) {
            return null;
        }
        newsAtMs = callTimeMs;
        return new Gap(callTimeMs - missingMs, missingMs, between);
    }

    /** The same for a frame of a pause: nobody misses what lies before it. */
    void passedOver(int length, long timestampMs, long callTimeMs) {
        count(length, timestampMs, callTimeMs);
        pausedBytes += length;
    }

    /** A pause is over: what Twilio did not send during it, nobody has missed. */
    void startAnew() {
        nextTimestampMs = -1;
    }

    private void count(int length, long timestampMs, long callTimeMs) {
        long durationMs = length / BYTES_PER_MS;
        nextTimestampMs = timestampMs + durationMs;
        newestMs = Math.max(newestMs, callTimeMs + durationMs);
        bytes += length;
    }

    /** Call time of the end of the newest audio. */
    long newestMs() {
        return newestMs;
    }

    LegReport.LegTotals totals(long lostMs, long pendingMs, @Nullable String failure) {
        return new LegReport.LegTotals(
                bytes / BYTES_PER_MS, lostMs, pendingMs, pausedBytes / BYTES_PER_MS, gaps, gapMs, newestMs, failure);
    }
}
