package io.sidetone.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sidetone.engine.Archive.Delivery;
import io.sidetone.engine.Archive.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A delivery as it is listed: with what the receiver answered. */
final class DeliveryView {
    private DeliveryView() {}

    static ObjectNode of(Delivery delivery) {
        ObjectNode view = Json.object().put("id", delivery.id()).put("callId", delivery.callId());
        text(view, "legId", delivery.legId());
        if (delivery.n() > 0 && delivery.legId() != null) {
            view.put("finalId", delivery.subject());
        }
        view.put("seq", delivery.seq())
                .put("type", delivery.type())
                .put("eventId", delivery.eventId())
                .put("target", delivery.target())
                .put("status", word(delivery.status()))
                .put("attempts", delivery.attempts())
                .put("firstAt", delivery.firstAtMillis())
                .put("lastAt", delivery.lastAtMillis());
        if (delivery.httpStatus() > 0) {
            view.put("httpStatus", delivery.httpStatus());
        }
        text(view, "reason", delivery.reason());
        text(view, "error", delivery.detail());
        answer(view, delivery);
        return view;
    }

    static String word(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    /** JSON of a success as JSON; of a failure the beginning of whatever came. */
    private static void answer(ObjectNode view, Delivery delivery) {
        byte[] answer = delivery.answer();
        if (answer == null) {
            return;
        }
        JsonNode json = delivery.status() == Status.DELIVERED ? json(answer) : null;
        if (json == null) {
            view.put("response", new String(answer, StandardCharsets.UTF_8));
        } else {
            view.set("answer", json);
        }
    }

    private static @Nullable JsonNode json(byte[] answer) {
        try {
            return Json.read(answer);
        } catch (IOException e) {
            return null; // a receiver's own idea of JSON: shown as text
        }
    }

    private static void text(ObjectNode view, String name, @Nullable String value) {
        if (value != null) {
            view.put(name, value);
        }
    }
}
