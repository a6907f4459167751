package io.sidetone.speech.wire;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Notices that an open stream is dead although nobody says so. Three things are expected of a vendor, each
 * within the same limit: that it takes what waits for it, that it answers audio with results (be they empty:
 * music on hold has no words), and that it answers a ping, or says anything else.
 *
 * <p>Time in which our own loop was held up does not count: what came meanwhile has yet to be read.
 *
 * <p>Moved by its owner's tick only. All times are the loop's clock, in milliseconds.
 */
public final class Watch {
    private static final long NONE = -1;

    /** A tick that is later than this was held up. */
    private static final long HELD_UP_MS = 500;

    private final long limitMs;
    private final long pauseMs;
    private long progressAtMs; // when something went out, or nothing waited
    private long resultAtMs; // since when results are due
    private double unansweredMs; // audio sent since then
    private long pingAtMs; // the newest
    private long lookedAtMs;
    private long askedAtMs = NONE; // the ping that nothing came after

    /**
     * @param limit how long nothing may come of the stream
     * @param pause from one ping to the next
     * @param nowMs when the stream opened
     */
    public Watch(Duration limit, Duration pause, long nowMs) {
        this.limitMs = limit.toMillis();
        this.pauseMs = pause.toMillis();
        this.progressAtMs = nowMs;
        this.resultAtMs = nowMs;
        this.pingAtMs = nowMs;
        this.lookedAtMs = nowMs;
    }

    /** Something that waited went out. */
    public void wrote(long nowMs) {
        progressAtMs = nowMs;
    }

    /** So much of it was audio. */
    public void sent(double audioMs) {
        unansweredMs += audioMs;
    }

    /** The vendor owes no result: it has just sent one, or there was no audio for a while. */
    public void settleUp(long nowMs) {
        resultAtMs = nowMs;
        unansweredMs = 0;
    }

    /**
     * Whether a ping is due, which then is the owner's to send. None is while another is unanswered. To be asked
     * with every tick, before {@link #problem}.
     *
     * @param heardAtMs when anything last came
     */
    public boolean asks(long nowMs, long heardAtMs) {
        if (heardAtMs >= askedAtMs) {
            askedAtMs = NONE;
        }
        forgive(nowMs);
        if (askedAtMs != NONE || nowMs - pingAtMs < pauseMs) {
            return false;
        }
        pingAtMs = nowMs;
        askedAtMs = nowMs;
        return true;
    }

    private void forgive(long nowMs) {
        long heldUpMs = nowMs - lookedAtMs;
        lookedAtMs = nowMs;
        if (heldUpMs > HELD_UP_MS) {
            progressAtMs = Math.min(nowMs, progressAtMs + heldUpMs);
            resultAtMs = Math.min(nowMs, resultAtMs + heldUpMs);
            askedAtMs = askedAtMs == NONE ? NONE : askedAtMs + heldUpMs;
        }
    }

    /**
     * What is wrong with the stream, for people; null if nothing is.
     *
     * @param waiting there is something to send
     * @param heardAtMs when anything last came
     */
    public @Nullable String problem(long nowMs, boolean waiting, long heardAtMs) {
        if (!waiting) {
            progressAtMs = nowMs;
        }
        if (nowMs - progressAtMs >= limitMs) {
            return "has taken nothing, though something waits for it,";
        }
        if (unansweredMs >= limitMs && nowMs - resultAtMs >= limitMs) {
            return "was sent audio, but has answered with no result, not even an empty one,";
        }
        if (askedAtMs != NONE && heardAtMs < askedAtMs && nowMs - askedAtMs >= limitMs) {
            return "has given no sign of life, not even the answer to a ping,";
        }
        return null;
    }
}
