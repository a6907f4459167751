package io.sidetone.settings;

import io.sidetone.settings.Settings.Deepgram;
import io.sidetone.settings.Settings.RoleOverride;
import io.sidetone.settings.Settings.Speech;
import java.util.List;
import java.util.Set;

/**
 * What Deepgram takes together and what not. Found here at start, since Deepgram itself answers with a
 * bare 400, or with silence, once a call is live.
 */
final class DeepgramRules {
    /** Deepgram's limit over all keyterms of a stream. */
    private static final int MOST_TOKENS = 500;

    private static final int LEAST_UTTERANCE_END_MS = 1000;

    private static final Set<String> REDACTED_BY_FLUX = Set.of("numbers", "aggressive_numbers");

    private final Lookup lookup;
    private final Deepgram deepgram;

    private DeepgramRules(Lookup lookup, Deepgram deepgram) {
        this.lookup = lookup;
        this.deepgram = deepgram;
    }

    static void check(Lookup lookup, Deepgram deepgram, Speech speech) {
        DeepgramRules rules = new DeepgramRules(lookup, deepgram);
        rules.options();
        rules.terms(deepgram.model(), deepgram.keyterms(), DeepgramGroup.KEYTERMS);
        rules.keywords(deepgram.model());
        speech.roles().forEach(rules::role);
    }

    private void options() {
        int utteranceEnd = number("utterance_end_ms");
        if (utteranceEnd > 0 && utteranceEnd < LEAST_UTTERANCE_END_MS) {
            lookup.problem(DeepgramOptions.UTTERANCE_END, "1000 or more, or 0 for off: interims come once a second");
        }
        if (utteranceEnd > 0 && !isOn("interim_results")) {
            lookup.problem(DeepgramOptions.UTTERANCE_END, "0, or deepgram.interim-results: true, which it needs");
        }
        if (isOn("dictation") && !isOn("punctuate") && !isOn("smart_format")) {
            lookup.problem(DeepgramOptions.DICTATION, "deepgram.punctuate or deepgram.smart-format to be true with it");
        }
        if (isOn("no_delay") && deepgram.options().containsKey("redact")) {
            lookup.problem(DeepgramOptions.NO_DELAY, "false with deepgram.redact: what is sent at once escapes it");
        }
        boolean severalLanguages =
                (deepgram.model().startsWith("nova-3") && deepgram.language().equals("multi"))
                        || deepgram.model().equals("flux-general-multi");
        if (deepgram.options().containsKey("language_hint") && !severalLanguages) {
            lookup.problem(
                    DeepgramOptions.LANGUAGE_HINT,
                    "deepgram.language: multi on nova-3, or flux-general-multi, with it");
        }
        redaction(deepgram.model());
    }

    /** What Flux cannot mask would be heard in the clear, or every call refused. */
    private void redaction(String model) {
        List<String> redact = deepgram.options().getOrDefault("redact", List.of());
        if (DeepgramGroup.isFlux(model) && !REDACTED_BY_FLUX.containsAll(redact)) {
            lookup.problem(DeepgramOptions.REDACT, "numbers or aggressive_numbers only, with " + model);
        }
    }

    private void role(String role, RoleOverride override) {
        String model = override.model() == null ? deepgram.model() : override.model();
        Setting<?> modelSetting = SpeechGroup.of(role, SpeechGroup.ROLE_MODEL);
        if (override.model() != null) {
            redaction(model);
        }
        if (!override.keyterms().isEmpty()) {
            terms(model, override.keyterms(), SpeechGroup.of(role, SpeechGroup.ROLE_KEYTERMS));
        } else if (override.model() != null && !deepgram.keyterms().isEmpty() && !DeepgramGroup.takesKeyterms(model)) {
            lookup.problem(modelSetting, "a nova-3 or Flux model, as deepgram.keyterms are set");
        }
        if (override.model() != null && DeepgramGroup.takesKeyterms(model) && hasKeywords()) {
            lookup.problem(modelSetting, "a model before nova-3, as deepgram.keywords are set");
        }
    }

    private void terms(String model, List<String> terms, Setting<?> setting) {
        if (!terms.isEmpty() && !DeepgramGroup.takesKeyterms(model)) {
            lookup.problem(
                    setting,
                    "a nova-3 or Flux model with it instead of " + model + "; older ones take deepgram.keywords");
        }
        double tokens = terms.stream().mapToDouble(DeepgramRules::tokens).sum();
        if (tokens > MOST_TOKENS) {
            lookup.problem(setting, "at most %d tokens in all; these are about %.0f".formatted(MOST_TOKENS, tokens));
        }
    }

    private void keywords(String model) {
        if (hasKeywords() && DeepgramGroup.takesKeyterms(model)) {
            lookup.problem(
                    DeepgramOptions.KEYWORDS, "deepgram.keyterms instead with " + model + ", which refuses keywords");
        }
    }

    private boolean hasKeywords() {
        return deepgram.options().containsKey("keywords");
    }

    /** Their tokenizer is not public. One and a half a word, or one for four letters, errs on the safe side. */
    private static double tokens(String term) {
        double tokens = 0;
        for (String word : term.split("\\s+", -1)) {
            tokens += Math.max(1.5, word.length() / 4.0);
        }
        return tokens;
    }

    private boolean isOn(String option) {
        return deepgram.options().getOrDefault(option, List.of()).contains("true");
    }

    private int number(String option) {
        return Integer.parseInt(
                deepgram.options().getOrDefault(option, List.of("0")).get(0));
    }
}
