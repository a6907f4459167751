package io.sidetone.sim.deepgram;

import java.util.Optional;
import java.util.Set;

/**
 * What the vendor answers with 400 to a whole piece of audio, judged by its query alone.
 *
 * <p>Source: the vendor's pre-recorded specification, state of November 2026. What the emulator could
 * not answer truthfully (topics, summaries, detected languages, callbacks) it refuses by name.
 */
final class PrerecordedRules extends NovaRules {
    private static final Set<String> SWITCHES = Set.of(
            "detect_entities",
            "diarize",
            "dictation",
            "filler_words",
            "measurements",
            "mip_opt_out",
            "multichannel",
            "numerals",
            "profanity_filter",
            "punctuate",
            "smart_format",
            "utterances");
    private static final Set<String> SINGLE =
            Set.of("channels", "diarize_model", "encoding", "language", "model", "sample_rate", "utt_split", "version");
    private static final Set<String> REPEATABLE =
            Set.of("extra", "keyterm", "keywords", "language_hint", "redact", "replace", "search", "tag");
    private static final Set<String> LIVE_ONLY =
            Set.of("endpointing", "interim_results", "no_delay", "utterance_end_ms", "vad_events");
    private static final Set<String> BEYOND_THE_EMULATOR = Set.of(
            "callback",
            "callback_method",
            "custom_intent",
            "custom_intent_mode",
            "custom_topic",
            "custom_topic_mode",
            "detect_language",
            "intents",
            "paragraphs",
            "sentiment",
            "summarize",
            "topics");
    private static final Set<String> DIARIZERS = Set.of("latest", "v1", "v2");
    private static final Set<String> REDACTABLE =
            Set.of("true", "false", "pci", "pii", "numbers", "aggressive_numbers", "ssn");

    private PrerecordedRules(Parameters query) {
        super(query);
    }

    /** The first thing wrong with the query. */
    static Optional<Refusal> firstProblem(Parameters query) {
        return new PrerecordedRules(query).firstProblem();
    }

    @Override
    void check() {
        for (String name : query.byName().keySet()) {
            check(!LIVE_ONLY.contains(name), name + " is for live audio only");
            check(
                    !BEYOND_THE_EMULATOR.contains(name),
                    name + ": the vendor takes this one, the emulator cannot answer it");
        }
        names(SWITCHES, SINGLE, REPEATABLE);
        model();
        language();
        audio();
        utterances();
        words(DIARIZERS, REDACTABLE);
        labels();
    }

    private void audio() {
        each(
                "encoding",
                value -> Encoding.of(value).isPresent(),
                "linear16, mulaw or alaw for raw audio; none for WAV");
        check(
                query.has("encoding") == query.has("sample_rate"),
                "raw audio needs encoding and sample_rate, a WAV file neither of them");
        each("sample_rate", value -> within(value, Piece.LOWEST_RATE, Piece.HIGHEST_RATE), "8000 to 48000");
        check(query.has("encoding") || !query.has("channels"), "channels without encoding: a WAV file has its own");
        each("channels", value -> within(value, 1, Piece.MOST_CHANNELS), "1 to " + Piece.MOST_CHANNELS);
    }

    private void utterances() {
        each("utt_split", value -> value.matches("[0-9]{1,3}(\\.[0-9]{1,6})?"), "seconds, such as 0.8");
        check(!query.has("utt_split") || query.on("utterances"), "utt_split needs utterances=true");
    }
}
