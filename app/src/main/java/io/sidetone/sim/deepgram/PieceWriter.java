package io.sidetone.sim.deepgram;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** The words of a piece in the JSON of the vendor's pre-recorded endpoint. */
final class PieceWriter {
    private static final double DEFAULT_UTT_SPLIT = 0.8;

    private final Parameters query;
    private final String requestId;
    private final String created;
    private final UnaryOperator<HeardWord> wording;
    private final boolean punctuated;
    private final boolean multilingual;

    /**
     * Writes one answer.
     *
     * @param created ISO 8601
     * @param wording the identity, or a fault that changes times or spelling
     */
    PieceWriter(Parameters query, String requestId, String created, UnaryOperator<HeardWord> wording) {
        this.query = query;
        this.requestId = requestId;
        this.created = created;
        this.wording = wording;
        this.punctuated = query.on("punctuate") || query.on("smart_format") || query.on("detect_entities");
        this.multilingual = query.first("language").orElse("en").equals("multi");
    }

    /**
     * The answer's body.
     *
     * @param heard by channel
     */
    String write(Piece piece, String sha256, List<List<HeardWord>> heard) {
        List<List<HeardWord>> told = heard.stream()
                .map(words -> words.stream().map(wording).toList())
                .toList();
        ObjectNode root = VendorJson.node();
        metadata(root.putObject("metadata"), piece, sha256, heard.size());
        ObjectNode results = root.putObject("results");
        ArrayNode channels = results.putArray("channels");
        told.forEach(words -> channel(channels.addObject(), words, piece.sampleRate()));
        if (query.on("utterances")) {
            ArrayNode utterances = results.putArray("utterances");
            for (int channel = 0; channel < told.size(); channel++) {
                utterances(utterances, channel, told.get(channel), piece.sampleRate());
            }
        }
        return VendorJson.text(root);
    }

    private void metadata(ObjectNode metadata, Piece piece, String sha256, int channels) {
        metadata.put("transaction_key", "deprecated")
                .put("request_id", requestId)
                .put("sha256", sha256)
                .put("created", created)
                .put("duration", VendorJson.round(piece.seconds()))
                .put("channels", channels);
        VendorJson.models(metadata, query.first("model").orElse("base"));
        Map<String, String> extras = query.extras();
        if (!extras.isEmpty()) {
            extras.forEach(metadata.putObject("extra")::put);
        }
    }

    private void channel(ObjectNode channel, List<HeardWord> words, int rate) {
        if (query.has("search")) {
            ArrayNode searched = channel.putArray("search");
            query.all("search")
                    .forEach(text -> searched.addObject().put("query", text).putArray("hits"));
        }
        ObjectNode alternative = channel.putArray("alternatives").addObject();
        alternative.put("transcript", transcript(words)).put("confidence", VendorJson.confidence(words));
        if (multilingual && !words.isEmpty()) {
            VendorJson.strings(
                    alternative.putArray("languages"),
                    words.stream().map(HeardWord::language).distinct().toList());
        }
        words(alternative.putArray("words"), words, rate);
    }

    private void utterances(ArrayNode utterances, int channel, List<HeardWord> words, int rate) {
        double split = query.first("utt_split").map(Double::parseDouble).orElse(DEFAULT_UTT_SPLIT);
        List<HeardWord> utterance = new ArrayList<>();
        for (HeardWord word : words) {
            boolean paused = !utterance.isEmpty()
                    && word.start() - utterance.get(utterance.size() - 1).end() >= split * rate;
            if (paused) {
                utterance(utterances.addObject(), channel, utterance, rate);
                utterance.clear();
            }
            utterance.add(word);
        }
        if (!utterance.isEmpty()) {
            utterance(utterances.addObject(), channel, utterance, rate);
        }
    }

    private void utterance(ObjectNode node, int channel, List<HeardWord> words, int rate) {
        HeardWord first = words.get(0);
        String name = requestId + '/' + channel + '/' + first.start();
        node.put(
                        "id",
                        UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
                                .toString())
                .put("start", VendorJson.seconds(first.start(), rate))
                .put("end", VendorJson.seconds(words.get(words.size() - 1).end(), rate))
                .put("confidence", VendorJson.confidence(words))
                .put("channel", channel)
                .put("transcript", transcript(words));
        words(node.putArray("words"), words, rate);
    }

    private void words(ArrayNode list, List<HeardWord> words, int rate) {
        for (HeardWord word : words) {
            ObjectNode node = list.addObject()
                    .put("word", word.word())
                    .put("start", VendorJson.seconds(word.start(), rate))
                    .put("end", VendorJson.seconds(word.end(), rate))
                    .put("confidence", VendorJson.confidence(word));
            if (punctuated) {
                node.put("punctuated_word", word.punctuated());
            }
            if (query.on("diarize") || query.has("diarize_model")) {
                node.put("speaker", 0);
            }
            if (multilingual) {
                node.put("language", word.language());
            }
        }
    }

    private String transcript(List<HeardWord> words) {
        return String.join(
                " ",
                words.stream()
                        .map(word -> punctuated ? word.punctuated() : word.word())
                        .toList());
    }
}
