package io.sidetone.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sidetone.engine.CallEvent;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;

/** Writes a journalled event as viewers get it: flat, its own number as {@code callSeq}, instants as milliseconds. */
final class Shown {
    private Shown() {}

    /** With a {@code seq} to be overwritten, and without what only some viewers ask for. */
    static ObjectNode of(CallEvent journalled, ObjectNode data) {
        ObjectNode event = Json.of(journalled.type())
                .put("seq", 0L)
                .put("callSeq", journalled.seq())
                .put("at", journalled.atMillis());
        boolean isFinal = journalled.type().equals("transcript.final");
        for (Map.Entry<String, JsonNode> field : data.properties()) {
            String name = field.getKey();
            boolean isNumber = name.equals("seq") || name.equals("type");
            if (!isNumber && !field.getValue().isNull()) {
                boolean instant = name.endsWith("At") && field.getValue().isTextual();
                event.set(name, instant ? millis(event, field.getValue()) : field.getValue());
            }
        }
        if (isFinal) {
            event.put("receivedAt", journalled.atMillis());
        } else if (journalled.type().equals("dtmf")) {
            event.put("masked", true); // no journal ever holds a key that was pressed
        }
        return event;
    }

    private static JsonNode millis(ObjectNode factory, JsonNode iso) {
        try {
            return factory.numberNode(Instant.parse(iso.asText()).toEpochMilli());
        } catch (DateTimeException e) {
            return iso;
        }
    }
}
