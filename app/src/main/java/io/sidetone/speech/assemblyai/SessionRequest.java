package io.sidetone.speech.assemblyai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.sidetone.speech.AudioFormat;
import io.sidetone.speech.SpeechLeg;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one leg's session asks for.
 *
 * @param language as asked for by the leg; null if it did not
 * @param format of the audio, the same on the wire as on the leg
 * @param foreignModel the leg asks for a model of another vendor, which is left out
 */
record SessionRequest(
        AssemblyAiSettings settings,
        SpeechLeg leg,
        String model,
        @Nullable String language,
        AudioFormat format,
        List<String> keyterms,
        boolean foreignModel) {
    /** What the vendor takes at most. */
    static final int MOST_KEYTERMS = 100;

    static final String ENGLISH = "universal-streaming-english";
    static final String MULTILINGUAL = "universal-streaming-multilingual";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern OWN_MODEL = Pattern.compile("(universal|u3|whisper)-.+");

    static SessionRequest of(AssemblyAiSettings settings, SpeechLeg leg, AudioFormat format) {
        String asked = leg.options().model();
        boolean foreign = asked != null && !OWN_MODEL.matcher(asked).matches();
        String explicit =
                asked != null && !foreign ? asked : settings.listening().model();
        List<String> terms = leg.options().keyterms().isEmpty()
                ? settings.listening().keyterms()
                : leg.options().keyterms();
        String language = leg.options().language();
        return new SessionRequest(
                settings,
                leg,
                explicit != null ? explicit : isEnglish(language) ? ENGLISH : MULTILINGUAL,
                language,
                format,
                List.copyOf(terms.subList(0, Math.min(terms.size(), MOST_KEYTERMS))),
                foreign);
    }

    /** Whether the end of a turn comes a second time, formatted. */
    boolean awaitsFormatted() {
        return settings.listening().formatTurns() && isStreamingModel();
    }

    /** The address with its query. */
    URI uri() {
        URI base = settings.url();
        String path = base.getRawPath().replaceFirst("/+$", "") + "/v3/ws";
        return URI.create(base.getScheme() + "://" + base.getRawAuthority() + path + "?" + query());
    }

    /** The key stands alone: the vendor takes a scheme word for a part of it. */
    HttpHeaders headers() {
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.set(HttpHeaderNames.USER_AGENT, "sidetone");
        Supplier<String> key = settings.apiKey();
        if (key != null) {
            headers.set(HttpHeaderNames.AUTHORIZATION, key.get().strip());
        }
        return headers;
    }

    private String query() {
        AssemblyAiSettings.Listening listening = settings.listening();
        StringBuilder query = new StringBuilder();
        append(query, "speech_model", model);
        append(query, "encoding", format == AudioFormat.MULAW_8K ? "pcm_mulaw" : "pcm_s16le");
        append(query, "sample_rate", Integer.toString(format.sampleRateHz()));
        if (isStreamingModel()) { // others always format, and refuse to be asked
            append(query, "format_turns", Boolean.toString(listening.formatTurns()));
        }
        appendMs(query, "min_turn_silence", listening.minTurnSilence());
        appendMs(query, "max_turn_silence", listening.maxTurnSilence());
        if (!keyterms.isEmpty()) {
            append(query, "keyterms_prompt", json(keyterms));
        }
        listening.options().forEach((name, value) -> append(query, name, value));
        return query.toString();
    }

    private boolean isStreamingModel() {
        return model.startsWith("universal-streaming-");
    }

    private static boolean isEnglish(@Nullable String language) {
        return language == null || language.toLowerCase(Locale.ROOT).matches("en(-.*)?");
    }

    private static void appendMs(StringBuilder query, String name, @Nullable Duration value) {
        if (value != null) {
            append(query, name, Long.toString(value.toMillis()));
        }
    }

    private static void append(StringBuilder query, String name, String value) {
        query.append(query.length() == 0 ? "" : "&")
                .append(encode(name))
                .append('=')
                .append(encode(value));
    }

    /** A form's encoder writes spaces as plus signs, which only some servers take back. */
    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String json(List<String> texts) {
        try {
            return JSON.writeValueAsString(texts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a list of texts cannot fail to be written", e);
        }
    }
}
