package io.sidetone.speech.deepgram;

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
 * What an operator says about Deepgram.
 *
 * @param url where it is, such as {@code wss://api.deepgram.com} or {@code ws://127.0.0.1:9100};
 *     {@code /v1/listen}, or {@code /v2/listen} for Flux, is appended
 * @param apiKey asked anew for every connection, so that a key can be replaced and does not print;
 *     null sends no key, for servers of one's own
 * @param listening what to ask for
 * @param timing how long, how much, how fast
 */
public record DeepgramSettings(URI url, @Nullable Supplier<String> apiKey, Listening listening, Timing timing) {

    public DeepgramSettings {
        boolean webSocket = "ws".equalsIgnoreCase(url.getScheme()) || "wss".equalsIgnoreCase(url.getScheme());
        if (!webSocket || url.getHost() == null || url.getRawUserInfo() != null) {
            throw bad("url", url, "ws:// or wss:// and a host, such as wss://api.deepgram.com");
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            throw bad("url", url, "no query; give parameters as options");
        }
    }

    /** How mu-law audio of a leg goes to the vendor; linear16 always goes as it is. */
    public enum Encoding {
        LINEAR16,
        MULAW
    }

    /**
     * What is asked of the vendor; a leg's own options override the first two and the keyterms.
     *
     * @param language a BCP-47 tag or {@code multi}
     * @param keyterms terms to expect; sent only to models that take them
     * @param options further parameters of the query, named and written as the vendor names and
     *     writes them, such as {@code endpointing=300}; in the order given
     */
    public record Listening(
            String model,
            String language,
            Encoding encoding,
            List<String> keyterms,
            Map<String, List<String>> options) {
        /** Parameters that are ours to send, because the rest of the session depends on them. */
        private static final Set<String> OURS = Set.of(
                "model", "language", "encoding", "sample_rate", "channels", "multichannel", "keyterm", "callback");

        public Listening {
            keyterms = List.copyOf(keyterms);
            Map<String, List<String>> copy = new LinkedHashMap<>();
            options.forEach((name, values) -> {
                if (OURS.contains(name)) {
                    throw bad("options", name, "none of " + OURS + ", which have settings of their own or none");
                }
                copy.put(name, List.copyOf(values));
            });
            options = Collections.unmodifiableMap(copy);
        }
    }

    /**
     * Times and bounds of a session.
     *
     * @param chunk audio in one message, 20 to 250 ms
     * @param buffer audio kept while it cannot be sent, at least 1 s; beyond it the oldest goes
     * @param connectTimeout for name, connection, TLS and upgrade together
     * @param closeDeadline how long the last words may take after the vendor was told that no more
     *     audio comes
     * @param keepAlive silence of ours after which the vendor is told that we are still there; it
     *     hangs up after 10 s; and the pause between pings
     * @param stuck how long an open stream may take nothing of what waits, answer audio with no
     *     result, or leave a ping unanswered
     * @param catchUpRate how fast audio that waited is sent, as a multiple of real time; at least 1,
     *     or 0 for as fast as it goes
     */
    public record Timing(
            Duration chunk,
            Duration buffer,
            Duration connectTimeout,
            Duration closeDeadline,
            Duration keepAlive,
            Duration stuck,
            double catchUpRate) {

        public static final Timing DEFAULTS = new Timing(
                Duration.ofMillis(60),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(4),
                Duration.ofSeconds(8),
                1.25);

        public Timing {
            if (chunk.toMillis() < 20 || chunk.toMillis() > 250) {
                throw bad("chunk", chunk, "20 to 250 ms");
            }
            if (buffer.toMillis() < 1_000 || buffer.toMinutes() > 10) {
                throw bad("buffer", buffer, "1 s to 10 min");
            }
            positive("connect timeout", connectTimeout);
            positive("close deadline", closeDeadline);
            positive("keep-alive", keepAlive);
            positive("stuck", stuck);
            if (catchUpRate != 0 && !(catchUpRate >= 1)) {
                throw bad("catch-up rate", catchUpRate, "at least 1, or 0 for no limit");
            }
        }

        private static void positive(String name, Duration duration) {
            if (duration.toMillis() < 1) {
                throw bad(name, duration, "a positive duration");
            }
        }
    }

    private static IllegalArgumentException bad(String name, Object got, String expected) {
        return new IllegalArgumentException("deepgram " + name + ": " + got + " (expected: " + expected + ")");
    }
}
