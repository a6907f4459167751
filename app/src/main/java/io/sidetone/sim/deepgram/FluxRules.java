package io.sidetone.sim.deepgram;

import java.util.Optional;
import java.util.Set;
import java.util.function.DoublePredicate;

/**
 * What the vendor answers with 400 at {@code /v2/listen}.
 *
 * <p>Source: the vendor's specification of Flux, state of November 2026.
 */
final class FluxRules extends Rules {
    static final String MULTILINGUAL = "flux-general-multi";

    private static final Set<String> MODELS = Set.of("flux-general-en", MULTILINGUAL);
    private static final Set<String> SWITCHES = Set.of("mip_opt_out", "numerals", "profanity_filter");
    private static final Set<String> SINGLE =
            Set.of("eager_eot_threshold", "encoding", "eot_threshold", "eot_timeout_ms", "model", "sample_rate");
    private static final Set<String> REPEATABLE = Set.of("keyterm", "language_hint", "redact", "tag");
    private static final Set<String> RATES = Set.of("8000", "16000", "24000", "44100", "48000");
    private static final Set<String> REDACTABLE = Set.of("numbers", "aggressive_numbers");

    private FluxRules(Parameters query) {
        super(query);
    }

    /** The first thing wrong with the query. */
    static Optional<Refusal> firstProblem(Parameters query) {
        return new FluxRules(query).firstProblem();
    }

    static boolean isEndThreshold(double value) {
        return value >= 0.5 && value <= 1;
    }

    static boolean isEagerThreshold(double value) {
        return value >= 0.3 && value <= 0.9;
    }

    static boolean isTimeout(long millis) {
        return millis >= 500 && millis <= 60_000;
    }

    @Override
    void check() {
        check(query.has("model"), "model is missing (expected: one of " + MODELS + ")");
        each(
                "model",
                MODELS::contains,
                "one of " + MODELS.stream().sorted().toList() + "; others are served at /v1/listen");
        names(SWITCHES, SINGLE, REPEATABLE);
        audio();
        turns();
        each("keyterm", value -> !value.isBlank(), "a word or a phrase");
        check(!NovaRules.tooManyKeyterms(query.all("keyterm")), "Keyterm limit exceeded: more than 500 tokens");
        check(
                !query.has("language_hint") || value("model", "").equals(MULTILINGUAL),
                "language_hint needs " + MULTILINGUAL);
        each("language_hint", NovaRules::isLanguage, "a tag such as en");
        each("redact", REDACTABLE::contains, "numbers or aggressive_numbers");
        each("tag", value -> !value.isEmpty() && value.length() <= 128, "1 to 128 characters");
    }

    private void audio() {
        check(query.has("encoding"), "encoding is missing: the emulator hears raw audio only, no containers");
        each(
                "encoding",
                value -> Encoding.of(value).isPresent(),
                "linear16, mulaw or alaw; the emulator hears no other");
        check(query.has("sample_rate"), "encoding without sample_rate");
        each("sample_rate", RATES::contains, "8000, 16000, 24000, 44100 or 48000");
    }

    private void turns() {
        each("eot_threshold", value -> decimal(value, FluxRules::isEndThreshold), "0.5 to 1.0");
        each("eager_eot_threshold", value -> decimal(value, FluxRules::isEagerThreshold), "0.3 to 0.9");
        each(
                "eot_timeout_ms",
                value -> within(value, 0, Integer.MAX_VALUE) && isTimeout(Long.parseLong(value)),
                "500 to 60000");
        TurnRules rules = TurnRules.of(query, 1);
        check(
                rules.eager() == null || rules.eager() <= rules.end(),
                "eager_eot_threshold above eot_threshold (expected: at most that)");
    }

    private static boolean decimal(String value, DoublePredicate right) {
        return value.matches("[0-9]\\.?[0-9]{0,6}") && right.test(Double.parseDouble(value));
    }
}
