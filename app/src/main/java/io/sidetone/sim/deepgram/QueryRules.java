package io.sidetone.sim.deepgram;

import java.util.Optional;
import java.util.Set;

/**
 * What the vendor answers with 400 to live audio. Where it is lenient in a way that hides a mistake,
 * the emulator is not.
 *
 * <p>Source: the vendor's live streaming specification and change log, state of November 2026.
 */
final class QueryRules extends NovaRules {
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
            "utt_split",
            "utterances");
    private static final Set<String> ENCODINGS = Set.of(
            "alaw", "amr-nb", "amr-wb", "flac", "g729", "linear16", "linear32", "mulaw", "ogg-opus", "opus", "speex");
    private static final Set<String> DIARIZERS = Set.of("latest", "v1");
    private static final Set<String> REDACTABLE =
            Set.of("true", "false", "pci", "numbers", "aggressive_numbers", "ssn");
    private static final int MOST_CHANNELS = 20;

    private QueryRules(Parameters query) {
        super(query);
    }

    /** The first thing wrong with the query. */
    static Optional<Refusal> firstProblem(Parameters query) {
        return new QueryRules(query).firstProblem();
    }

    @Override
    void check() {
        for (String name : query.byName().keySet()) {
            check(!NOT_LIVE.contains(name), name + " is not available for live audio");
        }
        names(SWITCHES, SINGLE, REPEATABLE);
        model();
        language();
        audio();
        turns();
        words(DIARIZERS, REDACTABLE);
        labels();
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
}
