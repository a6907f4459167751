package io.sidetone.twiml;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a caller is connected ({@code <Dial>}).
 *
 * @param target whom to dial
 * @param timeout how long it rings: whole seconds, 5 to 600
 * @param dialEnded absolute URL that Twilio asks what comes next when the dialled leg ends or never answers
 * @param callStatus absolute URL that is told when the dialled leg is initiated, rings, is answered and ends; Twilio has
 *     no such reports for queues
 * @param callerId the number shown to the target, which the account must own or have verified; null for the caller's own
 */
public record Dialing(
        DialTarget target,
        Duration timeout,
        URI dialEnded,
        URI callStatus,
        @Nullable String callerId) {
    private static final Duration SHORTEST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if the timeout is out of range or a URL is not absolute
     */
    public Dialing {
        if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0 || timeout.toNanosPart() != 0) {
            throw new IllegalArgumentException(
                    "the dial timeout is " + timeout + "; expected whole seconds, from 5 to 600");
        }
        Urls.requireCallback("the dial-ended URL", dialEnded);
        Urls.requireCallback("the call-status URL", callStatus);
        if (callerId != null) {
            XmlText.require("the caller id", callerId);
        }
    }

    /** The same way of dialling to another target, whose end is reported elsewhere. */
    Dialing redirected(DialTarget otherTarget, URI otherDialEnded) {
        return new Dialing(otherTarget, timeout, otherDialEnded, callStatus, callerId);
    }
}
