package io.sidetone.speech.deepgram;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** What recognisers say all the time, field for field as they write it. */
final class VendorTexts {
    /** As v1 does: punctuated, one language. */
    static final String SETTLED =
            "{\"type\":\"Results\",\"channel_index\":[0,1],\"duration\":2.18,\"start\":12.4,\"is_final\":true,"
                    + "\"speech_final\":true,\"from_finalize\":false,\"channel\":{\"alternatives\":[{"
                    + "\"transcript\":\"The flow sensor reads 14.\",\"confidence\":0.9871,\"words\":["
                    + "{\"word\":\"the\",\"start\":12.56,\"end\":12.72,\"confidence\":0.99121094,\"punctuated_word\":\"The\"},"
                    + "{\"word\":\"flow\",\"start\":12.72,\"end\":13.04,\"confidence\":0.988,\"punctuated_word\":\"flow\"},"
                    + "{\"word\":\"sensor\",\"start\":13.04,\"end\":13.52,\"confidence\":0.996,\"punctuated_word\":\"sensor\"},"
                    + "{\"word\":\"reads\",\"start\":13.52,\"end\":13.84,\"confidence\":0.9824219,\"punctuated_word\":\"reads\"},"
                    + "{\"word\":\"14\",\"start\":13.84,\"end\":14.24,\"confidence\":1.0,\"punctuated_word\":\"14.\"}]}]},"
                    + "\"metadata\":{\"request_id\":\"8f0c2c1e-1111-4222-8333-94a0d0b0c0d0\","
                    + "\"model_uuid\":\"0a1b2c3d-1111-4222-8333-444455556666\","
                    + "\"model_info\":{\"name\":\"general-nova-3\",\"version\":\"2026-05-01.0\",\"arch\":\"nova-3\"},"
                    + "\"extra\":{\"leg\":\"technician\"}}}";

    /** As v1 does with everything asked for, in several languages, pretty enough to have spaces. */
    static final String MULTILINGUAL = """
            {"type": "Results", "channel_index": [0, 1], "duration": 1.5799999, "start": 7, "is_final": false,
             "speech_final": false, "from_finalize": false,
             "channel": {"alternatives": [{"transcript": "¿Dónde? It's “here” 🔧", "confidence": 0.998731257,
              "languages": ["es", "en"], "words": [
               {"word": "dónde", "start": 7.04, "end": 7.3600001, "confidence": 0.9, "punctuated_word": "¿Dónde?",
                "speaker": 0, "language": "es"},
               {"word": "it's", "start": 7.4, "end": 7.5, "confidence": 0.87654321012345678, "speaker": 0, "language": "en"},
               {"word": "here", "start": 7.5, "end": 8, "confidence": 1, "punctuated_word": "\\u201chere\\u201d",
                "speaker": 1, "language": "en"}]}],
              "search": [{"query": "valve", "hits": [{"confidence": 1e-3, "start": 0, "end": -1.5, "snippet": null}]}]},
             "entities": [], "languages_hinted": ["es", "en"],
             "metadata": {"request_id": "aa-bb", "model_uuid": "cc",
              "model_info": {"name": "general-nova-3", "version": "2026-05-01.0", "arch": "nova-3"}}}""";

    /** As v1 does several times a second while nobody speaks. */
    static final String NOTHING = "{\"type\":\"Results\",\"channel_index\":[0,1],\"duration\":1.0,\"start\":31.02,"
            + "\"is_final\":false,\"speech_final\":false,\"from_finalize\":false,\"channel\":{\"alternatives\":["
            + "{\"transcript\":\"\",\"confidence\":0.0,\"words\":[]}]},\"metadata\":{\"request_id\":\"aa-bb\","
            + "\"model_uuid\":\"cc\",\"model_info\":{\"name\":\"general-nova-3\",\"version\":\"v\",\"arch\":\"nova-3\"}}}";

    /** As Flux does; a word need not have times. */
    static final String TURN =
            "{\"type\":\"TurnInfo\",\"request_id\":\"11111111-2222-4333-8444-555555555555\",\"sequence_id\":9,"
                    + "\"event\":\"EndOfTurn\",\"turn_index\":2,\"audio_window_start\":20.0,\"audio_window_end\":23.12,"
                    + "\"transcript\":\"Replace the filter.\",\"words\":["
                    + "{\"word\":\"Replace\",\"confidence\":0.99,\"start\":20.8,\"end\":21.2},"
                    + "{\"word\":\"the\",\"confidence\":0.99},{\"word\":\"filter.\",\"confidence\":0.97,\"start\":21.3}],"
                    + "\"end_of_turn_confidence\":0.86,\"trigger\":\"model\",\"languages\":[\"en\"],\"languages_hinted\":[]}";

    static final List<String> USUAL = List.of(SETTLED, MULTILINGUAL, NOTHING, TURN);

    private VendorTexts() {}

    /** An interim as v1 writes it, of that many words. */
    static String interim(int words) {
        StringJoiner transcript = new StringJoiner(" ");
        StringJoiner list = new StringJoiner(",");
        for (int i = 0; i < words; i++) {
            String word = "word" + (char) ('a' + i % 26);
            transcript.add(word);
            list.add(String.format(
                    Locale.ROOT,
                    "{\"word\":\"%1$s\",\"start\":%2$.2f,\"end\":%3$.2f,\"confidence\":%4$.8f,\"punctuated_word\":\"%1$s\"}",
                    word,
                    31.1 + i * 0.3,
                    31.38 + i * 0.3,
                    0.99121094 - i * 0.001));
        }
        return NOTHING.replace("\"transcript\":\"\"", "\"transcript\":\"" + transcript + "\"")
                .replace("\"words\":[]", "\"words\":[" + list + "]");
    }
}
