package io.sidetone.speech.wire;

import io.sidetone.speech.Failure;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.SpeechLeg;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way to a leg's listener: in order, nothing after the end, and one account of audio that was given up. */
public final class Reports {
    private static final Logger log = LoggerFactory.getLogger(Reports.class);

    private final SpeechLeg leg;
    private final String vendor;
    private final Consumer<SpeechEvent> listener;
    private final Outbox outbox;
    private final VendorMeters meters;
    private boolean closed;
    private boolean losing; // a loss was reported, but not yet its end

    /** @param vendor its name, for people */
    public Reports(SpeechLeg leg, String vendor, Consumer<SpeechEvent> listener, Outbox outbox, VendorMeters meters) {
        this.leg = leg;
        this.vendor = vendor;
        this.listener = listener;
        this.outbox = outbox;
        this.meters = meters;
    }

    public void tell(SpeechEvent event) {
        if (!closed) {
            closed = event instanceof SpeechEvent.Closed;
            deliver(event);
        }
    }

    /** A listener that throws must not take the stream down, nor the loop's other streams. */
    private void deliver(SpeechEvent event) {
        try {
            listener.accept(event);
        } catch (RuntimeException e) {
            log.error(
                    "{}: the leg's listener failed at {}", leg, event.getClass().getSimpleName(), e);
        }
    }

    /** The connection is gone, and with it what was not sent. */
    public void broken(Failure failure) {
        long unsentMs = Math.round(outbox.waitingMs());
        log.warn("{}: {}; {} ms of audio were not sent", leg, failure.message(), unsentMs);
        meters.lost(outbox.waitingMs());
        endLoss();
        tell(new SpeechEvent.Fault(
                failure.code(), SpeechEvent.Severity.ERROR, failure.message(), outbox.endMs(), unsentMs, false));
        tell(new SpeechEvent.Health(SpeechEvent.State.UNTRANSCRIBED, failure.message()));
    }

    /**
     * The outbox gave up audio, perhaps.
     *
     * @param lostBeforeMs how much it had given up when this was last called
     */
    public void loss(double lostBeforeMs) {
        double lostMs = outbox.lostMs();
        if (lostMs <= lostBeforeMs) {
            return;
        }
        meters.lost(lostMs - lostBeforeMs);
        if (!losing) {
            losing = true;
            log.warn("{}: more audio waits for {} than may; giving up the oldest", leg, vendor);
            String message = vendor + " takes no audio, or not fast enough; the oldest that waits is being given up";
            shed(SpeechEvent.Severity.ERROR, message, lostMs, false);
        }
    }

    /** There is room again, or no more need of it: says what the loss came to. */
    public void endLoss() {
        if (losing) {
            losing = false;
            double lostMs = outbox.lostMs();
            String message = "audio given up in all: " + Math.round(lostMs) + " ms";
            log.warn("{}: {}", leg, message);
            shed(SpeechEvent.Severity.INFO, message, lostMs, true);
            outbox.forgetLost();
        }
    }

    private void shed(SpeechEvent.Severity severity, String message, double lostMs, boolean resolved) {
        tell(new SpeechEvent.Fault("audio.shed", severity, message, outbox.lostFromMs(), Math.round(lostMs), resolved));
    }
}
