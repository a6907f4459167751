package io.sidetone.sim.deepgram;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.UnaryOperator;

/** What is said at {@code /v2/listen}: every message has the next number. */
final class FluxWriter implements Writer {
    private final ListenRequest request;
    private final String requestId;
    private UnaryOperator<HeardWord> wording;
    private int sequence;

    FluxWriter(ListenRequest request, String requestId, UnaryOperator<HeardWord> wording) {
        this.request = request;
        this.requestId = requestId;
        this.wording = wording;
    }

    @Override
    public void wording(UnaryOperator<HeardWord> newWording) {
        wording = newWording;
    }

    @Override
    public String write(ServerMessage message) {
        if (message instanceof ServerMessage.Connected) {
            return VendorJson.text(typed("Connected"));
        } else if (message instanceof ServerMessage.TurnInfo turn) {
            return VendorJson.text(turn(turn));
        } else if (message instanceof ServerMessage.FluxConfigured configured) {
            return VendorJson.text(configured(configured));
        } else if (message instanceof ServerMessage.FluxNotConfigured failed) {
            return VendorJson.text(
                    typed("ConfigureFailure").put("code", failed.code()).put("description", failed.description()));
        } else if (message instanceof ServerMessage.FatalError error) {
            return VendorJson.text(typed("Error").put("code", error.code()).put("description", error.description()));
        } else if (message instanceof ServerMessage.Complaint complaint) {
            return VendorJson.text(
                    typed("Error").put("code", complaint.variant()).put("description", complaint.description()));
        }
        throw new IllegalArgumentException("not said at /v2/listen: " + message);
    }

    private ObjectNode turn(ServerMessage.TurnInfo turn) {
        List<HeardWord> words = turn.words().stream().map(wording).toList();
        ObjectNode root = typed("TurnInfo")
                .put("event", turn.event().wireName())
                .put("turn_index", turn.turn())
                .put("audio_window_start", seconds(turn.start()))
                .put("audio_window_end", seconds(turn.end()))
                .put(
                        "transcript",
                        String.join(
                                " ", words.stream().map(HeardWord::punctuated).toList()));
        ArrayNode list = root.putArray("words");
        for (HeardWord word : words) {
            list.addObject()
                    .put("word", word.punctuated())
                    .put("confidence", VendorJson.confidence(word))
                    .put("start", seconds(word.start()))
                    .put("end", seconds(word.end()));
        }
        root.put("end_of_turn_confidence", VendorJson.round(turn.confidence()));
        if (turn.trigger() != null) {
            root.put("trigger", turn.trigger());
        }
        if (request.multilingual()) {
            VendorJson.strings(
                    root.putArray("languages"),
                    words.stream().map(HeardWord::language).distinct().toList());
            VendorJson.strings(
                    root.putArray("languages_hinted"), request.parameters().all("language_hint"));
        }
        return root;
    }

    private ObjectNode configured(ServerMessage.FluxConfigured configured) {
        ObjectNode root = typed("ConfigureSuccess");
        TurnRules rules = configured.rules();
        ObjectNode thresholds = root.putObject("thresholds").put("eot_threshold", rules.end());
        if (rules.eager() != null) {
            thresholds.put("eager_eot_threshold", rules.eager());
        }
        thresholds.put("eot_timeout_ms", rules.timeoutMs());
        if (configured.change().keyterms() != null) {
            VendorJson.strings(root.putArray("keyterms"), configured.change().keyterms());
        }
        if (configured.change().languageHints() != null) {
            VendorJson.strings(
                    root.putArray("language_hints"), configured.change().languageHints());
        }
        if (configured.change().numerals() != null) {
            root.put("numerals", configured.change().numerals());
        }
        return root;
    }

    private ObjectNode typed(String type) {
        return VendorJson.node().put("type", type).put("request_id", requestId).put("sequence_id", sequence++);
    }

    private double seconds(long samples) {
        return VendorJson.seconds(samples, request.sampleRate());
    }
}
