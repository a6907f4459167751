package io.sidetone.call;

import io.sidetone.speech.SpeechEvent;
import java.time.Duration;

/** The words for a stream that is lost, missing, or there again. */
final class StreamLoss {
    private static final String CODE = "twilio.stream_lost";

    private StreamLoss() {}

    static SpeechEvent.Fault began(long atMs, Duration patience) {
        return fault(
                "the media socket closed without a 'stop'; the leg waits up to " + patience.toSeconds()
                        + " s for another stream (twilio.resume-seconds)",
                atMs,
                false);
    }

    static SpeechEvent.Fault over(long atMs) {
        return fault("another stream carries the leg on", atMs, true);
    }

    /** @param why what happened and what to do */
    static SpeechEvent.Fault neverCame(String why, long atMs) {
        return fault(why, atMs, false);
    }

    private static SpeechEvent.Fault fault(String message, long atMs, boolean resolved) {
        return new SpeechEvent.Fault(CODE, SpeechEvent.Severity.WARNING, message, atMs, 0, resolved);
    }
}
