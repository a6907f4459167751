package io.sidetone.dashboard;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** JSON objects to and from bytes, within bounds. */
final class Json {
    private static final int MAX_DEPTH = 32;

    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Of values with more behind them. */
    private static final ObjectReader VALUES =
            MAPPER.readerFor(JsonNode.class).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Json() {}

    /** @throws IOException if this is not one JSON object */
    static ObjectNode object(byte[] utf8) throws IOException {
        JsonNode node = MAPPER.readTree(utf8);
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new IOException("not a JSON object but " + (node == null ? "nothing" : node.getNodeType()));
    }

    /** To be read piece by piece. */
    static JsonParser parser(byte[] utf8) throws IOException {
        return MAPPER.createParser(utf8);
    }

    /** The value that the parser stands at. */
    static JsonNode value(JsonParser parser) throws IOException {
        return VALUES.readValue(parser);
    }

    /** To be written piece by piece. */
    static JsonGenerator generator(OutputStream out) throws IOException {
        return MAPPER.createGenerator(out);
    }

    /** @throws IOException if this is not one JSON value, or nested too deep */
    static JsonNode any(byte[] utf8) throws IOException {
        JsonNode node = MAPPER.readTree(utf8);
        if (node == null || node.isMissingNode()) {
            throw new IOException("not a JSON value but nothing");
        }
        return node;
    }

    /** @throws IOException if this is not one JSON array */
    static ArrayNode array(byte[] utf8) throws IOException {
        if (MAPPER.readTree(utf8) instanceof ArrayNode array) {
            return array;
        }
        throw new IOException("not a JSON array");
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** Starts a frame or an event. */
    static ObjectNode of(String type) {
        return MAPPER.createObjectNode().put("type", type);
    }

    static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e); // a tree of plain values can always be written
        }
    }
}
