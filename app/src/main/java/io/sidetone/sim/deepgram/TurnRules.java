package io.sidetone.sim.deepgram;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a turn is over. The emulator's confidence that it is grows with the silence: 0.1 each tenth of
 * a second, so that a threshold of 0.7 is reached after 700 ms.
 *
 * @param end confidence that ends a turn; 1: the model never does
 * @param eager confidence at which an early hint is given; null: none
 * @param timeoutMs since the last word, which ends a turn whatever is heard
 */
record TurnRules(int samplesPerSecond, double end, @Nullable Double eager, long timeoutMs) {
    private static final double DEFAULT_END = 0.7;
    private static final long DEFAULT_TIMEOUT_MS = 5_000;
    private static final double MOST_CONFIDENT = 0.99;

    /** Those of a query that {@link FluxRules} found nothing wrong with. */
    static TurnRules of(Parameters query, int samplesPerSecond) {
        Optional<Double> eager = query.first("eager_eot_threshold").map(Double::parseDouble);
        return new TurnRules(
                samplesPerSecond,
                query.first("eot_threshold").map(Double::parseDouble).orElse(DEFAULT_END),
                eager.orElse(null),
                query.first("eot_timeout_ms").map(Long::parseLong).orElse(DEFAULT_TIMEOUT_MS));
    }

    /** After this much silence, in samples. */
    double confidence(long silence) {
        return Math.min(MOST_CONFIDENT, silence / (double) samplesPerSecond);
    }

    boolean isOver(long silence) {
        return end < 1 && silence >= end * samplesPerSecond;
    }

    boolean isProbablyOver(long silence) {
        return eager != null && silence >= eager * samplesPerSecond;
    }

    long timeout() {
        return timeoutMs * samplesPerSecond / 1000;
    }
}
