package io.sidetone.speech.deepgram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.Transcript;
import io.sidetone.speech.Word;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what Deepgram answers to a whole piece. Whatever it says, words lie within the piece. */
final class TranscriptReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PAUSE_MS = Math.round(PieceRequest.PAUSE_SECONDS * 1_000);

    private final PieceRequest request;
    private final long pieceMs;

    TranscriptReader(PieceRequest request, long pieceMs) {
        this.request = request;
        this.pieceMs = pieceMs;
    }

    /**
     * @param requestId of the answer's head, for an answer that does not say it
     * @throws IOException if it is not such an answer
     */
    Transcript read(byte[] body, @Nullable String requestId) throws IOException {
        JsonNode root = JSON.readTree(body);
        JsonNode results = root.path("results");
        JsonNode channel = results.path("channels").path(0);
        JsonNode heard = channel.path("alternatives").path(0);
        if (!heard.isObject() && !results.path("utterances").isArray()) {
            throw new IOException("no results in it");
        }
        return new Transcript(passages(results.path("utterances"), heard), source(root, requestId), language(channel));
    }

    private List<Transcript.Passage> passages(JsonNode utterances, JsonNode heard) {
        if (utterances.isEmpty()) {
            return divided(words(heard.path("words")), heard.path("confidence").asDouble());
        }
        List<Transcript.Passage> passages = new ArrayList<>(utterances.size());
        for (JsonNode utterance : utterances) {
            String text = utterance.path("transcript").asText("");
            if (!text.isBlank()) {
                double confidence = utterance.path("confidence").asDouble();
                passages.add(new Transcript.Passage(text, confidence, words(utterance, heard, text)));
            }
        }
        return passages;
    }

    /** An utterance's own words; or those of the whole that lie in it; or its text as one. */
    private List<Word> words(JsonNode utterance, JsonNode heard, String text) {
        List<Word> own = words(utterance.path("words"));
        if (!own.isEmpty()) {
            return own;
        }
        Word whole = word(utterance, text);
        List<Word> within = words(heard.path("words")).stream()
                .filter(word -> word.startMs() >= whole.startMs() && word.endMs() <= whole.endMs())
                .toList();
        return within.isEmpty() ? List.of(whole) : within;
    }

    /** Without utterances: at the pauses that would have made them. */
    private static List<Transcript.Passage> divided(List<Word> words, double confidence) {
        List<Transcript.Passage> passages = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= words.size(); i++) {
            if (i == words.size() || words.get(i).startMs() - words.get(i - 1).endMs() >= PAUSE_MS) {
                List<Word> some = words.subList(from, i);
                String text = some.stream().map(Word::text).collect(Collectors.joining(" "));
                passages.add(new Transcript.Passage(text, confidence, some));
                from = i;
            }
        }
        return passages;
    }

    private List<Word> words(JsonNode nodes) {
        List<Word> words = new ArrayList<>(nodes.size());
        for (JsonNode node : nodes) {
            String text = node.path("punctuated_word").asText(node.path("word").asText(""));
            if (!text.isBlank()) {
                words.add(word(node, text));
            }
        }
        return words;
    }

    private Word word(JsonNode node, String text) {
        long startMs = ms(node.path("start").asDouble());
        long endMs = Math.max(startMs, ms(node.path("end").asDouble()));
        return new Word(text, startMs, endMs, node.path("confidence").asDouble());
    }

    private long ms(double seconds) {
        return Math.max(0, Math.min(pieceMs, Math.round(seconds * 1_000)));
    }

    private SpeechEvent.Source source(JsonNode root, @Nullable String requestId) {
        JsonNode metadata = root.path("metadata");
        JsonNode models = metadata.path("model_info");
        String model = models.isEmpty()
                ? request.model()
                : models.elements().next().path("name").asText(request.model());
        String said = metadata.path("request_id").textValue();
        return new SpeechEvent.Source(Interpreter.PROVIDER, model, said != null ? said : requestId);
    }

    private @Nullable String language(JsonNode channel) {
        String detected = channel.path("detected_language").textValue();
        if (detected == null) {
            detected = channel.path("alternatives")
                    .path(0)
                    .path("languages")
                    .path(0)
                    .textValue();
        }
        return detected != null || request.language().equals("multi") ? detected : request.language();
    }
}
