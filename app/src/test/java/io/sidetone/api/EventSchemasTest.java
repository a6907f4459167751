package io.sidetone.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schemas themselves: their examples hold, they describe everything, and strictness is strict. */
class EventSchemasTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EventSchemas schemas = EventSchemas.bundled();

    static Stream<String> types() {
        return SchemasDoor.TYPES.stream();
    }

    private static JsonNode schema(String file) throws IOException {
        return JSON.readTree(EventSchemas.bundled(file));
    }

    private static ObjectNode example(String type) throws IOException {
        return (ObjectNode) schema(type + ".json").at("/examples/0");
    }

    private List<String> objections(JsonNode event) {
        return schemas.objections(event.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode data(ObjectNode event) {
        return (ObjectNode) event.path("data");
    }

    @ParameterizedTest
    @MethodSource("types")
    void theExampleHolds(String type) throws IOException {
        assertThat(objections(example(type))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("types")
    void anEventOfThePullSideHasItsIdToo(String type) throws IOException {
        assertThat(objections(example(type).put("id", "msg_efa2b821b737227853dcca26e9ae2233")))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("types")
    void anyEventMaySayWhatWasSkipped(String type) throws IOException {
        ObjectNode event = example(type);
        data(event).putArray("skipped").add(3).add(4);

        assertThat(objections(event)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("types")
    void aFieldThatNobodyDescribedIsFound(String type) throws IOException {
        ObjectNode event = example(type);
        data(event).put("novelty", 1);

        assertThat(objections(event)).anySatisfy(error -> assertThat(error).contains("novelty"));
    }

    @ParameterizedTest
    @MethodSource("types")
    void consumersMayMeetNewFields(String type) throws IOException {
        assertThat(EventSchemas.bundled(type + ".json")).doesNotContain("\"additionalProperties\": false");
    }

    @ParameterizedTest
    @MethodSource("types")
    void aFieldThatIsMissingIsFound(String type) throws IOException {
        for (JsonNode required : schema(type + ".json").at("/properties/data/required")) {
            ObjectNode event = example(type);
            data(event).remove(required.asText());

            assertThat(objections(event)).as("without %s", required).isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyFieldIsDescribed(String type) throws IOException {
        JsonNode common = schema("common.json").path("$defs");
        schema(type + ".json").at("/properties/data/properties").properties().forEach(field -> {
            String shared = field.getValue().path("$ref").asText().replace("common.json#/$defs/", "");
            assertThat(field.getValue().path("description").asText()
                            + common.path(shared).path("description").asText())
                    .as(field.getKey())
                    .isNotBlank();
        });
    }

    @Test
    void anUnknownTypeIsNoEvent() throws IOException {
        assertThat(JSON.readTree(EventSchemas.bundled("event.json")).path("oneOf"))
                .hasSize(SchemasDoor.TYPES.size());
    }
}
