package io.sidetone.dashboard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sidetone.engine.Archive;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** News of one delivery, as viewers get them. */
final class DeliveryNews {
    /** Of an answer; longer ones are read over HTTP. As much as the live bus is given. */
    private static final int MAX_ANSWER_BYTES = 4_096;

    private DeliveryNews() {}

    /** Makes JSON of the answer that comes as text; one that is too deep or too odd to be shown is left out. */
    static void unwrap(ObjectNode event) {
        String text = event.path("answerText").asText();
        event.remove("answerText");
        if (!text.isEmpty()) {
            answer(event, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void answer(ObjectNode event, byte[] answer) {
        if (answer.length > MAX_ANSWER_BYTES) {
            event.put("answerOmitted", true);
            return;
        }
        try {
            event.set("answer", Json.any(answer));
        } catch (IOException e) {
            event.put("answerOmitted", true);
        }
    }

    /** What the archive knows of a delivery, as the live bus would have brought it. */
    static ObjectNode of(Archive.Delivery known) {
        ObjectNode event = Json.of("delivery").put("callId", known.callId());
        String legId = known.legId();
        if (legId != null) {
            event.put("legId", legId);
        }
        if (known.type().equals("transcript.final")) {
            event.put("finalId", known.subject());
        }
        event.put("callSeq", known.seq())
                .put("event", known.type())
                .put("target", known.target())
                .put("status", known.status().name().toLowerCase(Locale.ROOT))
                .put("attempts", known.attempts());
        if (known.httpStatus() > 0) {
            event.put("httpStatus", known.httpStatus());
        }
        String detail = known.detail();
        if (detail != null) {
            event.put("error", detail);
        }
        byte[] answer = known.answer();
        if (answer != null && known.status() == Archive.Status.DELIVERED) {
            answer(event, answer);
        }
        return event;
    }

    /** As it stands with its final. */
    static ObjectNode brief(ObjectNode event) {
        ObjectNode delivery = event.deepCopy();
        delivery.remove(List.of("type", "seq", "callId", "legId", "finalId", "role", "callSeq", "event"));
        return delivery;
    }

    static ObjectNode pending(String target) {
        return Json.object().put("target", target).put("status", "pending").put("attempts", 0);
    }
}
