package io.sidetone.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidetone.dashboard.Dashboards;
import io.sidetone.dashboard.FrameSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The description of the dashboard's socket and the schema that it points to. */
class AsyncApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SCHEMA = "/api/v1/dashboard/schema.json#/$defs/";

    @Test
    void everyMessagePointsToASchemaThatIsThere() throws IOException {
        List<String> missing = new ArrayList<>();
        JsonNode messages = bundled("asyncapi.json").at("/channels/dashboard/messages");
        assertThat(messages.size()).isEqualTo(14);
        messages.forEach(message -> {
            String reference = message.at("/payload/schema/$ref").asText();
            assertThat(reference).startsWith(SCHEMA);
            if (!FrameSchema.BUNDLED.names().contains(reference.substring(SCHEMA.length()))) {
                missing.add(reference);
            }
        });
        assertThat(missing).isEmpty();
    }

    @Test
    void everyOperationNamesMessagesOfTheChannel() throws IOException {
        JsonNode description = bundled("asyncapi.json");
        for (String operation : List.of("fromServer", "fromClient")) {
            for (JsonNode message : description.at("/operations/" + operation + "/messages")) {
                String pointer = message.path("$ref").asText().substring(1);
                assertThat(description.at(pointer).path("name").asText()).isNotEmpty();
            }
        }
    }

    @Test
    void theStreamSendsWhatTheSocketSends() throws IOException {
        JsonNode description = bundled("asyncapi.json");
        assertThat(description.at("/channels/stream/address").asText()).isEqualTo(Dashboards.STREAM_PATH);
        List<String> sent = new ArrayList<>();
        for (JsonNode message : description.at("/operations/streamFromServer/messages")) {
            String ofStream = message.path("$ref").asText().substring(1);
            String ofSocket = description.at(ofStream).path("$ref").asText().substring(1);
            sent.add(description.at(ofSocket).path("name").asText());
        }
        List<String> bySocket = new ArrayList<>();
        for (JsonNode message : description.at("/operations/fromServer/messages")) {
            bySocket.add(description
                    .at(message.path("$ref").asText().substring(1))
                    .path("name")
                    .asText());
        }
        assertThat(sent).doesNotContain("").containsExactlyElementsOf(bySocket);
    }

    @Test
    void everyReferenceWithinTheSchemaLeadsSomewhere() throws IOException {
        JsonNode schema = bundled("dashboard.schema.json");
        List<JsonNode> references = schema.findValues("$ref");
        assertThat(references).hasSizeGreaterThan(100);
        assertThat(references).allSatisfy(reference -> assertThat(
                        schema.at(reference.asText().substring(1)).isMissingNode())
                .as(reference.asText())
                .isFalse());
    }

    @Test
    void aFrameThatIsNotDescribedIsFound() throws IOException {
        JsonNode wrong = JSON.readTree("{\"type\":\"batch\",\"prev\":1,\"through\":2,\"at\":3,\"events\":["
                + "{\"type\":\"dtmf\",\"seq\":2,\"callSeq\":4,\"at\":3,\"callId\":\"s\",\"legId\":\"l1\",\"digit\":\"7\","
                + "\"atMs\":1},{\"type\":\"nonsense\"}],\"more\":1}");
        assertThat(FrameSchema.BUNDLED.objections(wrong))
                .anySatisfy(it -> assertThat(it).contains("more"))
                .anySatisfy(it -> assertThat(it).contains("digit"))
                .anySatisfy(it -> assertThat(it).contains("event.nonsense"));
    }

    private static JsonNode bundled(String name) throws IOException {
        return JSON.readTree(Objects.requireNonNull(AsyncApiTest.class.getResourceAsStream(name)));
    }
}
