package io.sidetone.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What supervisors see of webhooks: from the moment that something is to be delivered to the receiver's answer. */
class DeliveriesShownTest {
    private static final String OPEN = "{\"name\":\"open\",\"topic\":\"call\",\"callId\":\"s_1\"}";
    private static final String DEAD_ONLY = "{\"name\":\"list\",\"topic\":\"calls\",\"finals\":\"all\"}";

    private final TestServer server = new TestServer();
    private final ScriptedCall call = server.call("s_1").start().leg("l1");

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aDeliveryIsPendingFromTheBeginningAndSaysWhatCameOfIt() {
        Client client = subscribed(OPEN);
        String finalId = call.says("l1", "Hello.");
        assertThat(events(client, "transcript.final").get(0).path("delivery").toString())
                .isEqualTo("[{\"target\":\"nlu\",\"status\":\"pending\",\"attempts\":0}]");
        call.delivered(finalId, "pending", 1, null);
        call.delivered(finalId, "delivered", 2, "{\"intent\":\"greeting\"}");
        JsonNode delivery = events(client, "delivery").get(0);
        assertThat(delivery.path("answer").path("intent").asText()).isEqualTo("greeting");
        assertThat(delivery.has("answerText")).isFalse();
        JsonNode later = snapshot(OPEN).path("finals").path(0).path("delivery").path(0);
        assertThat(later.path("status").asText()).isEqualTo("delivered");
        assertThat(later.path("attempts").asInt()).isEqualTo(2);
        assertThat(later.path("answer").path("intent").asText()).isEqualTo("greeting");
    }

    @Test
    void whoTakesWholeUtterancesIsShownWithTheLastFinal() {
        Client client = subscribed(OPEN);
        call.says("l1", "One.");
        String last = call.says("l1", "Two.");
        call.utteranceOver("l1");
        JsonNode pending = events(client, "delivery").get(0);
        assertThat(pending.path("finalId").asText()).isEqualTo(last);
        assertThat(pending.path("target").asText()).isEqualTo("crm");
        assertThat(pending.path("scope").asText()).isEqualTo("utterance");
        call.utteranceDelivered("l1", call.seq(), "delivered");
        assertThat(events(client, "delivery").get(0).path("finalId").asText()).isEqualTo(last);
        JsonNode finals = snapshot(OPEN).path("finals");
        assertThat(finals.path(0).path("delivery").findValuesAsText("target")).containsExactly("nlu");
        assertThat(finals.path(1).path("delivery").findValuesAsText("target")).containsExactly("nlu", "crm");
    }

    @Test
    void theCountsOfACallAreToldTogetherAtMostOnceASecond() {
        Client client = subscribed(OPEN);
        server.advance(Duration.ofSeconds(1));
        assertThat(events(client, "call.updated")).as("of the call's beginning").hasSizeLessThan(2);
        List<String> said = List.of(call.says("l1", "One."), call.says("l1", "Two."), call.says("l1", "Three."));
        call.delivered(said.get(0), "delivered");
        call.delivered(said.get(1), "dead");
        server.flush();
        assertThat(events(client, "call.updated")).isEmpty();
        server.advance(Duration.ofSeconds(1));
        List<JsonNode> updated = events(client, "call.updated");
        assertThat(updated).hasSize(1);
        assertThat(updated.get(0).path("patch").path("counts").path("finals").asInt())
                .isEqualTo(3);
        String deliveries = "{\"pending\":1,\"delivered\":1,\"dead\":1}";
        assertThat(updated.get(0).path("patch").path("deliveries").toString()).isEqualTo(deliveries);
        assertThat(snapshot(OPEN).path("call").path("deliveries").toString()).isEqualTo(deliveries);
        server.advance(Duration.ofSeconds(1));
        assertThat(events(client, "call.updated")).as("nothing new").isEmpty();
    }

    @Test
    void whoWatchesDeadOnesHearsThatOneIsDeadNoMore() {
        Client client = subscribed(DEAD_ONLY);
        String finalId = call.says("l1", "Hello.");
        call.delivered(finalId, "pending");
        assertThat(events(client, "delivery")).isEmpty();
        call.delivered(finalId, "dead", 8, null);
        assertThat(events(client, "delivery")).hasSize(1);
        call.delivered(finalId, "delivered", 9, null);
        assertThat(events(client, "delivery").get(0).path("status").asText()).isEqualTo("delivered");
    }

    @Test
    void whatWasDeliveredWhileNobodyLookedIsAskedOfTheArchive() {
        call.says("l1", "Nobody looks.");
        server.engine.archive().delivered("s_1", "l1", 1, 3, "{\"intent\":\"none\"}".getBytes(StandardCharsets.UTF_8));
        Client client = subscribed(OPEN);
        JsonNode delivery = events(client, "delivery").get(0);
        assertThat(delivery.path("status").asText()).isEqualTo("delivered");
        assertThat(delivery.path("finalId").asText()).isEqualTo("s_1.l1.1");
        assertThat(delivery.path("answer").path("intent").asText()).isEqualTo("none");
    }

    @Test
    void newsThatNeverCameIsAskedForAfterAWhile() {
        Client client = subscribed(OPEN);
        call.says("l1", "The news of this is lost.");
        server.flush();
        server.engine.archive().delivered("s_1", "l1", 1, 3, "1".getBytes(StandardCharsets.UTF_8));
        server.advance(Duration.ofSeconds(4));
        assertThat(events(client, "delivery")).isEmpty();
        server.advance(Duration.ofSeconds(1));
        assertThat(events(client, "delivery").get(0).path("status").asText()).isEqualTo("delivered");
    }

    @Test
    void oldAnswersMakeRoomAndOnesTooDeepOrTooLongAreLeftOut() {
        Client client = subscribed(OPEN);
        for (int i = 0; i < 20; i++) {
            call.delivered(call.says("l1", "Hello."), "delivered", 1, "\"" + "a".repeat(4_000) + "\"");
        }
        call.delivered(call.says("l1", "Deep."), "delivered", 1, "[".repeat(100) + "]".repeat(100));
        call.delivered(call.says("l1", "Long."), "delivered", 1, "\"" + "a".repeat(5_000) + "\"");
        assertThat(events(client, "delivery")).hasSize(22);
        JsonNode finals = snapshot(OPEN).path("finals");
        assertThat(delivery(finals, 0).path("answerOmitted").asBoolean()).isTrue();
        assertThat(delivery(finals, 0).has("answer")).isFalse();
        assertThat(delivery(finals, 19).path("answer").asText()).hasSize(4_000);
        assertThat(delivery(finals, 20).path("answerOmitted").asBoolean()).isTrue();
        assertThat(delivery(finals, 21).path("answerOmitted").asBoolean()).isTrue();
    }

    private static JsonNode delivery(JsonNode finals, int index) {
        return finals.path(index).path("delivery").path(0);
    }

    private Client subscribed(String topic) {
        server.flush();
        Client client = server.client();
        client.next("hello");
        client.subscribe(topic);
        assertThat(client.next("reply").path("ok").asBoolean()).isTrue();
        client.next("snapshot");
        return client;
    }

    private JsonNode snapshot(String topic) {
        server.flush();
        try (Client client = server.client()) {
            client.next("hello");
            client.subscribe(topic);
            client.next("reply");
            return client.next("snapshot");
        }
    }

    private List<JsonNode> events(Client client, String type) {
        server.flush();
        List<JsonNode> events = new ArrayList<>();
        client.drain(frame -> frame.path("events").forEach(event -> {
            if (event.path("type").asText().equals(type)) {
                events.add(event);
            }
        }));
        return events;
    }
}
