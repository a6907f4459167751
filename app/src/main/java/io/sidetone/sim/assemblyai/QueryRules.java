package io.sidetone.sim.assemblyai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidetone.sim.deepgram.Parameters;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What the vendor answers with error 3006. Where it is lenient in a way that hides a mistake (a sample rate left
 * out is taken for 16000, an unknown name is passed over), the emulator is not.
 */
final class QueryRules {
    private static final int MOST_ENTRIES = 100;
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Predicate<String> SWITCH = Set.of("true", "false")::contains;
    private static final Predicate<String> TEXT = Predicate.not(String::isBlank);
    private static final Predicate<String> MILLISECONDS = wholeNumber(0, 60_000);

    /** {@code _customer_support_audio_capture} is left out: it records what people say. */
    private static final Map<String, Predicate<String>> VALUES = Map.ofEntries(
            Map.entry("sample_rate", wholeNumber(8_000, 48_000)),
            Map.entry("encoding", Set.of("pcm_s16le", "pcm_mulaw")::contains),
            Map.entry(
                    "speech_model",
                    Pattern.compile("universal-streaming-(english|multilingual)|u3-rt-pro|universal-3-5-pro"
                                    + "|universal-3-6(-pro)?|whisper-rt")
                            .asMatchPredicate()),
            Map.entry("format_turns", SWITCH),
            Map.entry("end_of_turn_confidence_threshold", QueryRules::isShare),
            Map.entry("min_turn_silence", MILLISECONDS),
            Map.entry("max_turn_silence", MILLISECONDS),
            Map.entry("vad_threshold", QueryRules::isShare),
            Map.entry("keyterms_prompt", QueryRules::isList),
            Map.entry("prompt", TEXT),
            Map.entry("agent_context", TEXT),
            Map.entry("language_codes", QueryRules::isList),
            Map.entry("language_code", TEXT),
            Map.entry("language_detection", SWITCH),
            Map.entry("inactivity_timeout", wholeNumber(5, 3_600)),
            Map.entry("filter_profanity", SWITCH),
            Map.entry("redact_pii", SWITCH),
            Map.entry("redact_pii_policies", QueryRules::isList),
            Map.entry("redact_pii_sub", Set.of("hash", "entity_name")::contains),
            Map.entry("speaker_labels", SWITCH),
            Map.entry("max_speakers", wholeNumber(1, 10)),
            Map.entry("session_heartbeat", SWITCH),
            Map.entry("acknowledge_silence", SWITCH),
            Map.entry("continuous_partials", SWITCH),
            Map.entry("interruption_delay", MILLISECONDS),
            Map.entry("turn_left_pad_ms", MILLISECONDS),
            Map.entry("include_partial_turns", SWITCH),
            Map.entry("mode", Set.of("max_accuracy", "balanced", "min_latency")::contains),
            Map.entry("domain", "medical-v1"::equals),
            Map.entry("voice_focus", Set.of("near-field", "far-field")::contains),
            Map.entry("voice_focus_threshold", QueryRules::isShare),
            Map.entry("token", TEXT));

    /** What may be changed within a session. */
    private static final Set<String> UPDATABLE = Set.of(
            "end_of_turn_confidence_threshold",
            "min_turn_silence",
            "max_turn_silence",
            "vad_threshold",
            "format_turns",
            "session_heartbeat",
            "acknowledge_silence",
            "keyterms_prompt",
            "prompt",
            "agent_context",
            "filter_profanity",
            "interruption_delay",
            "turn_left_pad_ms",
            "language_codes");

    private QueryRules() {}

    /** The first thing wrong with the query. */
    static Optional<String> firstProblem(Parameters query) {
        for (String needed : new String[] {"speech_model", "sample_rate"}) {
            if (!query.has(needed)) {
                return Optional.of(needed + " is missing");
            }
        }
        for (var entry : query.byName().entrySet()) {
            String name = entry.getKey();
            if (entry.getValue().size() != 1) {
                return Optional.of(name + " is given " + entry.getValue().size() + " times (expected: once)");
            }
            if (!fits(name, entry.getValue().get(0))) {
                return Optional.of(VALUES.containsKey(name) ? name + " has a wrong value" : name + " is not known");
            }
        }
        boolean universal3 = !query.first("speech_model").orElse("").startsWith("universal-streaming");
        return (query.has("prompt") || query.has("agent_context")) && !universal3
                ? Optional.of("prompt and agent_context are not for this model")
                : Optional.empty();
    }

    /** The first thing wrong with an {@code UpdateConfiguration}. */
    static Optional<String> firstProblem(JsonNode update) {
        for (var member : update.properties()) {
            String name = member.getKey();
            JsonNode value = member.getValue();
            boolean fits = name.equals("type")
                    || (UPDATABLE.contains(name) && fits(name, value.isTextual() ? value.asText() : value.toString()));
            if (!fits) {
                return Optional.of("UpdateConfiguration: " + name + " is not known or has a wrong value");
            }
        }
        return Optional.empty();
    }

    private static boolean fits(String name, String value) {
        Predicate<String> rule = VALUES.get(name);
        try {
            return rule != null && rule.test(value);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static Predicate<String> wholeNumber(int least, int most) {
        return value -> {
            int number = Integer.parseInt(value);
            return number >= least && number <= most;
        };
    }

    private static boolean isShare(String value) {
        double number = Double.parseDouble(value);
        return number >= 0 && number <= 1;
    }

    private static boolean isList(String value) {
        try {
            JsonNode list = JSON.readTree(value);
            return list.isArray() && list.size() <= MOST_ENTRIES;
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
