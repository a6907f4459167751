package io.sidetone.sim.deepgram;

import java.time.Duration;

/**
 * How patient the vendor is.
 *
 * @param dataWindow longest wait for the first audio, and between audio or KeepAlive later; 10 s at the
 *     vendor, shorter in tests
 * @param pace audio may come this many times as fast as real time
 * @param paceAllowance audio that may come at once, on top of the pace
 * @param refuseTooFast whether to close a stream that is too fast, beside recording it
 */
public record Strictness(Duration dataWindow, double pace, Duration paceAllowance, boolean refuseTooFast) {
    /** As the vendor documents itself; the allowance is a second for a backlog and half a one for a busy machine. */
    public static final Strictness VENDOR =
            new Strictness(Duration.ofSeconds(10), 1.25, Duration.ofMillis(1500), false);

    public Strictness withDataWindow(Duration window) {
        return new Strictness(window, pace, paceAllowance, refuseTooFast);
    }

    public Strictness refusingTooFast() {
        return new Strictness(dataWindow, pace, paceAllowance, true);
    }
}
