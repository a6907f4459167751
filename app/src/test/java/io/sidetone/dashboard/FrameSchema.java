package io.sidetone.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The published schema of frames, stricter than clients get it: a field, an event or a frame that it does not describe
 * is an error. Every frame that a test's client receives passes through it.
 */
public final class FrameSchema {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ID = "urn:sidetone:dashboard:v1";
    /** Parts of others: what stands beside their fields is described there. */
    private static final Set<String> PARTS = Set.of(
            "onLeg", "numbered", "journalled", "interim", "finalBrief", "finalFields", "delivery", "health", "stats");

    public static final FrameSchema BUNDLED = new FrameSchema(); // after what it is made with

    private final SchemaRegistry registry;
    private final Set<String> names;
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

    private FrameSchema() {
        ObjectNode strict = read();
        ObjectNode definitions = (ObjectNode) strict.path("$defs");
        names = Set.copyOf(
                definitions.properties().stream().map(Map.Entry::getKey).toList());
        for (Map.Entry<String, JsonNode> definition : definitions.properties()) {
            JsonNode schema = definition.getValue();
            boolean isOpen = PARTS.contains(definition.getKey())
                    || schema.has("additionalProperties")
                    || !(schema.has("properties") || schema.has("allOf"));
            if (!isOpen) {
                ((ObjectNode) schema).put("unevaluatedProperties", false);
            }
        }
        definitions.set("event", JSON.createObjectNode()); // each is looked at by itself, for clear messages
        registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Map.of(ID, strict.toString())));
    }

    private static ObjectNode read() {
        try (InputStream in = FrameSchema.class.getResourceAsStream("/io/sidetone/api/dashboard.schema.json")) {
            return (ObjectNode) JSON.readTree(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is wrong with a frame; empty if nothing is. */
    public List<String> objections(JsonNode frame) {
        List<String> all = new ArrayList<>(against("frame." + frame.path("type").asText(), frame));
        for (JsonNode event : frame.path("events")) {
            all.addAll(against("event." + event.path("type").asText(), event));
        }
        return all;
    }

    /** @throws AssertionError if the schema does not describe the frame */
    public void check(JsonNode frame) {
        List<String> objections = objections(frame);
        if (!objections.isEmpty()) {
            throw new AssertionError(String.join("\n", objections) + "\nin " + frame);
        }
    }

    private List<String> against(String name, JsonNode json) {
        if (!names.contains(name)) {
            return List.of("the schema has no " + name);
        }
        Schema schema =
                schemas.computeIfAbsent(name, it -> registry.getSchema(SchemaLocation.of(ID + "#/$defs/" + it)));
        List<Error> errors = schema.validate(json.toString(), InputFormat.JSON);
        return errors.stream().map(error -> name + ": " + error).toList();
    }

    /** The names of the definitions, such as {@code event.dtmf}. */
    public Set<String> names() {
        return names;
    }
}
