package io.sidetone.engine.embedded;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads single text fields of an event's data without building a tree. */
final class EventFields {
    private static final JsonFactory JSON = new JsonFactory();

    private EventFields() {}

    /** The field's text, or an empty one if it is not there. */
    static String text(byte[] data, String name) {
        return texts(data, name).stream().findFirst().orElse("");
    }

    /** The texts of those of the fields that are there. */
    static Set<String> texts(byte[] data, String... names) {
        List<String> wanted = List.of(names);
        Set<String> found = new HashSet<>();
        try (JsonParser parser = JSON.createParser(data)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (parser.nextToken() == JsonToken.VALUE_STRING && wanted.contains(name)) {
                    found.add(parser.getText());
                }
                parser.skipChildren();
            }
        } catch (IOException e) {
            return found; // the archive lists what it can read; the log keeps the bytes as they are
        }
        return found;
    }
}
