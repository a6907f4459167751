package io.sidetone.speech.deepgram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads any message, whatever the text, by way of a tree: the slow way, and the one that says what a message means. */
final class MessageTree {
    private static final ObjectMapper JSON = new ObjectMapper();

    private MessageTree() {}

    static DeepgramMessage read(byte[] text, int length) {
        try {
            JsonNode root = JSON.readTree(text, 0, length);
            return root.isObject() ? message(root) : new DeepgramMessage.Garbage("not an object");
        } catch (IOException e) {
            // not the parser's own words: they quote the message, which may be what somebody said
            return new DeepgramMessage.Garbage(
                    "not JSON, or not of this depth: " + e.getClass().getSimpleName());
        }
    }

    private static DeepgramMessage message(JsonNode root) {
        String type = text(root, "type");
        return switch (type) {
            case "Results" -> results(root);
            case "TurnInfo" -> turn(root);
            case "Connected" -> new DeepgramMessage.Connected();
            case "Metadata" ->
                new DeepgramMessage.Metadata(
                        optional(root, "request_id"),
                        root.path("duration").asDouble(),
                        root.path("channels").asInt());
            case "SpeechStarted" ->
                new DeepgramMessage.SpeechStarted(root.path("timestamp").asDouble());
            case "UtteranceEnd" ->
                new DeepgramMessage.UtteranceEnd(root.path("last_word_end").asDouble());
            case "Error" ->
                new DeepgramMessage.Error(text(root, "variant"), optional(root, "code"), text(root, "description"));
            case "Warning" ->
                new DeepgramMessage.Warning(text(root, "variant"), optional(root, "code"), text(root, "description"));
            case "ConfigureSuccess" -> new DeepgramMessage.ConfigureSuccess();
            case "ConfigureFailure" -> new DeepgramMessage.ConfigureFailure(text(root, "description"));
            default -> new DeepgramMessage.Unknown(type);
        };
    }

    private static DeepgramMessage.Results results(JsonNode root) {
        double start = root.path("start").asDouble();
        JsonNode heard = root.path("channel").path("alternatives").path(0);
        JsonNode metadata = root.path("metadata");
        return new DeepgramMessage.Results(
                start,
                root.path("duration").asDouble(),
                root.path("is_final").asBoolean(),
                root.path("speech_final").asBoolean(),
                root.path("from_finalize").asBoolean(),
                text(heard, "transcript"),
                heard.path("confidence").asDouble(),
                texts(heard.path("languages")),
                words(heard.path("words"), start, 0),
                optional(metadata, "request_id"),
                optional(metadata.path("model_info"), "name"));
    }

    private static DeepgramMessage.TurnInfo turn(JsonNode root) {
        double start = root.path("audio_window_start").asDouble();
        double end = root.path("audio_window_end").asDouble();
        return new DeepgramMessage.TurnInfo(
                text(root, "event"),
                start,
                end,
                text(root, "transcript"),
                texts(root.path("languages")),
                words(root.path("words"), start, end),
                optional(root, "request_id"));
    }

    /** A word without times of its own lies somewhere between {@code from} and {@code to}. */
    private static List<DeepgramMessage.Word> words(JsonNode nodes, double from, double to) {
        List<DeepgramMessage.Word> words = new ArrayList<>(nodes.size());
        for (JsonNode node : nodes) {
            String punctuated = optional(node, "punctuated_word");
            double start = node.path("start").asDouble(from);
            words.add(new DeepgramMessage.Word(
                    punctuated != null ? punctuated : text(node, "word"),
                    start,
                    node.path("end").asDouble(Math.max(start, to)),
                    node.path("confidence").asDouble(),
                    optional(node, "language")));
        }
        return words;
    }

    private static List<String> texts(JsonNode nodes) {
        List<String> texts = new ArrayList<>(nodes.size());
        for (JsonNode node : nodes) {
            texts.add(node.asText());
        }
        return texts;
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText("");
    }

    private static @Nullable String optional(JsonNode node, String field) {
        return node.path(field).textValue();
    }
}
