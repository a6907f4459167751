package io.sidetone.sim.assemblyai;

import java.time.Duration;

/**
 * How patient the vendor is.
 *
 * @param shortestFrame of audio in one message
 * @param longestFrame of audio in one message
 * @param pace audio may come this many times as fast as real time
 * @param paceAllowance audio that may come at once, on top of the pace
 * @param sessionLimit how long a session may last
 * @param tooManyCode what a session over the limit of sessions is closed with: 1008 or 3009
 */
public record SessionRules(
        Duration shortestFrame,
        Duration longestFrame,
        double pace,
        Duration paceAllowance,
        Duration sessionLimit,
        int tooManyCode) {
    /** As the vendor documents itself; the allowance is a second for a backlog and half a one for a busy machine. */
    public static final SessionRules VENDOR = new SessionRules(
            Duration.ofMillis(50), Duration.ofSeconds(1), 1.0, Duration.ofMillis(1_500), Duration.ofHours(3), 1008);

    /** For tests that send all they have at once. */
    public SessionRules unpaced() {
        return new SessionRules(shortestFrame, longestFrame, pace, Duration.ofHours(24), sessionLimit, tooManyCode);
    }

    public SessionRules withSessionLimit(Duration limit) {
        return new SessionRules(shortestFrame, longestFrame, pace, paceAllowance, limit, tooManyCode);
    }

    public SessionRules withTooManyCode(int code) {
        return new SessionRules(shortestFrame, longestFrame, pace, paceAllowance, sessionLimit, code);
    }
}
