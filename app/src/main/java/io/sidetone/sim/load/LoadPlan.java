package io.sidetone.sim.load;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a run is to do.
 *
 * @param url the bridge's media URL, ws or wss
 * @param signedAs the URL that the upgrades are signed for; null: {@code url}
 * @param authToken signs the upgrades; null: nothing is signed
 * @param calls calls at once, 1 to {@value #MAX_CALLS}
 * @param pid the bridge's process on this machine; null: its cost is not measured
 */
public record LoadPlan(
        URI url,
        @Nullable URI signedAs,
        @Nullable String authToken,
        int calls,
        Timing timing,
        Media media,
        Limits limits,
        @Nullable Long pid) {
    /** Twice as many legs: what the header of a chunk can name. */
    static final int MAX_CALLS = 100_000;

    private static final int MIN_FRAME_MS = 10;
    private static final int MAX_FRAME_MS = 200;

    public LoadPlan {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (!(scheme.equals("ws") || scheme.equals("wss")) || url.getHost() == null) {
            throw new IllegalArgumentException(
                    "--url: '" + url + "' (expected: a media URL such as ws://127.0.0.1:8080/twilio/media)");
        }
        within("--calls", calls, 1, MAX_CALLS);
        if (authToken != null && authToken.isBlank()) {
            throw new IllegalArgumentException("--auth-token: blank (expected: the bridge's token, or none)");
        }
    }

    /**
     * When.
     *
     * @param callsPerSecond how fast calls are opened
     * @param warm from the last call's opening to the window
     * @param steady the window that is measured
     * @param drain how long what is still under way is waited for
     */
    public record Timing(double callsPerSecond, Duration warm, Duration steady, Duration drain) {
        public Timing {
            if (!(callsPerSecond > 0)) {
                throw new IllegalArgumentException("--ramp: " + callsPerSecond + " (expected: more than 0)");
            }
            if (steady.isNegative() || steady.isZero()) {
                throw new IllegalArgumentException("--steady: " + steady + " (expected: more than 0 s)");
            }
            if (warm.isNegative() || drain.isNegative()) {
                throw new IllegalArgumentException("--warm, --drain: below 0 (expected: 0 s or more)");
            }
        }
    }

    /**
     * What is said.
     *
     * @param frameMs milliseconds of audio in one media message
     * @param interimMs milliseconds of audio between the vendor's interims
     * @param finalMs the same between its finals
     */
    public record Media(int frameMs, int interimMs, int finalMs) {
        public Media {
            within("--frame-ms", frameMs, MIN_FRAME_MS, MAX_FRAME_MS);
            within("--interim-ms", interimMs, frameMs, Integer.MAX_VALUE);
            within("--final-ms", finalMs, frameMs, Integer.MAX_VALUE);
        }
    }

    /**
     * What is too much.
     *
     * @param latencyMs of the audio's 99th percentile, beside the length of the bridge's upstream messages
     * @param lagMs of the tool's own lag, 99th percentile; above it the tool does not judge the bridge
     * @param backlogKib what may wait for a bridge that does not read, per call; then the call is given up
     * @param answerMs how long the bridge may take to accept a connection and to answer its upgrade
     */
    public record Limits(double latencyMs, double lagMs, int backlogKib, int answerMs) {
        public Limits {
            if (!(latencyMs > 0) || !(lagMs > 0)) {
                throw new IllegalArgumentException("--max-latency-ms, --max-lag-ms: expected more than 0");
            }
            within("--max-backlog-kib", backlogKib, 1, 1024 * 1024);
            within("--answer-ms", answerMs, 1, Integer.MAX_VALUE);
        }
    }

    private static void within(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + least + " or more"
                    + (most == Integer.MAX_VALUE ? ")" : ", " + most + " at the most)"));
        }
    }
}
