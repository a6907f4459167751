package io.sidetone.sim.deepgram;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What is said at {@code /v1/listen}. */
final class MessageWriter implements Writer {
    private final ListenRequest request;
    private final String requestId;
    private final String created;
    private UnaryOperator<HeardWord> wording;
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

    @Override
    public void wording(UnaryOperator<HeardWord> newWording) {
        wording = newWording;
    }

    @Override
    public String write(ServerMessage message) {
        if (message instanceof ServerMessage.Results results) {
            return VendorJson.text(results(results));
        } else if (message instanceof ServerMessage.SpeechStarted started) {
            return VendorJson.text(
                    ofChannel("SpeechStarted", started.channel()).put("timestamp", seconds(started.at())));
        } else if (message instanceof ServerMessage.UtteranceEnd end) {
            long lastWordEnd = wording.apply(end.lastWord()).end();
            return VendorJson.text(ofChannel("UtteranceEnd", end.channel()).put("last_word_end", seconds(lastWordEnd)));
        } else if (message instanceof ServerMessage.Metadata metadata) {
            return VendorJson.text(metadata(metadata));
        } else if (message instanceof ServerMessage.Complaint error) {
            return VendorJson.text(error(error));
        } else if (message instanceof ServerMessage.ConfigureSuccess success) {
            return VendorJson.text(configureSuccess(success));
        }
        throw new IllegalArgumentException("not said at /v1/listen: " + message);
    }

    /** The body of an answer to a handshake. */
    static String refusal(Refusal refusal, String requestId) {
        return VendorJson.text(VendorJson.node()
                .put("err_code", refusal.code())
                .put("err_msg", refusal.message())
                .put("request_id", requestId));
    }

    private ObjectNode results(ServerMessage.Results results) {
        ObjectNode root = typed("Results");
        root.putArray("channel_index").add(results.channel()).add(request.heardChannels());
        root.put("duration", VendorJson.round(seconds(results.end()) - seconds(results.start())));
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
            VendorJson.strings(
                    root.putArray("languages_hinted"), request.parameters().all("language_hint"));
        }
        ObjectNode metadata =
                root.putObject("metadata").put("request_id", requestId).put("model_uuid", VendorJson.MODEL_ID);
        VendorJson.modelInfo(metadata.putObject("model_info"), request.model());
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
        alternative.put("confidence", VendorJson.confidence(words));
        if (request.multilingual() && !words.isEmpty()) {
            VendorJson.strings(
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
        node.put("confidence", VendorJson.confidence(word));
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
        VendorJson.models(root, request.model());
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
            VendorJson.strings(root.putArray("keyterms"), success.keyterms());
        }
        return root;
    }

    private ObjectNode ofChannel(String type, int channel) {
        ObjectNode root = typed(type);
        root.putArray("channel").add(channel).add(request.heardChannels());
        return root;
    }

    private String shown(HeardWord word) {
        return request.punctuated() ? word.punctuated() : word.word();
    }

    private double seconds(long samples) {
        return VendorJson.seconds(samples, request.sampleRate());
    }

    private static ObjectNode typed(String type) {
        return VendorJson.node().put("type", type);
    }
}
