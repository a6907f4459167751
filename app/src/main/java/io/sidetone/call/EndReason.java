package io.sidetone.call;

import java.util.Locale;

/** Why a call, a stream or a leg is over; the names in {@code call.ended} and {@code leg.ended}. */
public enum EndReason {
    /** Twilio said {@code stop}. */
    COMPLETED,
    /** The socket closed without {@code stop}. */
    STREAM_CLOSED,
    /** A newer stream took over the leg. */
    REPLACED,
    /** No media for too long. */
    IDLE,
    /** No vendor could transcribe any leg. */
    SPEECH_FAILED,
    SHUTDOWN,
    /** The process ended without a word; written after the restart. */
    INTERRUPTED;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
