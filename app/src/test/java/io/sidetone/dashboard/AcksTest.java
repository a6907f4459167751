package io.sidetone.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A viewer whose socket takes everything and whose page does not keep up. */
class AcksTest {
    private final TestServer server = new TestServer();
    private final ScriptedCall call = server.call("s_1").start().leg("l1");
    private Client client = server.client();

    @BeforeEach
    void look() {
        call.updated("l1", "live");
        server.writer.settle();
        client.next("hello");
        client.subscribe("{\"name\":\"list\",\"topic\":\"calls\",\"interims\":\"all\",\"finals\":\"all\"}");
        client.next("reply");
        client.next("snapshot");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void whoAcknowledgesNothingGetsNoMoreThanAMebibyteAndAllOfItLater() {
        ack(0);
        call.says("l1", "Who is there?");
        long first = through(batches().get(0));
        ack(first);
        List<ObjectNode> unapplied = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            call.says("l1", i + "x".repeat(100_000));
            unapplied.addAll(batches());
        }
        assertThat(unapplied).hasSize(11); // the eleventh makes it more than 1 MiB
        List<ObjectNode> later = new ArrayList<>();
        client.send("{\"type\":\"ack\",\"through\":" + through(unapplied.get(10)) + "}");
        client.drain(frame -> later.add((ObjectNode) frame));
        server.flush();
        while (said(later) < 9) { // as fast as the socket takes it
            later.add(client.next("batch"));
        }
        assertThat(said(later)).isEqualTo(9);
    }

    @Test
    void whoIsBehindForTwoSecondsGetsNoGuessesUntilItHasKeptUpForFive() {
        ack(0);
        for (int i = 0; i < 12; i++) {
            call.says("l1", "x".repeat(100_000));
            batches();
        }
        call.guess("l1", "unseen");
        server.advance(Duration.ofSeconds(1));
        server.advance(Duration.ofSeconds(2));
        assertThat(notices()).containsExactlyInAnyOrder("interims_suspended", "lagging");
        call.guess("l1", "unseen too");
        ack(Long.MAX_VALUE);
        assertThat(guesses(batches())).isEmpty();
        ack(Long.MAX_VALUE);
        server.advance(Duration.ofSeconds(1));
        server.advance(Duration.ofSeconds(5));
        List<ObjectNode> frames = new ArrayList<>();
        client.drain(frame -> frames.add((ObjectNode) frame));
        assertThat(frames.stream().map(it -> it.path("code").asText())).contains("interims_resumed");
        server.flush();
        client.drain(frame -> frames.add((ObjectNode) frame));
        assertThat(guesses(frames)).containsExactly("unseen too");
    }

    @Test
    void whoLacksWhatIsTwoSecondsOldIsToldOnceAndOnceWhenItHasAll() {
        holdBack();
        call.says("l1", "What nobody reads yet.");
        server.advance(Duration.ofSeconds(1));
        assertThat(notices()).isEmpty();
        List<ObjectNode> told = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            server.advance(Duration.ofSeconds(1));
            client.drain(frame -> told.add((ObjectNode) frame));
        }
        List<ObjectNode> lagging = coded(told, "lagging");
        assertThat(lagging).hasSize(1);
        assertThat(lagging.get(0).path("behindMs").asLong()).isBetween(2_000L, 3_000L);

