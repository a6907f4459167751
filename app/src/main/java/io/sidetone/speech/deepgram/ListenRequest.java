package io.sidetone.speech.deepgram;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.sidetone.speech.AudioFormat;
import io.sidetone.speech.SpeechLeg;
import io.sidetone.speech.SpeechOptions;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one leg's stream asks for: everything is in the query, and fixed for the stream's life.
 *
 * @param model as asked for
 * @param language as asked for
 * @param format of the audio on the wire
 * @param dropsKeyterms there were keyterms, but the model refuses streams that have them
 */
record ListenRequest(
        DeepgramSettings settings,
        SpeechLeg leg,
        String model,
        String language,
        AudioFormat format,
        List<String> keyterms,
        boolean dropsKeyterms) {
    /** The models before nova-3. One that is not named here, such as one's own, is given its keyterms. */
    private static final Pattern NO_KEYTERMS =
            Pattern.compile("nova|nova-(2|2-.*|general|phonecall|medical)|(enhanced|base|whisper)(-.*)?"
                    + "|meeting|phonecall|finance|conversationalai|voicemail|video");

    private static final Set<String> OPTIONS_OF_FLUX = Set.of(
            "eot_threshold",
            "eager_eot_threshold",
            "eot_timeout_ms",
            "profanity_filter",
            "numerals",
            "redact",
            "mip_opt_out",
            "tag");

    static ListenRequest of(DeepgramSettings settings, SpeechLeg leg, AudioFormat legFormat) {
        DeepgramSettings.Listening listening = settings.listening();
        SpeechOptions own = leg.options();
        String model = own.model() != null ? own.model() : listening.model();
        List<String> keyterms = own.keyterms().isEmpty() ? listening.keyterms() : own.keyterms();
        boolean drops = !keyterms.isEmpty() && NO_KEYTERMS.matcher(model).matches();
        return new ListenRequest(
                settings,
                leg,
                model,
                own.language() != null ? own.language() : listening.language(),
                wireFormat(listening.encoding(), legFormat),
                drops ? List.of() : keyterms,
                drops);
    }

    /** Whether it is a model of the second API, which knows turns instead of finals. */
    boolean isFlux() {
        return model.startsWith("flux");
    }

    /** The address with its query. */
    URI uri() {
        URI base = settings.url();
        String path = base.getRawPath().replaceFirst("/+$", "") + (isFlux() ? "/v2/listen" : "/v1/listen");
        return URI.create(base.getScheme() + "://" + base.getRawAuthority() + path + "?" + query());
    }

    HttpHeaders headers() {
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.set(HttpHeaderNames.USER_AGENT, "sidetone");
        @Nullable Supplier<String> key = settings.apiKey();
        if (key != null) {
            headers.set(HttpHeaderNames.AUTHORIZATION, "Token " + key.get().strip());
        }
        return headers;
    }

    private Query query() {
        Query query = new Query().add("model", model);
        if (!isFlux()) {
            query.add("language", language);
        }
        query.add("encoding", format == AudioFormat.MULAW_8K ? "mulaw" : "linear16")
                .add("sample_rate", Integer.toString(format.sampleRateHz()));
        if (isFlux()) {
            return query.addAll(settings.listening().options(), this::isOfFlux).addAll("keyterm", keyterms);
        }
        return query.add("channels", "1")
                .addAll(settings.listening().options(), name -> !name.contains("eot_"))
                .addAll("keyterm", keyterms)
                .add("extra", "call:" + leg.callId())
                .add("extra", "leg:" + leg.track());
    }

    /** Flux refuses what it does not know. */
    private boolean isOfFlux(String option) {
        return OPTIONS_OF_FLUX.contains(option) || (option.equals("language_hint") && model.endsWith("-multi"));
    }

    private static AudioFormat wireFormat(DeepgramSettings.Encoding encoding, AudioFormat legFormat) {
        boolean decode = legFormat == AudioFormat.MULAW_8K && encoding == DeepgramSettings.Encoding.LINEAR16;
        return decode ? AudioFormat.LINEAR16_8K : legFormat;
    }
}
