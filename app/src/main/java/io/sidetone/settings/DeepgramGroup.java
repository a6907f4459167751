package io.sidetone.settings;

import io.sidetone.settings.Settings.Deepgram;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** The connection to Deepgram and what is asked of it most; the rest are {@link DeepgramOptions}. */
final class DeepgramGroup {
    /** One term: a list in one text would be taken as one long term, a weight as part of it. */
    static final Type.One<String> KEYTERM = Types.matching(
            "(?!.*:-?[0-9.]+$)[^,;\\p{Cntrl}]+", "one term or phrase without comma, semicolon or weight");

    static final Setting<Secret> API_KEY = Setting.optional(
            "deepgram.api-key", Types.secret("Deepgram's API key, without spaces"), "Also `DEEPGRAM_API_KEY`.");
    static final Setting<String> MODEL = Setting.of(
            "deepgram.model",
            Types.model(),
            "nova-3",
            "Deepgram's model; `flux-general-en` and `flux-general-multi` too.");
    static final Setting<String> LANGUAGE = Setting.of(
            "deepgram.language", Types.spokenLanguage(), "en", "Language tag, or `multi` for several at once.");
    static final Setting<List<String>> KEYTERMS = Setting.optional(
            "deepgram.keyterms",
            Types.listOf(KEYTERM),
            "Terms to expect, in the spelling wanted back (nova-3 and Flux).");

    private static final Setting<URI> URL = Setting.of(
            "deepgram.url",
            Types.url("ws|wss", "wss://api.deepgram.com", false),
            "wss://api.deepgram.com",
            "Deepgram's server: another region, your own, or the emulator.");
    private static final Setting<String> ENCODING = Setting.of(
            "deepgram.encoding",
            Types.oneOf("linear16", "mulaw"),
            "linear16",
            "How audio travels: decoded, or as Twilio sends it in half the bytes.");
    private static final Setting<Integer> CONNECT =
            Setting.of("deepgram.connect-seconds", Types.wholeNumber(1, 60), "5", "Limit for opening a connection.");
    private static final Setting<Integer> CLOSE = Setting.of(
            "deepgram.close-seconds",
            Types.wholeNumber(1, 60),
            "10",
            "Wait for the last results at the end of a call.");
    private static final Setting<Integer> KEEP_ALIVE = Setting.of(
            "deepgram.keep-alive-seconds",
            Types.wholeNumber(1, 5),
            "4",
            "Pause between signs of life while no audio flows.");
    private static final Setting<Double> CATCH_UP_RATE = Setting.of(
            "deepgram.catch-up-rate",
            Types.number(1, 10),
            "1.25",
            "Speed of kept audio, as a multiple of real time; Deepgram asks for 1.25 at most.");

    private static final Setting<Integer> PRERECORDED = Setting.of(
            "deepgram.prerecorded-seconds",
            Types.wholeNumber(1, 600),
            "30",
            "Limit for the transcript of a whole piece of audio, where a stream had a gap.");
    private static final Setting<Integer> PRERECORDED_AT_ONCE = Setting.of(
            "deepgram.prerecorded-at-once",
            Types.wholeNumber(1, 500),
            "10",
            "Such requests at once; Deepgram allows a project 50.");

    static final List<Setting<?>> ALL = List.of(
            URL,
            API_KEY,
            MODEL,
            LANGUAGE,
            ENCODING,
            KEYTERMS,
            CONNECT,
            CLOSE,
            KEEP_ALIVE,
            CATCH_UP_RATE,
            PRERECORDED,
            PRERECORDED_AT_ONCE);

    private DeepgramGroup() {}

    static Deepgram read(Lookup lookup, Settings.Speech speech) {
        URI url = lookup.value(URL);
        Secret key = lookup.optional(API_KEY);
        String model = lookup.value(MODEL);
        List<String> keyterms = Objects.requireNonNullElse(lookup.optional(KEYTERMS), List.of());
        Deepgram deepgram = new Deepgram(
                url,
                key,
                model,
                lookup.value(LANGUAGE),
                lookup.value(ENCODING),
                DeepgramOptions.read(lookup),
                keyterms,
                Duration.ofSeconds(lookup.value(CONNECT)),
                Duration.ofSeconds(lookup.value(CLOSE)),
                Duration.ofSeconds(lookup.value(KEEP_ALIVE)),
                lookup.value(CATCH_UP_RATE),
                Duration.ofSeconds(lookup.value(PRERECORDED)),
                lookup.value(PRERECORDED_AT_ONCE));
        DeepgramRules.check(lookup, deepgram, speech);
        return deepgram;
    }

    /** Whether it is of the family that knows turns. */
    static boolean isFlux(String model) {
        return model.startsWith("flux");
    }

    /** Whether Deepgram takes keyterms with this model. */
    static boolean takesKeyterms(String model) {
        return model.startsWith("nova-3") || isFlux(model);
    }
}
