package io.sidetone.sim.assemblyai;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidetone.sim.deepgram.Parameters;

/**
 * When a turn ends and how it is told; a client may change it within a session.
 *
 * @param threshold confidence from which a turn ends after the shorter silence, 0 to 1
 * @param minSilenceMs silence that ends a turn that sounds complete
 * @param maxSilenceMs silence that ends any turn
 * @param formatted whether a second, formatted end of turn is wanted
 */
record TurnRules(double threshold, long minSilenceMs, long maxSilenceMs, boolean formatted) {
    private static final double THRESHOLD = 0.4;
    private static final long MIN_SILENCE_MS = 400;
    private static final long MAX_SILENCE_MS = 1_280;

    static TurnRules of(Parameters query) {
        return new TurnRules(
                query.first("end_of_turn_confidence_threshold")
                        .map(Double::parseDouble)
                        .orElse(THRESHOLD),
                query.first("min_turn_silence").map(Long::parseLong).orElse(MIN_SILENCE_MS),
                query.first("max_turn_silence").map(Long::parseLong).orElse(MAX_SILENCE_MS),
                query.first("format_turns").orElse("false").equals("true"));
    }

    /** These rules with what an {@code UpdateConfiguration} names. */
    TurnRules updated(JsonNode message) {
        return new TurnRules(
                message.path("end_of_turn_confidence_threshold").asDouble(threshold),
                message.path("min_turn_silence").asLong(minSilenceMs),
                message.path("max_turn_silence").asLong(maxSilenceMs),
                message.path("format_turns").asBoolean(formatted));
    }
}
