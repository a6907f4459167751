package io.sidetone.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidetone.dashboard.SystemHealth.Check;
import io.sidetone.dashboard.SystemHealth.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The {@code system} topic over real sockets. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class SystemTopicTest {
    private static final String SYSTEM = "{\"name\":\"sys\",\"topic\":\"system\"}";
    private static final SystemStats.Percentiles SOME = new SystemStats.Percentiles(280, 420, 610);

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void beginsWithASnapshotOfHealthAndStats() {
        server.system.stats = new SystemStats(7, 0.4, SOME, SOME, 1, 2, 40, 187_000_000, 11.26);
        server.call("s_1").start().leg("l1").leg("l2");
        server.writer.settle();
        server.advance(Duration.ofSeconds(2));

        Client client = subscribed();
        JsonNode snapshot = client.next("snapshot");

        assertThat(snapshot.path("topic").asText()).isEqualTo("system");
        assertThat(snapshot.path("last").asBoolean()).isTrue();
        assertThat(snapshot.path("health").path("status").asText()).isEqualTo("ok");
        JsonNode stats = snapshot.path("stats");
        assertThat(stats.path("liveCalls").asInt()).isEqualTo(7);
        assertThat(stats.path("liveLegs").asInt()).isEqualTo(2);
        assertThat(stats.path("sttLatencyMs").path("p95").asInt()).isEqualTo(420);
        assertThat(stats.path("cpuPercent").asDouble()).isEqualTo(11.3);
        assertThat(stats.path("deliveriesDead").asInt()).isEqualTo(2);
    }

    @Test
    void statsComeEveryTwoSecondsAndCountTheGuesses() {
        ScriptedCall call = server.call("s_1").start().leg("l1");
        Client client = subscribed();
        client.next("snapshot");
        for (int i = 0; i < 6; i++) {
            call.guess("l1", "word ".repeat(i + 1));
            server.writer.settle();
        }
        server.advance(Duration.ofSeconds(2));
        server.flush();
        JsonNode stats = event(client, "system.stats");
        assertThat(stats.has("seq")).as("state has no number").isFalse();
        assertThat(stats.path("dashboards").asInt()).isEqualTo(1);
        assertThat(stats.path("interimsPerSecond").isNumber()).isTrue();
    }

    @Test
    void healthComesWhenItChanges() {
        Client client = subscribed();
        client.next("snapshot");
        server.system.health =
                new SystemHealth(List.of(new Check("webhook:crm", Status.DOWN, "answers 503", 1_763_632_800_000L)));
        server.advance(Duration.ofSeconds(1));
        server.flush();
        JsonNode health = event(client, "system.health");
        assertThat(health.path("status").asText())
                .as("a webhook alone stops no call")
                .isEqualTo("degraded");
        assertThat(health.path("checks").path(0).path("detail").asText()).isEqualTo("answers 503");
    }

    @Test
    void whoResumesIsToldWhatIsTrueNow() {
        Client first = subscribed();
        JsonNode snapshot = first.next("snapshot");
        first.close();
        server.advance(Duration.ofSeconds(2));
        Client back = server.client();
        back.next("hello");
        back.send("{\"type\":\"subscribe\",\"id\":\"r\",\"since\":{\"epoch\":\""
                + snapshot.path("epoch").asText() + "\",\"seq\":"
                + snapshot.path("seq").asLong() + "},\"topics\":[" + SYSTEM + "]}");
        assertThat(back.next("reply").path("result").path("mode").asText()).isEqualTo("replay");
        server.flush();
        assertThat(event(back, "system.stats").has("liveCalls")).isTrue();
    }

    private Client subscribed() {
        Client client = server.client();
        client.next("hello");
        client.subscribe(SYSTEM);
        client.next("reply");
        return client;
    }

    private static JsonNode event(Client client, String type) {
        List<JsonNode> seen = new ArrayList<>();
        while (true) {
            for (JsonNode event : client.next("batch").path("events")) {
                seen.add(event);
                if (event.path("type").asText().equals(type)) {
                    return event;
                }
            }
            assertThat(seen).as("no %s among them", type).hasSizeLessThan(20);
        }
    }
}
