package io.sidetone.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sidetone.engine.CallEvent;
import io.sidetone.redaction.Masked;
import io.sidetone.redaction.Redactor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Masks an event's text and words for a target that is to see less than the journal shows. */
final class Redacting {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Redacting() {}

    /**
     * The event as a target may see it; the same one if there is nothing to mask.
     *
     * @throws IOException if the data is not a JSON object
     */
    static CallEvent masked(CallEvent event, Redactor redactor) throws IOException {
        boolean isFinal = event.type().equals("transcript.final");
        if (redactor.isOff() || !(isFinal || event.type().equals("utterance.completed"))) {
            return event;
        }
        if (!(JSON.readTree(event.data()) instanceof ObjectNode data)) {
            throw new IOException("the event's data is not a JSON object");
        }
        String text = data.path("text").asText("");
        if (isFinal) {
            mask(data, text, redactor);
        } else {
            // where the finals in it began is not known here: anywhere a number may go on
            data.put("text", redactor.maskJoined(text, null));
        }
        return withData(event, JSON.writeValueAsBytes(data));
    }

    private static void mask(ObjectNode data, String text, Redactor redactor) {
        JsonNode heard = data.path("words");
        List<String> texts = new ArrayList<>(heard.size());
        heard.forEach(word -> texts.add(word.path("text").asText("")));
        Masked shown = redactor.mask(text, texts, language(data));
        data.put("text", shown.text());
        if (heard instanceof ArrayNode words) {
            data.set("words", together(words, shown.words()));
        }
    }

    private static @Nullable String language(ObjectNode data) {
        return data.path("language").textValue();
    }

    private static ArrayNode together(ArrayNode words, List<Masked.Part> parts) {
        ArrayNode fewer = JSON.createArrayNode();
        for (Masked.Part part : parts) {
            JsonNode first = words.get(part.from());
            if (!(first instanceof ObjectNode one)) {
                continue;
            }
            double least = one.path("confidence").asDouble();
            for (int i = part.from() + 1; i < part.to(); i++) {
                least = Math.min(least, words.get(i).path("confidence").asDouble());
            }
            fewer.add(one.deepCopy()
                    .put("text", part.text())
                    .put("endMs", words.get(part.to() - 1).path("endMs").asLong())
                    .put("confidence", least));
        }
        return fewer;
    }

    private static CallEvent withData(CallEvent event, byte[] data) {
        return new CallEvent(
                event.callId(),
                event.seq(),
                event.type(),
                event.legId(),
                event.role(),
                event.n(),
                event.atMillis(),
                event.eventId(),
                event.labels(),
                data);
    }
}
