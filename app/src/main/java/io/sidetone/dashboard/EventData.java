package io.sidetone.dashboard;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sidetone.engine.CallEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a journalled event says. A final's words are most of it, and kept as bytes: few viewers ask for them, and a tree of
 * them would be garbage at once.
 *
 * @param fields all of it but a final's words
 * @param words a final's, as {@code [startMs, endMs, confidence, text]} each; null if it has none
 */
@SuppressWarnings("ArrayRecordComponent") // read, never compared
record EventData(ObjectNode fields, byte @Nullable [] words) {
    /** @throws IOException if its data is not one JSON object */
    static EventData of(CallEvent event) throws IOException {
        return event.type().equals("transcript.final")
                ? ofFinal(event.data())
                : new EventData(Json.object(event.data()), null);
    }

    private static EventData ofFinal(byte[] json) throws IOException {
        ObjectNode fields = Json.object();
        byte[] words = null;
        try (JsonParser parser = Json.parser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not a JSON object but " + parser.currentToken());
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (parser.nextToken() == JsonToken.START_ARRAY && name.equals("words")) {
                    words = compact(parser);
                } else {
                    fields.set(name, Json.value(parser));
                }
            }
            if (parser.nextToken() != null) {
                throw new IOException("more than one JSON object");
            }
        }
        return new EventData(fields, words);
    }

    private static byte @Nullable [] compact(JsonParser parser) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        int count = 0;
        try (JsonGenerator list = Json.generator(bytes)) {
            list.writeStartArray();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                Word.read(parser).write(list);
                count++;
            }
            list.writeEndArray();
        }
        return count == 0 ? null : bytes.toByteArray();
    }

    private record Word(long startMs, long endMs, double confidence, String text) {
        /** What it does not say is 0, or empty. */
        static Word read(JsonParser parser) throws IOException {
            long startMs = 0;
            long endMs = 0;
            double confidence = 0;
            String text = "";
            boolean isObject = parser.currentToken() == JsonToken.START_OBJECT;
            while (isObject && parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "startMs" -> startMs = parser.getValueAsLong();
                    case "endMs" -> endMs = parser.getValueAsLong();
                    case "confidence" -> confidence = parser.getValueAsDouble();
                    case "text" -> text = parser.getValueAsString("");
                    default -> parser.skipChildren();
                }
            }
            if (!isObject) {
                parser.skipChildren();
            }
            return new Word(startMs, endMs, confidence, text);
        }

        void write(JsonGenerator to) throws IOException {
            to.writeStartArray();
            to.writeNumber(startMs);
            to.writeNumber(endMs);
            to.writeNumber(confidence);
            to.writeString(text);
            to.writeEndArray();
        }
    }
}
