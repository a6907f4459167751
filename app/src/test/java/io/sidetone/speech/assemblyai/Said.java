package io.sidetone.speech.assemblyai;

import java.util.Locale;

/** Messages as AssemblyAI writes them, composed for the tests. */
final class Said {
    static final String TERMINATION =
            "{\"type\":\"Termination\",\"audio_duration_seconds\":1,\"session_duration_seconds\":2}";

    private Said() {}

    static String begin(String id) {
        return "{\"type\":\"Begin\",\"id\":\"" + id + "\",\"expires_at\":1795175400}";
    }

    static String error(int code, String text) {
        return "{\"type\":\"Error\",\"error_code\":" + code + ",\"error\":\"" + text + "\"}";
    }

    /** A turn under way: its words follow each other, 100 ms each, from {@code startMs}. */
    static String guess(int order, String text, long startMs) {
        return turn(order, false, false, text, startMs);
    }

    /** The end of a turn, as it comes first. */
    static String plain(int order, String text, long startMs) {
        return turn(order, true, false, text, startMs);
    }

    /** The end of a turn, as it comes second. */
    static String formatted(int order, String text, long startMs) {
        return turn(order, true, true, text, startMs);
    }

    /** The end of a turn of one word. */
    static String settled(int order, String word, long fromMs, long toMs) {
        return turn(order, true, true, word, word(word, fromMs, toMs));
    }

    private static String turn(int order, boolean ended, boolean formatted, String text, long startMs) {
        StringBuilder words = new StringBuilder();
        long at = startMs;
        for (String word : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
            words.append(words.length() == 0 ? "" : ",").append(word(word, at, at + 100));
            at += 100;
        }
        return turn(order, ended, formatted, text, words.toString());
    }

    private static String turn(int order, boolean ended, boolean formatted, String text, String words) {
        return String.format(
                Locale.ROOT,
                "{\"type\":\"Turn\",\"turn_order\":%d,\"turn_is_formatted\":%s,\"end_of_turn\":%s,"
                        + "\"end_of_turn_confidence\":0.9,\"transcript\":\"%s\",\"words\":[%s]}",
                order,
                formatted,
                ended,
                text,
                words);
    }

    private static String word(String word, long fromMs, long toMs) {
        return String.format(
                Locale.ROOT,
                "{\"text\":\"%s\",\"start\":%d,\"end\":%d,\"confidence\":0.96,\"word_is_final\":true}",
                word,
                fromMs,
                toMs);
    }
}
