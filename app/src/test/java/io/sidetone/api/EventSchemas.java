package io.sidetone.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The schemas of events, stricter than consumers get them: a field that no schema describes is an error, and so
 * is a timestamp that is none.
 */
public final class EventSchemas {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HERE = "https://schemas.test/";

    private final SchemaRegistry registry;

    private EventSchemas(Map<String, String> texts) {
        Map<String, String> strict = new HashMap<>();
        texts.forEach((file, text) -> strict.put(HERE + file, closed(text)));
        registry =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(strict)
                        .schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build()));
    }

    /** @param texts by the names of their files */
    public static EventSchemas of(Map<String, String> texts) {
        return new EventSchemas(texts);
    }

    /** Those in the jar. */
    public static EventSchemas bundled() {
        Map<String, String> texts = new HashMap<>();
        files().forEach(file -> texts.put(file, bundled(file)));
        return new EventSchemas(texts);
    }

    public static Stream<String> files() {
        return Stream.concat(
                SchemasDoor.TYPES.stream().map(type -> type + ".json"), Stream.of("event.json", "common.json"));
    }

    public static List<String> types() {
        return SchemasDoor.TYPES;
    }

    public static String bundled(String file) {
        try (InputStream resource = SchemasDoor.class.getResourceAsStream("schemas/" + file)) {
            if (resource == null) {
                throw new AssertionError("no schemas/" + file);
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is wrong with an event, by its own type's schema and by that of all. */
    public List<String> objections(byte[] event) {
        JsonNode node = tree(event);
        List<String> own = objections(node.path("type").asText() + ".json", node);
        return own.isEmpty() ? objections("event.json", node) : own; // the latter would object eleven times
    }

    private List<String> objections(String file, JsonNode node) {
        return schema(file).validate(node).stream()
                .map(Error::toString)
                .map(error -> file + ": " + error)
                .toList();
    }

    private Schema schema(String file) {
        return registry.getSchema(SchemaLocation.of(HERE + file));
    }

    private static String closed(String text) {
        JsonNode root = tree(text.getBytes(StandardCharsets.UTF_8));
        close(root);
        return root.toString();
    }

    /** Objects whose fields are listed have no others. */
    private static void close(JsonNode node) {
        if (node instanceof ObjectNode schema
                && schema.path("type").asText().equals("object")
                && schema.path("properties").isObject()
                && !schema.has("additionalProperties")) {
            schema.put("additionalProperties", false);
        }
        node.forEach(EventSchemas::close);
    }

    private static JsonNode tree(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
