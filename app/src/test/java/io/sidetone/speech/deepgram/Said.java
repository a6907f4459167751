package io.sidetone.speech.deepgram;

import java.util.Locale;

/** Messages as Deepgram writes them, composed for the tests. */
final class Said {
    private Said() {}

    /** A final of one word. */
    static String settled(String word, double start, double end) {
        return results(word, start, end, "\"is_final\":true,\"speech_final\":true,\"from_finalize\":false");
    }

    /** A final of nothing. */
    static String silence(double start, double duration) {
        return empty(start, duration, "\"is_final\":true,\"speech_final\":false");
    }

    static String empty(double start, double duration, String flags) {
        return String.format(
                Locale.ROOT,
                "{\"type\":\"Results\",\"channel_index\":[0,1],\"start\":%s,\"duration\":%s,%s,"
                        + "\"channel\":{\"alternatives\":[{\"transcript\":\"\",\"confidence\":0.0,\"words\":[]}]}}",
                start,
                duration,
                flags);
    }

    static String results(String word, double start, double end, String flags) {
        return String.format(
                Locale.ROOT,
                "{\"type\":\"Results\",\"channel_index\":[0,1],\"start\":%1$s,\"duration\":%3$s,%4$s,"
                        + "\"channel\":{\"alternatives\":[{\"transcript\":\"%5$s\",\"confidence\":0.98,\"words\":["
                        + "{\"word\":\"%5$s\",\"punctuated_word\":\"%5$s\",\"start\":%1$s,\"end\":%2$s,\"confidence\":0.97}]}]},"
                        + "\"metadata\":{\"request_id\":\"r-1\",\"model_info\":{\"name\":\"general-nova-3\"}}}",
                start,
                end,
                end - start,
                flags,
                word);
    }

    /** How a turn of one word stands, with Flux; the window ends 100 ms behind it. */
    static String turn(String event, String text, double start, double end) {
        return String.format(
                Locale.ROOT,
                "{\"type\":\"TurnInfo\",\"request_id\":\"r-9\",\"sequence_id\":1,\"event\":\"%1$s\",\"turn_index\":0,"
                        + "\"audio_window_start\":%3$s,\"audio_window_end\":%5$.3f,\"transcript\":\"%2$s\","
                        + "\"end_of_turn_confidence\":0.5,\"words\":["
                        + "{\"word\":\"%2$s\",\"confidence\":0.9,\"start\":%3$s,\"end\":%4$s}]}",
                event,
                text,
                start,
                end,
                end + 0.1);
    }
}
