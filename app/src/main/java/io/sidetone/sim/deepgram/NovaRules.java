package io.sidetone.sim.deepgram;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What live and pre-recorded audio of {@code /v1/listen} have in common. */
abstract class NovaRules extends Rules {
    private static final Pattern MODEL = Pattern.compile("nova-3(-general|-medical)?"
            + "|nova-2(-(general|meeting|finance|conversationalai|voicemail|video|medical|drivethru"
            + "|automotive|phonecall|atc))?"
            + "|nova(-(general|phonecall|medical))?"
            + "|enhanced(-(general|meeting|phonecall|finance))?"
            + "|base|meeting|phonecall|finance|conversationalai|voicemail|video|custom"
            + "|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern LANGUAGE =
            Pattern.compile("[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Za-z]{2}|[0-9]{3}))?|multi");
    private static final int MOST_KEYTERM_TOKENS = 500;
    private static final double TOKENS_PER_WORD = 1.5;

    NovaRules(Parameters query) {
        super(query);
    }

    /** Whether these terms are more than the vendor takes, by its own rough measure. */
    static boolean tooManyKeyterms(List<String> terms) {
        return terms.stream().mapToInt(term -> term.trim().split("\\s+").length).sum() * TOKENS_PER_WORD
                > MOST_KEYTERM_TOKENS;
    }

    static boolean isLanguage(String tag) {
        return LANGUAGE.matcher(tag).matches();
    }

    final void model() {
        check(!value("model", "").startsWith("flux"), "flux models are served at /v2/listen, not /v1/listen");
        each("model", MODEL.asMatchPredicate(), "a model of the vendor or the id of your own");
    }

    final void language() {
        boolean nova3 = nova3();
        each("language", NovaRules::isLanguage, "a tag such as en or en-US, or multi");
        boolean multi = value("language", "en").equals("multi");
        check(
                !multi || nova3 || value("model", "base").startsWith("nova-2"),
                "language=multi needs a nova-2 or nova-3 model");
        each("language_hint", NovaRules::isLanguage, "a tag such as en");
        check(!query.has("language_hint") || (multi && nova3), "language_hint needs nova-3 and language=multi");
    }

    final void words(Set<String> diarizers, Set<String> redactable) {
        boolean nova3 = nova3();
        check(
                !(query.has("keywords") && nova3),
                Refusal.badParameter("keywords is not available for nova-3: use keyterm"));
        check(!query.has("keyterm") || nova3, "keyterm needs a nova-3 model: use keywords");
        check(!tooManyKeyterms(query.all("keyterm")), "Keyterm limit exceeded: more than 500 tokens");
        each("keyterm", value -> !value.isBlank(), "a word or a phrase");
        check(
                !query.on("dictation") || query.on("punctuate") || query.on("smart_format"),
                "dictation needs punctuate=true");
        check(!(query.has("diarize") && query.has("diarize_model")), "diarize and diarize_model: send one of them");
        each(
                "diarize_model",
                diarizers::contains,
                "one of " + diarizers.stream().sorted().toList());
        each(
                "redact",
                redactable::contains,
                "one of " + redactable.stream().sorted().toList());
        each("replace", value -> value.indexOf(':') > 0, "find:replacement");
    }

    final void labels() {
        each("tag", value -> !value.isEmpty() && value.length() <= 128, "1 to 128 characters");
        each("extra", value -> value.indexOf(':') > 0 && value.length() <= 2048, "key:value, at most 2048 characters");
    }

    private boolean nova3() {
        return value("model", "base").startsWith("nova-3");
    }
}
