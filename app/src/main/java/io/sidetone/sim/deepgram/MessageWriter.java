package io.sidetone.sim.deepgram;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A {@link ServerMessage} in the vendor's JSON. One per stream. */
final class MessageWriter {
    /** One build for all models: the vendor's ids mean nothing to a client. */
    static final String MODEL_ID = "0a1b2c3d-5e6f-4a7b-8c9d-0e1f2a3b4c5d";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VERSION = "2026-05-01.0";

    private final ListenRequest request;
    private final String requestId;
    private final String created;
    private final UnaryOperator<HeardWord> wording;
    private final Map<String, String> extras;

    /**
     * @param created ISO 8601
     * @param wording the identity, or a fault that changes times or spelling
     */
    MessageWriter(ListenRequest request, String requestId, String created, UnaryOperator<HeardWord> wording) {
        this.request = request;
        this.requestId = requestId;
        this.created = created;
        this.wording = wording;
        this.extras = request.parameters().extras();
    }

    String write(ServerMessage message) {
        if (message instanceof ServerMessage.Results results) {
            return text(results(results));
        } else if (message instanceof ServerMessage.SpeechStarted started) {
            return text(ofChannel("SpeechStarted", started.channel()).put("timestamp", seconds(started.at())));
        } else if (message instanceof ServerMessage.UtteranceEnd end) {
            long lastWordEnd = wording.apply(end.lastWord()).end();
            return text(ofChannel("UtteranceEnd", end.channel()).put("last_word_end", seconds(lastWordEnd)));
        } else if (message instanceof ServerMessage.Metadata metadata) {
            return text(metadata(metadata));
        } else if (message instanceof ServerMessage.Complaint error) {
            return text(error(error));
        } else if (message instanceof ServerMessage.ConfigureSuccess success) {
            return text(configureSuccess(success));
        }
        return ((ServerMessage.Raw) message).text();
    }

    /** The body of an answer to a handshake. */
    static String refusal(Refusal refusal, String requestId) {
        return text(JSON.createObjectNode()
                .put("err_code", refusal.code())
                .put("err_msg", refusal.message())
                .put("request_id", requestId));
    }

    private ObjectNode results(ServerMessage.Results results) {
        ObjectNode root = typed("Results");
        root.putArray("channel_index").add(results.channel()).add(request.heardChannels());
        root.put("duration", round(seconds(results.end()) - seconds(results.start())));
        root.put("start", seconds(results.start()));
        root.put("is_final", results.isFinal());
        root.put("speech_final", results.speechFinal());
        root.put("from_finalize", results.fromFinalize());
        ObjectNode channel = root.putObject("channel");
        alternative(channel.putArray("alternatives").addObject(), results);
        search(channel);
        if (request.parameters().on("detect_entities") && results.isFinal()) {
            root.putArray("entities");
        }
        if (request.multilingual()) {
            strings(root.putArray("languages_hinted"), request.parameters().all("language_hint"));
        }
        ObjectNode metadata =
                root.putObject("metadata").put("request_id", requestId).put("model_uuid", MODEL_ID);
        modelInfo(metadata.putObject("model_info"));
        if (!extras.isEmpty()) {
            ObjectNode extra = metadata.putObject("extra");
            extras.forEach(extra::put);
        }
        return root;
    }

    private void alternative(ObjectNode alternative, ServerMessage.Results results) {
        List<HeardWord> words = results.words().stream().map(wording).toList();
        alternative.put(
                "transcript", String.join(" ", words.stream().map(this::shown).toList()));
        alternative.put(
                "confidence",
                round(words.stream()
                        .mapToDouble(MessageWriter::confidence)
                        .average()
                        .orElse(0)));
        if (request.multilingual() && !words.isEmpty()) {
            strings(
                    alternative.putArray("languages"),
                    words.stream().map(HeardWord::language).distinct().toList());
        }
        ArrayNode list = alternative.putArray("words");
        words.forEach(word -> word(list.addObject(), word));
    }

    private void word(ObjectNode node, HeardWord word) {
        node.put("word", word.word());
        node.put("start", seconds(word.start()));
        node.put("end", seconds(word.end()));
        node.put("confidence", confidence(word));
        if (request.punctuated()) {
            node.put("punctuated_word", word.punctuated());
        }
        if (request.parameters().on("diarize") || request.parameters().has("diarize_model")) {
            node.put("speaker", 0);
        }
        if (request.multilingual()) {
            node.put("language", word.language());
        }
    }

    /** The emulator does not search: every query is answered, with no hits. */
    private void search(ObjectNode channel) {
        if (request.parameters().has("search")) {
            ArrayNode list = channel.putArray("search");
            request.parameters()
                    .all("search")
                    .forEach(query -> list.addObject().put("query", query).putArray("hits"));
        }
    }

    private ObjectNode metadata(ServerMessage.Metadata metadata) {
        ObjectNode root = typed("Metadata")
                .put("transaction_key", "deprecated")
                .put("request_id", requestId)
                .put("sha256", metadata.sha256())
                .put("created", created)
                .put("duration", metadata.durationSeconds())
                .put("channels", metadata.channels());
        root.putArray("models").add(MODEL_ID);
        modelInfo(root.putObject("model_info").putObject(MODEL_ID));
        if (!extras.isEmpty()) {
            ObjectNode extra = root.putObject("extra");
            extras.forEach(extra::put);
        }
        return root;
    }

    private static ObjectNode error(ServerMessage.Complaint error) {
        ObjectNode root = typed("Error").put("variant", error.variant()).put("description", error.description());
        if (error.code() != null) {
            root.put("code", error.code());
        }
        if (error.echo() != null) {
            root.put("message", error.echo());
        }
        return root;
    }

    private ObjectNode configureSuccess(ServerMessage.ConfigureSuccess success) {
        ObjectNode root = typed("ConfigureSuccess").put("request_id", requestId);
        if (success.keyterms() != null) {
            strings(root.putArray("keyterms"), success.keyterms());
        }
        return root;
    }

    private ObjectNode ofChannel(String type, int channel) {
        ObjectNode root = typed(type);
        root.putArray("channel").add(channel).add(request.heardChannels());
        return root;
    }

    private void modelInfo(ObjectNode info) {
        String model = request.model().equals("nova-3") ? "general-nova-3" : request.model();
        String arch = request.model().startsWith("nova-3")
                ? "nova-3"
                : request.model().replace("-general", "");
        info.put("name", model).put("version", VERSION).put("arch", arch);
    }

    private String shown(HeardWord word) {
        return request.punctuated() ? word.punctuated() : word.word();
    }

    /** Between 0.9 and 1, and the same for the same word. */
    private static double confidence(HeardWord word) {
        return round(0.9 + Math.floorMod(word.word().hashCode() * 31, 1000) / 10_000.0);
    }

    private double seconds(long samples) {
        return round(samples / (double) request.sampleRate());
    }

    /** The vendor's numbers have no more than a few decimals; a tenth of a millisecond is kept. */
    private static double round(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }

    private static ObjectNode typed(String type) {
        return JSON.createObjectNode().put("type", type);
    }

    private static void strings(ArrayNode array, List<String> values) {
        values.forEach(array::add);
    }

    private static String text(ObjectNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values cannot fail to be written", e);
        }
    }
}
