package io.sidetone.engine.embedded;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads single fields of an event's data without building a tree. What cannot be read is not there. */
final class EventFields {
    private static final JsonFactory JSON = new JsonFactory();

    private EventFields() {}

    /** The field's text, or an empty one if it is not there. */
    static String text(byte[] data, String name) {
        return texts(data, name).getOrDefault(name, "");
    }

    /** The texts of those of the fields that are there. */
    static Map<String, String> texts(byte[] data, String... names) {
        List<String> wanted = List.of(names);
        Map<String, String> found = new HashMap<>();
        read(data, (name, parser) -> {
            if (parser.currentToken() == JsonToken.VALUE_STRING && wanted.contains(name)) {
                found.put(name, parser.getText());
            }
        });
        return found;
    }

    static boolean isTrue(byte[] data, String wanted) {
        boolean[] found = new boolean[1];
        read(data, (name, parser) -> {
            if (name.equals(wanted)) {
                found[0] = parser.currentToken() == JsonToken.VALUE_TRUE;
            }
        });
        return found[0];
    }

    /** Members of an array; -1 if it is not there. */
    static int length(byte[] data, String wanted) {
        int[] found = {-1};
        read(data, (name, parser) -> {
            if (name.equals(wanted) && parser.currentToken() == JsonToken.START_ARRAY) {
                found[0] = members(parser);
            }
        });
        return found[0];
    }

    private static int members(JsonParser parser) throws IOException {
        int members = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            members++;
            parser.skipChildren();
        }
        return members;
    }

    private interface Field {
        void at(String name, JsonParser parser) throws IOException;
    }

    private static void read(byte[] data, Field field) {
        try (JsonParser parser = JSON.createParser(data)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                field.at(name, parser);
                parser.skipChildren();
            }
        } catch (IOException e) {
            return; // the archive lists what it can read; the log keeps the bytes as they are
        }
    }
}
