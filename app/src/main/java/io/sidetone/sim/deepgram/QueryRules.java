package io.sidetone.sim.deepgram;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What the vendor answers with 400. Where it is lenient in a way that hides a mistake, the emulator
 * is not.
 *
 * <p>Source: the vendor's live streaming specification and change log, state of November 2026.
 */
final class QueryRules {
    private static final Set<String> SWITCHES = Set.of(
            "detect_entities",
            "diarize",
            "dictation",
            "filler_words",
            "interim_results",
            "mip_opt_out",
            "multichannel",
            "no_delay",
            "numerals",
            "profanity_filter",
            "punctuate",
            "smart_format",
            "vad_events");
    private static final Set<String> SINGLE = Set.of(
            "callback",
            "callback_method",
            "channels",
            "diarize_model",
            "encoding",
            "endpointing",
            "language",
            "model",
            "sample_rate",
            "utterance_end_ms",
            "version");
    private static final Set<String> REPEATABLE =
            Set.of("extra", "keyterm", "keywords", "language_hint", "redact", "replace", "search", "tag");
    private static final Set<String> NOT_LIVE = Set.of(
            "detect_language",
            "intents",
            "measurements",
            "paragraphs",
            "sentiment",
            "summarize",
            "topics",
            "utterances");
    private static final Set<String> ENCODINGS = Set.of(
            "alaw", "amr-nb", "amr-wb", "flac", "g729", "linear16", "linear32", "mulaw", "ogg-opus", "opus", "speex");
    private static final Set<String> REDACTABLE =
            Set.of("true", "false", "pci", "numbers", "aggressive_numbers", "ssn");
    private static final Pattern MODEL = Pattern.compile("nova-3(-general|-medical)?"
            + "|nova-2(-(general|meeting|finance|conversationalai|voicemail|video|medical|drivethru"
            + "|automotive|phonecall|atc))?"
            + "|nova(-(general|phonecall|medical))?"
            + "|enhanced(-(general|meeting|phonecall|finance))?"
            + "|base|meeting|phonecall|finance|conversationalai|voicemail|video|custom"
            + "|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern LANGUAGE =
            Pattern.compile("[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Za-z]{2}|[0-9]{3}))?|multi");
    private static final int MOST_CHANNELS = 20;
    private static final int MOST_KEYTERM_TOKENS = 500;
    private static final double TOKENS_PER_WORD = 1.5;

    private final Parameters query;

    private QueryRules(Parameters query) {
        this.query = query;
    }

    /** The first thing wrong with the query. */
    static Optional<Refusal> firstProblem(Parameters query) {
        try {
            new QueryRules(query).check();
            return Optional.empty();
        } catch (Refused refused) {
            return Optional.of(refused.refusal);
        }
    }

    /** Whether these terms are more than the vendor takes, by its own rough measure. */
    static boolean tooManyKeyterms(List<String> terms) {
        return terms.stream().mapToInt(term -> term.trim().split("\\s+").length).sum() * TOKENS_PER_WORD
                > MOST_KEYTERM_TOKENS;
    }

    private void check() {
        names();
        model();
        language();
        audio();
        turns();
        words();
        labels();
    }

    private void names() {
        for (String name : query.byName().keySet()) {
            check(!NOT_LIVE.contains(name), name + " is not available for live audio");
            check(
                    SWITCHES.contains(name) || SINGLE.contains(name) || REPEATABLE.contains(name),
                    "unknown parameter " + name);
            check(
                    REPEATABLE.contains(name) || query.all(name).size() == 1,
                    name + " given " + query.all(name).size() + " times (expected: once)");
        }
        for (String name : SWITCHES) {
            each(name, value -> value.equals("true") || value.equals("false"), "true or false");
        }
    }

    private void model() {
        check(!value("model", "").startsWith("flux"), "flux models are served at /v2/listen, not /v1/listen");
        each("model", MODEL.asMatchPredicate(), "a model of the vendor or the id of your own");
    }

    private void language() {
        boolean nova3 = nova3();
        each("language", LANGUAGE.asMatchPredicate(), "a tag such as en or en-US, or multi");
        boolean multi = value("language", "en").equals("multi");
        check(
                !multi || nova3 || value("model", "base").startsWith("nova-2"),
                "language=multi needs a nova-2 or nova-3 model");
        each("language_hint", LANGUAGE.asMatchPredicate(), "a tag such as en");
        check(!query.has("language_hint") || (multi && nova3), "language_hint needs nova-3 and language=multi");
    }

    private void audio() {
        check(
                query.has("encoding"),
                "encoding is missing: the emulator hears raw audio only, no containers such as WAV");
        each(
                "encoding",
                ENCODINGS::contains,
                "one of " + ENCODINGS.stream().sorted().toList());
        check(query.has("sample_rate"), "encoding without sample_rate");
        each("sample_rate", value -> within(value, 8_000, 48_000), "8000 to 48000");
        each("channels", value -> within(value, 1, MOST_CHANNELS), "1 to " + MOST_CHANNELS);
        check(
                !query.on("multichannel") || Integer.parseInt(value("channels", "1")) >= 2,
                "multichannel=true needs channels of 2 and more");
        each(
                "encoding",
                value -> Encoding.of(value).isPresent(),
                "linear16, mulaw or alaw; the vendor takes this one, the emulator cannot hear it");
    }

    private void turns() {
        each(
                "endpointing",
                value -> value.equals("false") || within(value, 0, 60_000),
                "a number of milliseconds, or false");
        each("utterance_end_ms", value -> within(value, 1_000, 60_000), "1000 milliseconds and more");
        check(
                !query.has("utterance_end_ms") || query.on("interim_results"),
                "utterance_end_ms needs interim_results=true");
    }

    private void words() {
        boolean nova3 = nova3();
        if (query.has("keywords") && nova3) {
            throw new Refused(Refusal.badParameter("keywords is not available for nova-3: use keyterm"));
        }
        check(!query.has("keyterm") || nova3, "keyterm needs a nova-3 model: use keywords");
        check(!tooManyKeyterms(query.all("keyterm")), "Keyterm limit exceeded: more than 500 tokens");
        each("keyterm", value -> !value.isBlank(), "a word or a phrase");
        check(
                !query.on("dictation") || query.on("punctuate") || query.on("smart_format"),
                "dictation needs punctuate=true");
        check(!(query.has("diarize") && query.has("diarize_model")), "diarize and diarize_model: send one of them");
        each("diarize_model", Set.of("latest", "v1")::contains, "latest or v1");
        each(
                "redact",
                REDACTABLE::contains,
                "one of " + REDACTABLE.stream().sorted().toList());
        each("replace", value -> value.indexOf(':') > 0, "find:replacement");
    }

    private void labels() {
        each("tag", value -> !value.isEmpty() && value.length() <= 128, "1 to 128 characters");
        each("extra", value -> value.indexOf(':') > 0 && value.length() <= 2048, "key:value, at most 2048 characters");
    }

    private boolean nova3() {
        return value("model", "base").startsWith("nova-3");
    }

    private String value(String name, String otherwise) {
        return query.first(name).orElse(otherwise);
    }

    private void each(String name, Predicate<String> right, String expected) {
        for (String value : query.all(name)) {
            check(right.test(value), "%s: '%s' (expected: %s)".formatted(name, value, expected));
        }
    }

    private static void check(boolean right, String problem) {
        if (!right) {
            throw new Refused(Refusal.badRequest(problem));
        }
    }

    private static boolean within(String value, int least, int most) {
        if (!value.matches("[0-9]{1,9}")) {
            return false;
        }
        int number = Integer.parseInt(value);
        return number >= least && number <= most;
    }

    /** Ends the check at the first problem; never leaves this class. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient Refusal refusal;

        Refused(Refusal refusal) {
            super(refusal.message(), null, false, false);
            this.refusal = refusal;
        }
    }
}
