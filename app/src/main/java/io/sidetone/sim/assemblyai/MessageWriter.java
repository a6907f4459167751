package io.sidetone.sim.assemblyai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sidetone.sim.deepgram.HeardWord;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/** What the vendor says, in its JSON. */
final class MessageWriter {
    private static final ObjectMapper JSON = new ObjectMapper();

    private MessageWriter() {}

    static String begin(String id, Instant expires) {
        return text(typed("Begin").put("id", id).put("expires_at", expires.getEpochSecond()));
    }

    static String speechStarted(long sample, int sampleRate) {
        return text(typed("SpeechStarted").put("timestamp", ms(sample, sampleRate)));
    }

    /** @param wording the identity, or a fault that changes times */
    static String turn(Turn turn, int sampleRate, UnaryOperator<HeardWord> wording) {
        List<String> settled = turn.words().subList(0, turn.settledWords()).stream()
                .map(word -> shown(word, turn))
                .toList();
        ObjectNode root = typed("Turn")
                .put("turn_order", turn.order())
                .put("turn_is_formatted", turn.formatted())
                .put("end_of_turn", turn.ended())
                .put("end_of_turn_confidence", turn.confidence())
                .put("transcript", String.join(" ", settled));
        ArrayNode words = root.putArray("words");
        for (int i = 0; i < turn.words().size(); i++) {
            HeardWord word = wording.apply(turn.words().get(i));
            words.addObject()
                    .put("text", shown(word, turn))
                    .put("start", ms(word.start(), sampleRate))
                    .put("end", ms(word.end(), sampleRate))
                    .put("confidence", confidence(word))
                    .put("word_is_final", i < turn.settledWords());
        }
        return text(root);
    }

    static String error(int code, String message) {
        return text(typed("Error").put("error_code", code).put("error", message));
    }

    static String termination(double audioSeconds, double sessionSeconds) {
        return text(typed("Termination")
                .put("audio_duration_seconds", Math.round(audioSeconds))
                .put("session_duration_seconds", Math.round(sessionSeconds)));
    }

    private static String shown(HeardWord word, Turn turn) {
        return turn.formatted() ? word.punctuated() : word.word();
    }

    /** Between 0.9 and 1, and the same for the same word. */
    private static double confidence(HeardWord word) {
        return 0.9 + Math.floorMod(word.word().hashCode() * 31, 1_000) / 10_000.0;
    }

    private static long ms(long samples, int sampleRate) {
        return Math.round(samples * 1_000.0 / sampleRate);
    }

    private static ObjectNode typed(String type) {
        return JSON.createObjectNode().put("type", type);
    }

    private static String text(ObjectNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values cannot fail to be written", e);
        }
    }
}
