package io.sidetone.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DashboardsTest {
    private static final String BOARD =
            "{\"name\":\"list\",\"topic\":\"calls\",\"interims\":\"all\",\"finals\":\"all\"}";
    private final TestServer server = new TestServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void helloComesFirstAndSaysWhereTheFeedStands() {
        server.call("s_1").start().leg("l1");
        server.writer.settle();
        ObjectNode hello = server.client().next("hello");
        assertThat(hello.path("protocol").asText()).isEqualTo("dashboard.v1.json");
        assertThat(hello.path("seq").asLong()).isEqualTo(2);
        assertThat(hello.path("heartbeatMs").asLong()).isEqualTo(10_000);
        assertThat(hello.path("epoch").asText()).isNotEmpty();
        assertThat(hello.path("user").path("role").asText()).isEqualTo("admin");
        assertThat(hello.path("limits").path("maxFrameBytesIn").asLong()).isEqualTo(16_384);
    }

    @Test
    void aBoardIsASnapshotOfLiveCallsAndThenWhatHappens() {
        ScriptedCall call = server.call("s_1").start().leg("l1");
        call.says("l1", "Hello there.");
        Client client = subscribed(BOARD);
        JsonNode shown = client.next("snapshot").path("calls").path(0);
        assertThat(shown.path("callId").asText()).isEqualTo("s_1");
        assertThat(shown.path("startedAt").asLong()).isEqualTo(ScriptedCall.STARTED_AT);
        assertThat(shown.path("counts").path("words").asLong()).isEqualTo(2);
        JsonNode leg = shown.path("legs").path(0);
        assertThat(leg.path("last").path("text").asText()).isEqualTo("Hello there.");
        assertThat(leg.path("track").asText()).isEqualTo("inbound");

        call.says("l1", "Can you hear me?");
        server.flush();
        JsonNode said = client.next("batch").path("events").path(0);
        assertThat(said.path("type").asText()).isEqualTo("transcript.final");
        assertThat(said.path("callSeq").asLong()).isEqualTo(4);
        assertThat(said.path("text").asText()).isEqualTo("Can you hear me?");
        assertThat(said.path("provider").isMissingNode()).isTrue();
        assertThat(said.has("words")).as("words are for those who ask").isFalse();
    }

    @Test
    void aStartedCallStandsFlatAndAsAnObjectInItsEvent() {
        Client client = subscribed(BOARD);
        client.next("snapshot");
        server.call("s_1").start();
        server.flush();
        JsonNode event = client.next("batch").path("events").path(0);
        assertThat(event.path("type").asText()).isEqualTo("call.started");
        assertThat(event.path("direction").asText()).isEqualTo("inbound");
        assertThat(event.path("startedAt").asLong()).isEqualTo(ScriptedCall.STARTED_AT);
        assertThat(event.path("call").path("state").asText()).isEqualTo("live");
        assertThat(event.path("call").path("callSids").path(0).asText()).isEqualTo("CAs_1");
    }

    @Test
    void aCallInFullHasTheTailOfItsFinalsAndTheirDeliveries() {
        ScriptedCall call = server.call("s_1").start().leg("l1");
        Client client = server.client();
        client.subscribe(BOARD); // so that somebody watches
        server.writer.settle();
        String first = call.says("l1", "one");
        call.says("l1", "two");
        call.says("l1", "three");
        call.delivered(first, "delivered");
        server.flush();
        client.drain(frame -> {});
        client.subscribe("{\"name\":\"open\",\"topic\":\"call\",\"callId\":\"s_1\",\"tail\":2}");
        assertThat(client.next("reply").path("ok").asBoolean()).isTrue();
        ObjectNode two = client.next("snapshot");
        assertThat(two.path("finals").findValuesAsText("text")).containsExactly("two", "three");
        assertThat(two.path("older").path("remaining").asLong()).isEqualTo(1);
        client.subscribe("{\"name\":\"open\",\"topic\":\"call\",\"callId\":\"s_1\"}");
        client.next("reply");
        ObjectNode all = client.next("snapshot");
        assertThat(all.path("finals")
                        .path(0)
                        .path("delivery")
                        .path(0)
                        .path("status")
                        .asText())
                .isEqualTo("delivered");
        assertThat(all.path("older").isNull()).isTrue();
    }

    @Test
    void aGuessComesBeforeItsFinalAndNeverAfterIt() {
        ScriptedCall call = server.call("s_1").start().leg("l1");
        Client client = subscribed(BOARD);
        client.next("snapshot");
        call.guess("l1", "can you");
        List<JsonNode> events = new ArrayList<>();
        server.flush();
        client.drain(frame -> frame.path("events").forEach(events::add));
        call.guess("l1", "can you hear"); // waits for the next flush, and is settled before it
        call.says("l1", "Can you hear me?");
        server.flush();
        client.drain(frame -> frame.path("events").forEach(events::add));
        assertThat(events.stream()
                        .map(it ->
                                it.path("type").asText() + " " + it.path("text").asText()))
                .containsExactly("leg.updated ", "transcript.interim can you", "transcript.final Can you hear me?");
    }

    @Test
    void whatHappensWithinAFlushTravelsTogetherAndOnlyTheNewestGuess() {
        ScriptedCall call = server.call("s_1").start().leg("l1");
        call.updated("l1", "live");
        Client client = subscribed(BOARD);
        client.next("snapshot");
        server.flush();
        call.guess("l1", "one");
        assertThat(client.next("batch").path("events").path(0).path("text").asText())
                .as("the first after a quiet moment leaves at once")
                .isEqualTo("one");
        call.guess("l1", "one two");
        call.guess("l1", "one two three");
        server.writer.settle();
        server.flush();
        ObjectNode batch = client.next("batch");
        assertThat(batch.path("events").findValuesAsText("text")).containsExactly("one two three");
    }

    @Test
    void aQuickLookNeedsNoFrames() {
        server.call("s_1").start();
        server.writer.settle();
        Client client = Client.connect(server.port(), "?topics=calls,call:s_1&interims=all&finals=all");
        client.next("hello");
        assertThat(client.next("reply").path("id").asText()).isEqualTo("query");
        assertThat(client.next("snapshot").path("topic").asText()).isEqualTo("calls");
        assertThat(client.next("snapshot").path("topic").asText()).isEqualTo("call");
    }

    @Test
    void onlyCallsThatPassTheFilterExist() {
        server.call("s_1").start(java.util.Map.of("queue", "support"));
        server.call("s_2").start(java.util.Map.of("queue", "billing"));
        Client client = subscribed(
                "{\"name\":\"list\",\"topic\":\"calls\",\"filter\":{\"direction\":\"inbound\",\"labels\":{\"queue\":[\"billing\"]}}}");
        assertThat(client.next("snapshot").path("calls").findValuesAsText("callId"))
                .containsExactly("s_2");
        server.call("s_3").start(java.util.Map.of("queue", "support"));
        server.call("s_4").start(java.util.Map.of("queue", "billing"));
        server.flush();
        assertThat(client.next("batch").path("events").path(0).path("callId").asText())
                .isEqualTo("s_4");
    }

    @Test
    void callsThatWereLiveBeforeUsAreReadFromTheLog() {
        server.engine.tailSkips(true);
        ScriptedCall call = server.call("s_1").start().leg("l1");
        call.says("l1", "Nobody was listening.");
        server.writer.settle();
        server.engine.tailSkips(false);
        Client client = subscribed(BOARD);
        JsonNode leg =
                client.next("snapshot").path("calls").path(0).path("legs").path(0);
        assertThat(leg.path("last").path("text").asText()).isEqualTo("Nobody was listening.");
    }

    @Test
    void whatIsSkippedWhileACallIsBeingReadIsReadAsWell() {
        server.engine.tailSkips(true);
        server.engine.holdsReads(true);
        ScriptedCall call = server.call("s_1").start().leg("l1");
        server.writer.settle();
        call.says("l1", "Nobody was listening.");
        server.writer.settle();
        server.engine.holdsReads(false);
        server.engine.tailSkips(false);
        Client client = subscribed(BOARD);
        JsonNode leg =
                client.next("snapshot").path("calls").path(0).path("legs").path(0);
        assertThat(leg.path("last").path("text").asText()).isEqualTo("Nobody was listening.");
    }

    @Test
    void anEndedCallStaysForAMinute() {
        ScriptedCall call = server.call("s_1").start().leg("l1");
        call.legEnded("l1");
        call.end();
        Client early = subscribed(BOARD);
        JsonNode ended = early.next("snapshot").path("calls").path(0);
        assertThat(ended.path("state").asText()).isEqualTo("ended");
        assertThat(ended.path("endReason").asText()).isEqualTo("completed");
        assertThat(ended.path("endedAt").asLong()).isEqualTo(ScriptedCall.STARTED_AT + 10_000);
        early.close();
        server.advance(Duration.ofSeconds(61));
        Client late = subscribed(BOARD);
        assertThat(late.next("snapshot").path("calls")).isEmpty();
        late.subscribe("{\"name\":\"open\",\"topic\":\"call\",\"callId\":\"s_1\"}");
        assertThat(late.next("reply").path("error").path("code").asText()).isEqualTo("unknown_call");
    }

    @Test
    void tagsComeWithTheCountsWithinASecondAndStandInSnapshots() {
        ScriptedCall call = server.call("s_1").start().leg("l1");
        Client client = subscribed(BOARD);
        assertThat(client.next("snapshot").at("/calls/0/tags")).isEmpty();
        server.engine.tag("s_1", List.of("vip"));
        call.says("l1", "Hello.");
        server.engine.tag("s_1", List.of("vip", "escalated"));
        server.writer.settle();
        server.advance(Duration.ofSeconds(1));
        server.flush();
        JsonNode patch = updated(client);
        assertThat(patch.path("tags").toString()).isEqualTo("[\"vip\",\"escalated\"]");
        assertThat(patch.at("/counts/finals").asInt()).isEqualTo(1);
        server.engine.tag("s_1", List.of());
        server.writer.settle();
        server.advance(Duration.ofSeconds(1));
        server.flush();
        assertThat(updated(client).path("tags").toString()).isEqualTo("[]");
        call.end();
        server.engine.tag("s_1", List.of("after the end"));
        server.writer.settle();
        assertThat(subscribed(BOARD).next("snapshot").at("/calls/0/tags").toString())
                .isEqualTo("[\"after the end\"]");
    }

    /** What the next {@code call.updated} says. */
    private static JsonNode updated(Client client) {
        while (true) {
            for (JsonNode event : client.next().path("events")) {
                if (event.path("type").asText().equals("call.updated")) {
                    return event.path("patch");
                }
            }
        }
    }

    @Test
    void whoShowsAnErasedCallStartsAnewWithoutIt() {
        ScriptedCall call = server.call("s_1").start().leg("l1");
        server.call("s_2").start();
        Client client = subscribed(BOARD);
        assertThat(client.next("snapshot").path("calls").findValuesAsText("callId"))
                .containsExactly("s_1", "s_2");
        call.says("l1", "a secret");
        call.end();
        server.flush();
        client.next("batch");

        server.engine.erase("s_1");
        server.flush();

        assertThat(client.next("reset").path("topics").path(0).asText()).isEqualTo("list");
        ObjectNode anew = client.next("snapshot");
        assertThat(anew.path("calls").findValuesAsText("callId")).containsExactly("s_2");
        assertThat(anew.toString()).doesNotContain("secret");
        try (Client back = Client.connect(server.port(), "")) {
            back.next("hello");
            back.subscribe(BOARD);
            back.next("reply");
            assertThat(back.next("snapshot").toString()).doesNotContain("secret");
        }
    }

    @Test
    void guessesAreAskedForOnlyWhileSomebodyLooks() {
        server.call("s_1").start();
        server.writer.settle();
        assertThat(server.engine.watched("s_1")).isFalse();
        Client client = subscribed(BOARD);
        client.next("snapshot");
        assertThat(server.engine.watched("s_1")).isTrue();
        client.request("unsubscribe", ",\"topics\":[\"list\"]");
        assertThat(client.next("reply").path("ok").asBoolean()).isTrue();
        server.writer.settle();
        assertThat(server.engine.watched("s_1")).isFalse();
    }

    @Test
    void afterUnsubscribingNothingComes() {
        ScriptedCall call = server.call("s_1").start().leg("l1");
        Client client = subscribed(BOARD);
        client.next("snapshot");
        client.request("unsubscribe", ",\"topics\":[\"list\"]");
        client.next("reply");
        call.says("l1", "Is anybody there?");
        server.flush();
        List<JsonNode> frames = new ArrayList<>();
        client.drain(frames::add);
        assertThat(frames).isEmpty();
    }

    @Test
    void missedEventsAreReplayedToAClientThatComesBack() {
        ScriptedCall call = server.call("s_1").start().leg("l1");
        Client client = subscribed(BOARD);
        ObjectNode snapshot = client.next("snapshot");
        client.close();
        call.says("l1", "You missed this.");
        server.flush();
        Client again = server.client();
        again.next("hello");
        String since = "{\"epoch\":\"" + snapshot.path("epoch").asText() + "\",\"seq\":"
                + snapshot.path("seq").asLong() + "}";
        again.request("subscribe", ",\"since\":" + since + ",\"topics\":[" + BOARD + "]");
        JsonNode result = again.next("reply").path("result");
        assertThat(result.path("mode").asText()).isEqualTo("replay");
        assertThat(result.path("replayed").asLong()).isEqualTo(2); // the final, and that the leg is live
        server.flush();
        assertThat(again.next("batch").path("events").findValuesAsText("text")).containsExactly("You missed this.");
    }

    @Test
    void aPositionOfAnotherFeedGetsASnapshot() {
        Client client = server.client();
        client.next("hello");
        client.request("subscribe", ",\"since\":{\"epoch\":\"e_other\",\"seq\":0},\"topics\":[" + BOARD + "]");
        assertThat(client.next("reply").path("result").path("reason").asText()).isEqualTo("epoch_changed");
        client.next("snapshot");
    }

    @Test
    void aHeartbeatComesAfterTenSecondsOfNothingAndAPingAfterTwenty() {
        Client client = subscribed(BOARD);
        client.next("snapshot");
        server.advance(Duration.ofSeconds(9));
        server.advance(Duration.ofSeconds(1));
        ObjectNode heartbeat = client.next("heartbeat");
        assertThat(heartbeat.path("at").asLong()).as("not before its time").isEqualTo(server.time.millis());
        assertThat(heartbeat.path("through").asLong()).isZero();
        server.advance(Duration.ofSeconds(10));
        client.next("heartbeat");
        List<JsonNode> frames = new ArrayList<>();
        client.drain(frames::add);
        assertThat(frames).isEmpty();
        assertThat(client.pings).hasSize(1);
    }

    @Test
    void badRequestsAreAnsweredAndTheTenthClosesTheConnection() {
        Client client = server.client();
        client.next("hello");
        client.request("dance", "");
        assertThat(client.next("reply").path("error").path("code").asText()).isEqualTo("unknown_type");
        client.subscribe("{\"name\":\"x\",\"topic\":\"weather\"}");
        assertThat(client.next("reply").path("error").path("code").asText()).isEqualTo("unknown_topic");
        client.subscribe("{\"name\":\"x\",\"topic\":\"call\",\"callId\":\"s_gone\"}");
        assertThat(client.next("reply").path("error").path("code").asText()).isEqualTo("unknown_call");
        client.subscribe("{\"name\":\"x\",\"topic\":\"calls\",\"interims\":\"some\"}");
        assertThat(client.next("reply").path("error").path("message").asText())
                .isEqualTo("interims is \"some\" (expected: focus, all, none)");
        client.send("{\"type\":\"ping\"}");
        assertThat(client.next("reply").path("error").path("code").asText()).isEqualTo("bad_request");
        for (int i = 0; i < 5; i++) {
            client.request("unsubscribe", ",\"topics\":[\"none\"]");
            assertThat(client.next("reply").path("ok").asBoolean()).isFalse();
        }
        ObjectNode bye = client.next("bye");
        assertThat(bye.path("reconnect").asBoolean()).isFalse();
        assertThat(client.closeCode()).isEqualTo(4500);
    }

    @Test
    void whatIsNotAJsonObjectClosesTheConnection() {
        for (String frame : new String[] {"hello", "[]", "{\"type\":\"ping\",\"id\":\"1\"} {}", ""}) {
            Client client = server.client();
            client.next("hello");
            client.send(frame);
            assertThat(client.closeCode()).as(frame).isEqualTo(4500);
        }
    }

    @Test
    void aBinaryFrameClosesTheConnection() {
        Client client = server.client();
        client.next("hello");
        client.socket().sendBinary(ByteBuffer.wrap(new byte[] {1, 2, 3}), true).join();
        assertThat(client.next("bye").path("reason").asText()).isEqualTo("bad_frame");
        assertThat(client.closeCode()).isEqualTo(4500);
    }

    @Test
    void aFrameAboveSixteenKibibytesClosesTheConnection() {
        Client fits = server.client();
        fits.next("hello");
        String ping = "{\"type\":\"ping\",\"id\":\"1\",\"pad\":\"";
        fits.send(ping + "x".repeat(16_384 - ping.length() - 2) + "\"}");
        assertThat(fits.next("reply").path("ok").asBoolean()).isTrue();
        Client tooLarge = server.client();
        tooLarge.next("hello");
        tooLarge.send(ping + "x".repeat(16_384 - ping.length() - 1) + "\"}");
        assertThat(tooLarge.closeCode()).isEqualTo(1009);
    }

    @Test
    void requestsThatComeTooFastAreRefusedUntilTimeHasPassed() {
        Client client = server.client();
        client.next("hello");
        for (int i = 0; i < 40; i++) {
            client.request("ping", "");
            assertThat(client.next("reply").path("ok").asBoolean()).isTrue();
        }
        client.request("ping", "");
        assertThat(client.next("reply").path("error").path("code").asText()).isEqualTo("rate_limited");
        server.advance(Duration.ofMillis(50));
        client.request("ping", "");
        assertThat(client.next("reply").path("ok").asBoolean()).isTrue();
    }

    @Test
    void closingSaysGoodbyeAndStopsFollowing() {
        Client client = subscribed(BOARD);
        client.next("snapshot");
        server.dashboards.close(Duration.ofSeconds(5));
        assertThat(client.next("notice").path("code").asText()).isEqualTo("draining");
        ObjectNode bye = client.next("bye");
        assertThat(bye.path("code").asInt()).isEqualTo(4000);
        assertThat(bye.path("reconnect").asBoolean()).isTrue();
        assertThat(bye.path("retryAfterMs").asLong()).isBetween(0L, 5_000L);
        assertThat(client.closeCode()).isEqualTo(4000);
        assertThat(server.engine.tails()).isZero();
    }

    private Client subscribed(String topic) {
        server.flush();
        Client client = server.client();
        client.next("hello");
        client.subscribe(topic);
        assertThat(client.next("reply").path("result").path("mode").asText()).isEqualTo("snapshot");
        return client;
    }
}
