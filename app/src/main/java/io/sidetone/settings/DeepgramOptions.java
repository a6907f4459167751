package io.sidetone.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The options of Deepgram's query that have a setting of their own, and those that are passed
 * through. A setting is named like its option, with {@code -} for {@code _}.
 */
final class DeepgramOptions {
    static final Setting<Integer> ENDPOINTING = Setting.of(
            "deepgram.endpointing-ms",
            Types.wholeNumber(0, 10_000),
            "300",
            "Silence that ends a piece of speech, in milliseconds; 100 suits `multi`, 0 is off.");
    static final Setting<Integer> UTTERANCE_END = Setting.byRule(
            "deepgram.utterance-end-ms",
            Types.wholeNumber(0, 10_000),
            "`1000`, or `0` without interim results",
            "Gap between words that ends an utterance, 1000 or more; 0 is off.");
    static final Setting<Boolean> INTERIM_RESULTS =
            yesOrNo("interim-results", "true", "Guesses while somebody is still speaking, for supervisors.");
    static final Setting<Boolean> SMART_FORMAT =
            yesOrNo("smart-format", "true", "Dates, money, phone numbers and punctuation as one writes them.");
    static final Setting<Boolean> PUNCTUATE = yesOrNo("punctuate", "false", "Punctuation alone.");
    static final Setting<Boolean> DICTATION =
            yesOrNo("dictation", "false", "Spoken 'comma' and 'new line' become signs (English).");
    static final Setting<Boolean> NO_DELAY = yesOrNo("no-delay", "false", "Finals at once, at the cost of formatting.");
    static final Setting<List<String>> KEYWORDS = list(
            "keywords",
            Types.matching("[^:,\\p{Cntrl}]+(:-?[0-9]+(\\.[0-9]+)?)?", "word or word:weight"),
            "Words to expect, for models before nova-3: `word` or `word:weight`.");
    static final Setting<List<String>> REDACT = list(
            "redact",
            Types.oneOf("pci", "numbers", "aggressive_numbers", "ssn", "true"),
            "What Deepgram masks: `pci`, `numbers` (`true` is the same), `aggressive_numbers`, `ssn`.");

    private static final Setting<List<String>> REPLACE = list(
            "replace",
            Types.matching("[^:\\p{Lu}]+:.*", "find:replacement, with find in small letters"),
            "Words to exchange: `find:replacement`.");
    private static final Setting<List<String>> SEARCH =
            list("search", Types.text("a word or phrase"), "Words to look for by their sound.");
    private static final Setting<List<String>> TAG =
            list("tag", Types.matching(".{1,128}", "up to 128 characters"), "Labels for Deepgram's usage reports.");
    private static final Setting<String> VERSION = Setting.optional(
            "deepgram.version",
            Types.matching("[A-Za-z0-9._-]+", "latest or a version's id"),
            "Pins a build of the model.");

    /** Each is sent when true; Deepgram's own default is false for all of them. */
    private static final List<Setting<Boolean>> SWITCHES = List.of(
            INTERIM_RESULTS,
            yesOrNo("vad-events", "true", "Word of it as soon as somebody starts to speak."),
            SMART_FORMAT,
            PUNCTUATE,
            yesOrNo("numerals", "false", "'Nine hundred' as 900."),
            DICTATION,
            yesOrNo("filler-words", "false", "Keeps uh and um (English)."),
            yesOrNo("profanity-filter", "false", "Masks swearing."),
            yesOrNo(
                    "diarize",
                    "false",
                    "Tells speakers within one leg apart; lowers Deepgram's limit of live streams."),
            yesOrNo("mip-opt-out", "false", "Keeps audio out of Deepgram's model improvement; costs more."),
            NO_DELAY);

    private static final List<Setting<List<String>>> LISTS = List.of(KEYWORDS, REDACT, REPLACE, SEARCH, TAG);

    private static final Setting<List<String>> OTHERS = Setting.optional(
            "deepgram.options.*",
            new Type.Many<>(Types.matching("[^\\p{Cntrl}]+", "text on one line"), false),
            "Any other option of Deepgram's, by its own name, passed on as it is; a list repeats it.");

    static final Setting<?> LANGUAGE_HINT = OTHERS.as("deepgram.options.language_hint");

    static final List<Setting<?>> ALL = all();

    /** What the bridge sets itself, or what would send the results elsewhere or in another shape. */
    private static final Set<String> OURS = Set.of(
            "model",
            "language",
            "encoding",
            "sample_rate",
            "channels",
            "multichannel",
            "keyterm",
            "callback",
            "callback_method");

    private DeepgramOptions() {}

    static Map<String, List<String>> read(Lookup lookup) {
        Map<String, List<String>> options = new LinkedHashMap<>();
        for (Setting<Boolean> setting : SWITCHES) {
            if (lookup.value(setting)) {
                options.put(option(setting), List.of("true"));
            }
        }
        int endpointing = lookup.value(ENDPOINTING);
        options.put("endpointing", List.of(endpointing == 0 ? "false" : String.valueOf(endpointing)));
        int utteranceEnd = lookup.value(UTTERANCE_END, options.containsKey("interim_results") ? 1000 : 0);
        if (utteranceEnd > 0) {
            options.put(option(UTTERANCE_END), List.of(String.valueOf(utteranceEnd)));
        }
        for (Setting<List<String>> setting : LISTS) {
            List<String> values = Objects.requireNonNullElse(lookup.optional(setting), List.of());
            if (!values.isEmpty()) {
                options.put(option(setting), values);
            }
        }
        String version = lookup.optional(VERSION);
        if (version != null) {
            options.put(option(VERSION), List.of(version));
        }
        passThrough(lookup, options);
        return options;
    }

    private static void passThrough(Lookup lookup, Map<String, List<String>> options) {
        String prefix = "deepgram.options.";
        lookup.namesUnder(prefix).forEach(name -> {
            Setting<List<String>> setting = OTHERS.as(prefix + name);
            List<String> values = lookup.optional(setting);
            if (!name.matches("[a-z][a-z0-9_]*")) {
                lookup.problem(setting, "an option by Deepgram's own name, such as language_hint");
            } else if (OURS.contains(name)) {
                lookup.problem(setting, "another option: this one is the bridge's own to set");
            } else if (ownSetting(name) != null) {
                lookup.problem(setting, ownSetting(name) + " instead, the option's own setting");
            } else if (values != null && !values.isEmpty()) {
                options.put(name, values);
            }
        });
    }

    private static @Nullable String ownSetting(String option) {
        return ALL.stream()
                .filter(setting -> option(setting).equals(option))
                .map(Setting::name)
                .findFirst()
                .orElse(null);
    }

    /** The option a setting stands for. */
    private static String option(Setting<?> setting) {
        if (setting.equals(ENDPOINTING)) {
            return "endpointing";
        }
        return setting.name().substring("deepgram.".length()).replace('-', '_');
    }

    private static Setting<Boolean> yesOrNo(String name, String fallback, String meaning) {
        return Setting.of("deepgram." + name, Types.yesOrNo(), fallback, meaning);
    }

    private static Setting<List<String>> list(String name, Type.One<String> each, String meaning) {
        return Setting.optional("deepgram." + name, Types.listOf(each), meaning);
    }

    private static List<Setting<?>> all() {
        List<Setting<?>> all = new ArrayList<>(List.of(ENDPOINTING, UTTERANCE_END));
        all.addAll(SWITCHES);
        all.addAll(LISTS);
        all.add(VERSION);
        all.add(OTHERS);
        return List.copyOf(all);
    }
}
