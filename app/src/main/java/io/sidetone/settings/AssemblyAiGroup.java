package io.sidetone.settings;

import io.sidetone.settings.Settings.AssemblyAi;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The connection to AssemblyAI and what is asked of it. */
final class AssemblyAiGroup {
    /** AssemblyAI's limit. */
    private static final int MOST_KEYTERMS = 100;

    static final Setting<Secret> API_KEY = Setting.optional(
            "assemblyai.api-key", Types.secret("AssemblyAI's API key, without spaces"), "Also `ASSEMBLYAI_API_KEY`.");

    private static final Setting<URI> URL = Setting.of(
            "assemblyai.url",
            Types.url("ws|wss", "wss://streaming.assemblyai.com", false),
            "wss://streaming.assemblyai.com",
            "AssemblyAI's server: another region, your own, or the emulator.");
    private static final Setting<String> MODEL = Setting.byRule(
            "assemblyai.model",
            Types.matching(
                    "(universal|u3|whisper)-[A-Za-z0-9.-]+", "a model's name such as universal-streaming-english"),
            "`universal-streaming-english`, or `universal-streaming-multilingual` for a speaker of another language",
            "AssemblyAI's model.");
    private static final Setting<List<String>> KEYTERMS = Setting.optional(
            "assemblyai.keyterms",
            Types.listOf(DeepgramGroup.KEYTERM),
            "Terms to expect, in the spelling wanted back; 100 at most.");
    private static final Setting<Boolean> FORMAT_TURNS = Setting.of(
            "assemblyai.format-turns", Types.yesOrNo(), "true", "Capitals and punctuation, for a few hundred ms.");
    private static final Setting<Integer> MIN_TURN_SILENCE = Setting.optional(
            "assemblyai.min-turn-silence-ms",
            Types.wholeNumber(0, 10_000),
            "Silence that ends a turn that sounds complete, in milliseconds; AssemblyAI's own choice if unset.");
    private static final Setting<Integer> MAX_TURN_SILENCE = Setting.optional(
            "assemblyai.max-turn-silence-ms",
            Types.wholeNumber(0, 10_000),
            "Silence that ends any turn, in milliseconds; AssemblyAI's own choice if unset.");
    private static final Setting<String> OTHERS = Setting.optional(
            "assemblyai.options.*",
            Types.matching("[^\\p{Cntrl}]+", "text on one line"),
            "Any other option of AssemblyAI's, by its own name, passed on as it is; lists as JSON in one text.");

    static final List<Setting<?>> ALL =
            List.of(URL, API_KEY, MODEL, KEYTERMS, FORMAT_TURNS, MIN_TURN_SILENCE, MAX_TURN_SILENCE, OTHERS);

    private static final Map<String, String> OWN_SETTINGS = Map.of(
            "speech_model", MODEL.name(),
            "keyterms_prompt", KEYTERMS.name(),
            "format_turns", FORMAT_TURNS.name(),
            "min_turn_silence", MIN_TURN_SILENCE.name(),
            "max_turn_silence", MAX_TURN_SILENCE.name());

    /** What the bridge sets itself, what would send words elsewhere, and what would record people. */
    private static final Set<String> OURS = Set.of(
            "encoding",
            "sample_rate",
            "token",
            "webhook_url",
            "webhook_auth_header_name",
            "webhook_auth_header_value",
            "llm_gateway",
            "_customer_support_audio_capture");

    private AssemblyAiGroup() {}

    static AssemblyAi read(Lookup lookup) {
        List<String> keyterms = Objects.requireNonNullElse(lookup.optional(KEYTERMS), List.of());
        if (keyterms.size() > MOST_KEYTERMS) {
            lookup.problem(KEYTERMS, "at most %d terms; these are %d".formatted(MOST_KEYTERMS, keyterms.size()));
        }
        Integer least = lookup.optional(MIN_TURN_SILENCE);
        Integer most = lookup.optional(MAX_TURN_SILENCE);
        if (least != null && most != null && least > most) {
            lookup.problem(MIN_TURN_SILENCE, MAX_TURN_SILENCE.name() + " at most, which is " + most);
        }
        return new AssemblyAi(
                lookup.value(URL),
                lookup.optional(API_KEY),
                lookup.optional(MODEL),
                keyterms,
                lookup.value(FORMAT_TURNS),
                milliseconds(least),
                milliseconds(most),
                options(lookup));
    }

    private static Map<String, String> options(Lookup lookup) {
        Map<String, String> options = new LinkedHashMap<>();
        String prefix = "assemblyai.options.";
        lookup.namesUnder(prefix).forEach(name -> {
            Setting<String> setting = OTHERS.as(prefix + name);
            String value = lookup.optional(setting);
            if (OURS.contains(name)) {
                lookup.problem(setting, "another option: this one is the bridge's own to set, or to leave alone");
            } else if (!name.matches("[a-z][a-z0-9_]*")) {
                lookup.problem(setting, "an option by AssemblyAI's own name, such as vad_threshold");
            } else if (OWN_SETTINGS.containsKey(name)) {
                lookup.problem(setting, OWN_SETTINGS.get(name) + " instead, the option's own setting");
            } else if (value != null) {
                options.put(name, value);
            }
        });
        return options;
    }

    private static @Nullable Duration milliseconds(@Nullable Integer value) {
        return value == null ? null : Duration.ofMillis(value);
    }
}
