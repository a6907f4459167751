package io.sidetone.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The description as the server gives it, stricter than for clients: a member that no schema tells of is an error. */
final class OpenApi {
    private static final String HERE = "https://openapi.test/openapi.json";

    private final JsonNode root;
    private final SchemaRegistry registry;

    OpenApi(JsonNode root) {
        this.root = root;
        JsonNode strict = root.deepCopy();
        close(strict);
        byte[] bytes = Json.bytes(strict);
        registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemas(Map.of(HERE, new String(bytes, StandardCharsets.UTF_8))));
    }

    JsonNode root() {
        return root;
    }

    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.path("type").asText().equals("object")
                && object.path("properties").isObject()
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        node.forEach(OpenApi::close);
    }

    /** What is wrong with an answer by the description of its operation; empty if nothing is. */
    List<String> errors(String method, String template, HttpResponse<String> answer) {
        String response = "/paths/" + escaped(template) + "/" + method.toLowerCase(Locale.ROOT) + "/responses/"
                + answer.statusCode();
        if (root.at(response).isMissingNode()) {
            return List.of("no answer " + answer.statusCode() + " is described: " + answer.body());
        }
        String type = answer.headers().firstValue("content-type").orElse("").split(";", -1)[0];
        String place = root.at(response).has("$ref")
                ? root.at(response).path("$ref").asText().substring(1)
                : response;
        JsonNode content = root.at(place + "/content");
        if (!content.has(type)) {
            return List.of("not described as " + type + ": " + answer.body());
        }
        return type.endsWith("json") && !type.endsWith("ndjson")
                ? errors(place + "/content/" + escaped(type) + "/schema", answer.body())
                : List.of();
    }

    /** What is wrong with JSON by a schema somewhere in the description. */
    List<String> errors(String pointer, String json) {
        Schema schema = registry.getSchema(SchemaLocation.of(HERE + "#" + pointer));
        return schema.validate(json, InputFormat.JSON).stream()
                .map(Error::toString)
                .toList();
    }

    static String escaped(String segment) {
        return segment.replace("~", "~0").replace("/", "~1");
    }
}