        List<ObjectNode> after = new ArrayList<>();
        ack(Long.MAX_VALUE);
        server.flush();
        for (int i = 0; i < 3; i++) {
            server.advance(Duration.ofSeconds(1));
            client.drain(frame -> after.add((ObjectNode) frame));
        }
        assertThat(coded(after, "caught_up")).hasSize(1);
        assertThat(coded(after, "lagging")).isEmpty();
        assertThat(after.indexOf(coded(after, "caught_up").get(0)))
                .as("told when it has all, not before")
                .isGreaterThan(lastSaid(after));
        assertThat(server.meters.counter("sidetone_dashboard_lagging").count()).isEqualTo(1);
    }

    @Test
    void whoMissesOnlyWhatIsNotForItDoesNotLag() {
        client.request("unsubscribe", ",\"topics\":[\"list\"]");
        client.next("reply");
        client.subscribe("{\"name\":\"open\",\"topic\":\"call\",\"callId\":\"s_1\"}");
        client.next("reply");
        client.next("snapshot");
        ack(0);
        for (int i = 0; i < 11; i++) { // guesses, as what is said is counted in an event of its own
            call.guess("l1", "x".repeat(100_000));
            assertThat(batches()).hasSize(1);
        }
        server.call("s_2").start().leg("l1").says("l1", "Somebody else's business.");
        List<ObjectNode> frames = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            server.advance(Duration.ofSeconds(1));
            client.drain(frame -> frames.add((ObjectNode) frame));
        }
        assertThat(coded(frames, "interims_suspended")).hasSize(1);
        assertThat(coded(frames, "lagging")).isEmpty();
    }

    /** More than it may leave unacknowledged: nothing more is sent. */
    private void holdBack() {
        ack(0);
        for (int i = 0; i < 11; i++) {
            call.says("l1", "x".repeat(100_000));
            batches();
        }
    }

    private static List<ObjectNode> coded(List<ObjectNode> frames, String code) {
        return frames.stream()
                .filter(frame -> frame.path("code").asText().equals(code))
                .toList();
    }

    private static int lastSaid(List<ObjectNode> frames) {
        int last = -1;
        for (int i = 0; i < frames.size(); i++) {
            last = said(List.of(frames.get(i))) > 0 ? i : last;
        }
        assertThat(last).as("something was said").isNotNegative();
        return last;
    }

    @Test
    void whoAcknowledgesNothingForAMinuteIsClosed() {
        ack(0);
        call.says("l1", "Who is there?");
        batches();
        server.advance(Duration.ofSeconds(59));
        client.drain(frame -> {});
        server.advance(Duration.ofSeconds(1));
        assertThat(client.closeCode()).isEqualTo(4001);
    }

    @Test
    void whoNeverAcknowledgesIsNotJudgedByIt() {
        for (int i = 0; i < 20; i++) {
            call.says("l1", "x".repeat(100_000));
            assertThat(said(batches())).isEqualTo(1);
        }
        server.advance(Duration.ofSeconds(61));
        client.drain(frame -> {});
        assertThat(client.closed).isNotDone();
    }

    @Test
    void theLagThatAClientTellsIsMeasured() {
        client.send("{\"type\":\"ack\",\"through\":0,\"lagMs\":35}");
        client.send("{\"type\":\"ack\",\"through\":0,\"lagMs\":99999999}");
        client.drain(frame -> {});
        assertThat(server.meters.timer("sidetone_dashboard_client_lag").count()).isEqualTo(1);
        assertThat(server.meters.timer("sidetone_dashboard_client_lag").totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(35);
    }

    private void ack(long through) {
        client.send("{\"type\":\"ack\",\"through\":" + through + "}");
        client.drain(frame -> assertThat(frame.path("error").isMissingNode()).isTrue());
    }

    private List<ObjectNode> batches() {
        server.flush();
        List<ObjectNode> batches = new ArrayList<>();
        client.drain(frame -> {
            if (frame.path("type").asText().equals("batch")) {
                batches.add((ObjectNode) frame);
            }
        });
        return batches;
    }

    private List<String> notices() {
        List<String> codes = new ArrayList<>();
        client.drain(frame -> {
            if (frame.path("type").asText().equals("notice")) {
                codes.add(frame.path("code").asText());
            }
        });
        return codes;
    }

    private static long said(List<ObjectNode> frames) {
        return frames.stream()
                .flatMap(it -> it.path("events").findValuesAsText("finalId").stream())
                .count();
    }

    private static List<String> guesses(List<ObjectNode> frames) {
        List<String> texts = new ArrayList<>();
        for (JsonNode frame : frames) {
            frame.path("events").forEach(event -> {
                if (event.path("type").asText().equals("transcript.interim")) {
                    texts.add(event.path("text").asText());
                }
            });
        }
        return texts;
    }

    private static long through(ObjectNode batch) {
        return batch.path("through").asLong();
    }
}
