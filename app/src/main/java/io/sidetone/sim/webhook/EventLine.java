package io.sidetone.sim.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * One event as one line for a terminal, in parts, so that a command can colour them. No part has control
 * characters: what people say must not be able to steer a terminal.
 *
 * @param time of the event, UTC, to the millisecond
 * @param call the beginning of its call's id, enough to tell calls apart; empty without a call
 * @param role who speaks; empty if nobody does
 * @param text what is worth knowing about it
 */
public record EventLine(String time, String type, String call, String role, String text) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int TYPE_WIDTH = 19; // utterance.completed
    private static final int CALL_WIDTH = 8;
    private static final int ROLE_WIDTH = 10; // technician

    /** The line of an event; of one that was not believed, the objection. */
    public static EventLine of(ReceivedEvent event) {
        String received = TIME.format(event.receivedAt());
        if (event.type().isEmpty()) {
            return new EventLine(received, "(refused)", "", "", clean(event.status() + " " + event.objection()));
        }
        try {
            JsonNode root = JSON.readTree(event.json());
            JsonNode data = root.path("data");
            String timestamp = root.path("timestamp").asText();
            return new EventLine(
                    timestamp.length() >= 23 ? clean(timestamp.substring(11, 23)) : received,
                    clean(event.type()),
                    clean(shortened(event.callId())),
                    clean(data.path("role").asText("")),
                    clean(text(event.type(), data) + notes(event, data)));
        } catch (IOException e) {
            return new EventLine(received, clean(event.type()), "", "", "body: no JSON");
        }
    }

    /** All parts in columns. */
    @Override
    public String toString() {
        return (time + "  " + padded(type, TYPE_WIDTH) + "  " + padded(call, CALL_WIDTH) + "  "
                        + padded(role, ROLE_WIDTH) + "  " + text)
                .stripTrailing();
    }

    private static String text(String type, JsonNode data) {
        return switch (type) {
            case "call.started" ->
                data.path("from").asText("?") + " → " + data.path("to").asText("?");
            case "leg.started" -> "%s, from %s".formatted(word(data, "track"), seconds(data, "startMs"));
            case "transcript.final" -> data.path("text").asText();
            case "utterance.completed" -> data.path("text").asText() + " [" + word(data, "end") + "]";
            case "fault" -> "%s %s: %s".formatted(word(data, "severity"), word(data, "code"), word(data, "message"));
            case "dtmf" -> "key " + word(data, "digit");
            case "call.paused", "call.resumed" -> "by " + word(data, "by");
            case "leg.ended" ->
                "%s, %d finals, %s of audio"
                        .formatted(word(data, "reason"), data.path("finals").asLong(), seconds(data, "audioMs"));
            case "call.ended" -> "%s after %s".formatted(word(data, "endReason"), seconds(data, "durationMs"));
            case "webhook.ping" -> word(data, "message");
            default -> "";
        };
    }

    private static String notes(ReceivedEvent event, JsonNode data) {
        StringBuilder notes = new StringBuilder();
        if (data.path("repaired").asBoolean()) {
            notes.append(" (repaired)");
        }
        switch (event.arrival()) {
            case REPEAT -> notes.append(" (repeat)");
            case AFTER_A_GAP -> notes.append(" (events are missing before this one)");
            case OUT_OF_ORDER -> notes.append(" (out of order)");
            case IN_ORDER -> {}
        }
        if (!event.taken()) {
            notes.append(" (answered ").append(event.status()).append(')');
        } else if (!event.verified()) {
            notes.append(" (not verified)");
        }
        return notes.toString();
    }

    /** {@code s_7Qm2vJ0d…} begins with its random part, a CallSid of Twilio's with {@code CA}. */
    private static String shortened(String callId) {
        String id = callId.startsWith("s_") ? callId.substring(2) : callId;
        return id.substring(0, Math.min(id.length(), CALL_WIDTH));
    }

    private static String word(JsonNode data, String field) {
        return data.path(field).asText("?");
    }

    private static String seconds(JsonNode data, String field) {
        return String.format(Locale.ROOT, "%.1f s", data.path(field).asLong() / 1000.0);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String clean(String text) {
        return text.replaceAll("[\\p{Cc}\\u202A-\\u202E\\u2066-\\u2069]+", " ");
    }
}
