package io.sidetone.api.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The members of a transcript's parts in JSON, named as in the events. */
final class Members {
    static final JsonFactory JSON = new JsonFactory();

    /** Writes the members of one part. */
    interface Part<T> {
        void write(JsonGenerator json, T part) throws IOException;
    }

    private Members() {}

    static <T> void list(JsonGenerator json, String name, List<T> parts, Part<T> part) throws IOException {
        json.writeArrayFieldStart(name);
        for (T it : parts) {
            json.writeStartObject();
            part.write(json, it);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void call(JsonGenerator json, Transcript.Call call) throws IOException {
        json.writeStringField("callId", call.callId());
        json.writeNumberField("startedAt", call.startedAtMillis());
        json.writeNumberField("durationMs", call.durationMs());
        json.writeBooleanField("complete", call.complete());
        if (call.pendingRepairMs() > 0) {
            json.writeNumberField("pendingRepairMs", call.pendingRepairMs());
        }
        text(json, "direction", call.direction());
        text(json, "from", call.from());
        text(json, "to", call.to());
        json.writeObjectFieldStart("labels");
        for (String label : call.labels().keySet().stream().sorted().toList()) {
            text(json, label, call.labels().get(label));
        }
        json.writeEndObject();
    }

    static void leg(JsonGenerator json, Transcript.Leg leg) throws IOException {
        json.writeStringField("legId", leg.legId());
        json.writeStringField("role", leg.role());
        json.writeStringField("name", leg.name());
        text(json, "track", leg.track());
    }

    static void utterance(JsonGenerator json, Transcript.Utterance utterance) throws IOException {
        json.writeStringField("legId", utterance.legId());
        json.writeNumberField("utt", utterance.utt());
        json.writeNumberField("startMs", utterance.startMs());
        json.writeNumberField("endMs", utterance.endMs());
        json.writeStringField("text", utterance.text());
        json.writeNumberField("confidence", utterance.confidence());
        json.writeArrayFieldStart("finals");
        for (String finalId : utterance.finals()) {
            json.writeString(finalId);
        }
        json.writeEndArray();
        text(json, "end", utterance.end());
    }

    static void piece(JsonGenerator json, Transcript.Piece piece) throws IOException {
        json.writeStringField("finalId", piece.finalId());
        json.writeStringField("legId", piece.legId());
        json.writeNumberField("n", piece.n());
        json.writeNumberField("utt", piece.utt());
        json.writeNumberField("startMs", piece.startMs());
        json.writeNumberField("endMs", piece.endMs());
        json.writeStringField("text", piece.text());
        json.writeNumberField("confidence", piece.confidence());
        text(json, "language", piece.language());
        json.writeBooleanField("repaired", piece.repaired());
        if (piece.unconfirmed()) {
            json.writeBooleanField("unconfirmed", true);
        }
    }

    static void key(JsonGenerator json, Transcript.Key key) throws IOException {
        json.writeStringField("legId", key.legId());
        json.writeNumberField("atMs", key.atMs());
        json.writeBooleanField("masked", true);
    }

    static void gap(JsonGenerator json, Transcript.Gap gap) throws IOException {
        text(json, "legId", gap.legId());
        json.writeNumberField("startMs", gap.startMs());
        json.writeNumberField("endMs", gap.endMs());
        json.writeStringField("code", gap.code());
    }

    static void pause(JsonGenerator json, Transcript.Pause pause) throws IOException {
        Long endMs = pause.endMs();
        json.writeNumberField("startMs", pause.startMs());
        if (endMs != null) {
            json.writeNumberField("endMs", endMs);
        }
        json.writeStringField("by", pause.by());
    }

    private static void text(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }
}
