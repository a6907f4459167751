package io.sidetone.speech.assemblyai;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an operator says about AssemblyAI.
 *
 * @param url where it is, such as {@code wss://streaming.assemblyai.com} or {@code ws://127.0.0.1:9101}; {@code
 *     /v3/ws} is appended
 * @param apiKey asked anew for every connection, so that a key can be replaced and does not print; null sends no
 *     key, for servers of one's own
 * @param listening what to ask for
 * @param timing how long and how much
 */
public record AssemblyAiSettings(URI url, @Nullable Supplier<String> apiKey, Listening listening, Timing timing) {

    public AssemblyAiSettings {
        boolean webSocket = "ws".equalsIgnoreCase(url.getScheme()) || "wss".equalsIgnoreCase(url.getScheme());
        if (!webSocket || url.getHost() == null || url.getRawUserInfo() != null) {
            throw bad("url", url, "ws:// or wss:// and a host, such as wss://streaming.assemblyai.com");
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            throw bad("url", url, "no query; give parameters as options");
        }
    }

    /**
     * What is asked of the vendor; a leg's own options override the model and the keyterms.
     *
     * @param model null: the English streaming model, or the multilingual one for a leg in another language
     * @param keyterms terms to expect; the first {@value SessionRequest#MOST_KEYTERMS} are sent
     * @param formatTurns whether finals have capitals and punctuation; of the streaming models only, since others
     *     always format
     * @param minTurnSilence silence that ends a turn that sounds complete; null: the vendor's
     * @param maxTurnSilence silence that ends any turn; null: the vendor's
     * @param options further parameters of the query, named and written as the vendor names and writes them
     */
    public record Listening(
            @Nullable String model,
            List<String> keyterms,
            boolean formatTurns,
            @Nullable Duration minTurnSilence,
            @Nullable Duration maxTurnSilence,
            Map<String, String> options) {
        /** Parameters that are ours to send, or that would send words elsewhere or record what is said. */
        public static final Set<String> OURS = Set.of(
                "speech_model",
                "encoding",
                "sample_rate",
                "keyterms_prompt",
                "format_turns",
                "min_turn_silence",
                "max_turn_silence",
                "token",
                "webhook_url",
                "webhook_auth_header_name",
                "webhook_auth_header_value",
                "llm_gateway",
                "_customer_support_audio_capture");

        public static final Listening DEFAULTS = new Listening(null, List.of(), true, null, null, Map.of());

        public Listening {
            keyterms = List.copyOf(keyterms);
            options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
            options.keySet().forEach(name -> {
                if (OURS.contains(name)) {
                    throw bad("options", name, "none of " + OURS + ", which have settings of their own or none");
                }
            });
        }
    }

    /**
     * Times and bounds of a session.
     *
     * @param chunk audio in one message, {@value #SHORTEST_CHUNK_MS} to 1000 ms
     * @param buffer audio kept while it cannot be sent, at least 1 s; beyond it the oldest goes
     * @param connectTimeout for name, connection, TLS, upgrade and {@code Begin} together
     * @param closeDeadline how long the last words may take after {@code Terminate}
     * @param keepAlive silence of ours after which the vendor is told that we are still there; also the pause
     *     between pings
     * @param stuck how long the vendor may take nothing of what waits, or leave a ping unanswered
     * @param formattedWithin how long the formatted end of a turn is waited for; then the plain one counts
     */
    public record Timing(
            Duration chunk,
            Duration buffer,
            Duration connectTimeout,
            Duration closeDeadline,
            Duration keepAlive,
            Duration stuck,
            Duration formattedWithin) {
        /** The vendor takes no shorter message. */
        public static final int SHORTEST_CHUNK_MS = 50;

        public static final Timing DEFAULTS = new Timing(
                Duration.ofMillis(100),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(4),
                Duration.ofSeconds(8),
                Duration.ofMillis(500));

        public Timing {
            if (chunk.toMillis() < SHORTEST_CHUNK_MS || chunk.toMillis() > 1_000) {
                throw bad("chunk", chunk, "50 to 1000 ms");
            }
            if (buffer.toMillis() < 1_000 || buffer.toMinutes() > 10) {
                throw bad("buffer", buffer, "1 s to 10 min");
            }
            positive("connect timeout", connectTimeout);
            positive("close deadline", closeDeadline);
            positive("keep-alive", keepAlive);
            positive("stuck", stuck);
            positive("formatted within", formattedWithin);
        }

        private static void positive(String name, Duration duration) {
            if (duration.toMillis() < 1) {
                throw bad(name, duration, "a positive duration");
            }
        }
    }

    private static IllegalArgumentException bad(String name, Object got, String expected) {
        return new IllegalArgumentException("assemblyai " + name + ": " + got + " (expected: " + expected + ")");
    }
}
