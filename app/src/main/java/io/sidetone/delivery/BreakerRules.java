package io.sidetone.delivery;

import java.time.Duration;

/**
 * When a target counts as down, and how its recovery is tried.
 *
 * @param failuresInARow so many suspend it, if they come from enough calls
 * @param calls how many calls must be among them; fewer do if the target has no more
 * @param requests so many within the window make a rate
 * @param failedPercent of them suspend it, whatever the order
 * @param window of the rate, in whole seconds
 * @param firstStay how long it is left alone at first, before jitter; doubled from time to time
 * @param longestStay before jitter
 * @param probes so many successes, one after the other, make it well again
 */
record BreakerRules(
        int failuresInARow,
        int calls,
        int requests,
        int failedPercent,
        Duration window,
        Duration firstStay,
        Duration longestStay,
        int probes) {
    static final BreakerRules DEFAULT =
            new BreakerRules(10, 3, 20, 50, Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofSeconds(60), 5);
}
