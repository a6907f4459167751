package io.sidetone.speech.assemblyai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Text in, {@link AssemblyAiMessage} out, whatever the text. Knows JSON and nothing of legs. */
final class MessageDecoder {
    private static final ObjectMapper JSON = new ObjectMapper();

    private MessageDecoder() {}

    static AssemblyAiMessage decode(ByteBuf text) {
        try (InputStream in = new ByteBufInputStream(text)) {
            JsonNode root = JSON.readTree(in);
            return root.isObject() ? message(root) : new AssemblyAiMessage.Garbage("not an object");
        } catch (IOException e) {
            // not the parser's own words: they quote the message, which may be what somebody said
            return new AssemblyAiMessage.Garbage(
                    "not JSON, or not of this depth: " + e.getClass().getSimpleName());
        }
    }

    private static AssemblyAiMessage message(JsonNode root) {
        String type = text(root, "type");
        return switch (type) {
            case "Begin" -> new AssemblyAiMessage.Begin(text(root, "id"));
            case "SpeechStarted" ->
                new AssemblyAiMessage.SpeechStarted(root.path("timestamp").asLong());
            case "Turn" -> turn(root);
            case "Warning" -> new AssemblyAiMessage.Warning(text(root, "warning_code") + " " + text(root, "warning"));
            case "Error" -> new AssemblyAiMessage.Error(root.path("error_code").asInt(), text(root, "error"));
            case "Termination" ->
                new AssemblyAiMessage.Termination(
                        root.path("audio_duration_seconds").asDouble(),
                        root.path("session_duration_seconds").asDouble());
            case "Heartbeat", "Silence", "SpeakerRevision", "LLMGatewayResponse" -> new AssemblyAiMessage.Chatter(type);
            default -> new AssemblyAiMessage.Unknown(type);
        };
    }

    private static AssemblyAiMessage.Turn turn(JsonNode root) {
        List<AssemblyAiMessage.Word> words = new ArrayList<>();
        for (JsonNode node : root.path("words")) {
            long start = node.path("start").asLong();
            words.add(new AssemblyAiMessage.Word(
                    text(node, "text"),
                    start,
                    node.path("end").asLong(start),
                    node.path("confidence").asDouble()));
        }
        return new AssemblyAiMessage.Turn(
                root.path("turn_order").asLong(),
                root.path("turn_is_formatted").asBoolean(),
                root.path("end_of_turn").asBoolean(),
                text(root, "transcript"),
                root.path("language_code").textValue(),
                words);
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText("");
    }
}
