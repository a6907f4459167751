package io.sidetone.call;

/**
 * Puts one stream's media timestamps on the call's axis.
 *
 * <p>A frame cannot have been sent before its last sample was spoken, so arrival minus the frame's end
 * is never too small, and over the first seconds its minimum comes close to the truth: that is the
 * stream's offset. It is never earlier than the stream's own {@code start}, which also keeps times
 * true when a simulator sends faster than real time. (The contracts measure to the frame's beginning and over
 * one second: the end is nearer by a frame, and five seconds outlast a busy start.)
 */
final class StreamClock {
    private static final long SETTLING_MS = 5_000;

    private long startMs;
    private long offsetMs = Long.MAX_VALUE;
    private long firstArrivalMs = -1;

    /** @param startMs call time at which the stream's {@code start} arrived */
    StreamClock(long startMs) {
        this.startMs = startMs;
    }

    /**
     * Nothing of this stream was said before then: a leg that it carries on has audio up to there. So the newest
     * audio of a resumed leg never goes back in time, however the two streams' offsets were measured.
     */
    void notBefore(long callTimeMs) {
        startMs = Math.max(startMs, callTimeMs);
    }

    /**
     * Call time of a frame's first sample.
     *
     * @param timestampMs Twilio's media timestamp, milliseconds since the stream's start
     * @param durationMs length of the frame
     * @param arrivalMs call time of its arrival
     */
    long callTimeMs(long timestampMs, long durationMs, long arrivalMs) {
        if (firstArrivalMs < 0) {
            firstArrivalMs = arrivalMs;
        }
        if (arrivalMs - firstArrivalMs < SETTLING_MS) {
            offsetMs = Math.max(startMs, Math.min(offsetMs, arrivalMs - timestampMs - durationMs));
        }
        return offsetMs + timestampMs;
    }

    long offsetMs() {
        return offsetMs == Long.MAX_VALUE ? startMs : offsetMs;
    }
}
