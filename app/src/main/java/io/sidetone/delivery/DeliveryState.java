package io.sidetone.delivery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.sidetone.engine.Archive;
import io.sidetone.engine.CallEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The state {@code delivery} as supervisors see it. {@code latencyMs} is from the event to the answer that accepted
 * it.
 */
final class DeliveryState {
    private static final JsonFactory JSON = new JsonFactory();
    /** The bus remembers hundreds of deliveries per call; longer answers are read from the archive. */
    private static final int LONGEST_ANSWER_BYTES = 4_096;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private DeliveryState() {}

    /** What the slot is named after: the final, or the event's number. */
    static String subject(CallEvent event) {
        String finalId = finalId(event);
        return finalId == null ? Long.toString(event.seq()) : finalId;
    }

    static byte[] json(CallEvent event, Archive.Delivery delivery, Answer answer, long nextAtMillis) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("type", "delivery");
            json.writeStringField("callId", event.callId());
            text(json, "legId", event.legId());
            text(json, "finalId", finalId(event));
            json.writeNumberField("callSeq", event.seq());
            json.writeStringField("event", event.type());
            json.writeStringField("target", delivery.target());
            json.writeStringField("status", delivery.status().name().toLowerCase(Locale.ROOT));
            json.writeNumberField("attempts", delivery.attempts());
            if (delivery.httpStatus() > 0) {
                json.writeNumberField("httpStatus", delivery.httpStatus());
            }
            text(json, "error", delivery.detail());
            if (nextAtMillis > 0) {
                json.writeNumberField("nextAttemptAt", nextAtMillis);
            }
            if (delivery.status() == Archive.Status.DELIVERED) {
                long waitedMs = Math.max(0, delivery.lastAtMillis() - event.atMillis());
                json.writeNumberField("latencyMs", waitedMs + answer.latencyNanos() / NANOS_PER_MILLI);
                answer(json, delivery.answer());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /** As text, since its nesting is the receiver's affair and might be more than a reader takes. */
    private static void answer(JsonGenerator json, byte @Nullable [] answer) throws IOException {
        if (answer != null && answer.length <= LONGEST_ANSWER_BYTES) {
            json.writeStringField("answerText", new String(answer, StandardCharsets.UTF_8));
        } else if (answer != null) {
            json.writeBooleanField("answerOmitted", true);
        }
    }

    private static void text(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    private static @Nullable String finalId(CallEvent event) {
        return event.type().equals("transcript.final") ? event.callId() + "." + event.legId() + "." + event.n() : null;
    }
}
