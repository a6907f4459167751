package io.sidetone.speech.deepgram;

import io.sidetone.speech.SpeechLeg;
import io.sidetone.speech.wire.ForeignText;
import io.sidetone.speech.wire.VendorMeters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Messages that change nothing about the words: counted, and said to the operator where it helps. */
final class Remarks {
    private static final Logger log = LoggerFactory.getLogger(Remarks.class);

    private final SpeechLeg leg;
    private final VendorMeters meters;
    private boolean sawGarbage;

    Remarks(SpeechLeg leg, VendorMeters meters) {
        this.leg = leg;
        this.meters = meters;
    }

    void remark(DeepgramMessage message) {
        if (message instanceof DeepgramMessage.Unknown unknown) {
            unknown(unknown.type());
        } else if (message instanceof DeepgramMessage.TurnInfo turn) {
            unknown("TurnInfo " + turn.event());
        } else if (message instanceof DeepgramMessage.Garbage garbage) {
            meters.garbage();
            if (!sawGarbage) {
                log.warn("{}: Deepgram message that cannot be read: {}", leg, garbage.problem());
            }
            sawGarbage = true;
        } else if (isComplaint(message)) {
            log.warn("{}: Deepgram complains: {}", leg, ForeignText.printable(message.toString()));
        } else if (!isGood(message)) { // of the other API; not as it came, since it may hold what somebody said
            unknown(message.getClass().getSimpleName());
        }
    }

    private static boolean isComplaint(DeepgramMessage message) {
        return message instanceof DeepgramMessage.Error
                || message instanceof DeepgramMessage.Warning
                || message instanceof DeepgramMessage.ConfigureFailure;
    }

    private static boolean isGood(DeepgramMessage message) {
        return message instanceof DeepgramMessage.ConfigureSuccess
                || message instanceof DeepgramMessage.Connected
                || message instanceof DeepgramMessage.Metadata;
    }

    private void unknown(String type) {
        meters.unknownMessage();
        log.debug("{}: Deepgram message of unknown type {}", leg, ForeignText.printable(type));
    }
}
