package io.sidetone.speech;

import io.netty.channel.EventLoop;

/**
 * The speaker a session transcribes.
 *
 * @param callId the call, for logs and the vendor's own records
 * @param track {@code inbound} or {@code outbound}
 * @param role the speaker's role, such as {@code technician}
 * @param options what differs from the vendor's settings for this leg
 * @param loop the event loop that owns the leg; sockets for it open there
 * @param callStartMs call time zero by the loop's clock, see {@link Ticks#nowMs}
 * @param order shared by the speakers of a stream
 */
public record SpeechLeg(
        String callId,
        String track,
        String role,
        SpeechOptions options,
        EventLoop loop,
        long callStartMs,
        TurnOrder order)
        implements OfCall {
    /** The one speaker of a call that begins now. */
    public SpeechLeg(String callId, String track, String role, SpeechOptions options, EventLoop loop) {
        this(callId, track, role, options, loop, Ticks.nowMs(loop), new TurnOrder());
    }

    /** Which of two speakers that take turns it is, 0 or 1. To be asked at its first audio, on the loop. */
    public int turn() {
        return order.of(track);
    }

    @Override
    public String toString() {
        return callId + " " + role;
    }
}
