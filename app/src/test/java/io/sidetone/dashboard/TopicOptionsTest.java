package io.sidetone.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a viewer gets by the options of its topics, and by where it looks. */
class TopicOptionsTest {
    private static final String BOARD = "{\"name\":\"list\",\"topic\":\"calls\"}";
    private final TestServer server = new TestServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void guessesComeOnlyForCallsInFocusAndAtOnce() {
        ScriptedCall one = live("s_1");
        ScriptedCall two = live("s_2");
        Client client = subscribed(BOARD);
        JsonNode leg =
                client.next("snapshot").path("calls").path(0).path("legs").path(0);
        assertThat(leg.path("interim").isNull()).isTrue();
        one.guess("l1", "first");
        two.guess("l1", "second");
        assertThat(guesses(client)).isEmpty();

        focus(client, "\"s_1\",\"s_unknown\"");
        assertThat(guesses(client))
                .as("the present guess of what came into view")
                .containsExactly("first");
        one.guess("l1", "first again");
        two.guess("l1", "second again");
        assertThat(guesses(client)).containsExactly("first again");

        focus(client, "\"s_1\",\"s_2\"");
        assertThat(guesses(client)).as("only what is new in view").containsExactly("second again");
        focus(client, "");
        one.guess("l1", "unseen");
        assertThat(guesses(client)).isEmpty();
    }

    @Test
    void aCallThatComesBackIntoViewShowsTheSameGuessAgain() {
        ScriptedCall call = live("s_1");
        Client client = subscribed(BOARD);
        focus(client, "\"s_1\"");
        call.guess("l1", "still here");
        assertThat(guesses(client)).containsExactly("still here");
        focus(client, "");
        focus(client, "\"s_1\"");
        assertThat(guesses(client)).containsExactly("still here");
    }

    @Test
    void focusNeedsATopicOfCallsAndHasABound() {
        live("s_1");
        Client client = subscribed("{\"name\":\"open\",\"topic\":\"call\",\"callId\":\"s_1\"}");
        client.next("snapshot");
        client.request("focus", ",\"name\":\"open\",\"callIds\":[]");
        assertThat(error(client)).isEqualTo("unknown_topic");
        client.request("focus", ",\"name\":\"list\",\"callIds\":[" + "\"s_1\",".repeat(200) + "\"s_1\"]");
        assertThat(error(client)).isEqualTo("limit_exceeded");
        client.request("focus", ",\"name\":\"list\"");
        assertThat(error(client)).isEqualTo("bad_request");
    }

    @Test
    void callsThatEndedAreShownForAsLongAsOneAsksUpToTenMinutes() {
        ScriptedCall call = live("s_1");
        call.says("l1", "Until another time.");
        call.legEnded("l1");
        call.end();
        server.flush();
        assertThat(boards(0, 60_000, 600_000)).containsExactly("", "s_1", "s_1");
        server.advance(Duration.ofMinutes(5));
        Client client = subscribed("{\"name\":\"list\",\"topic\":\"calls\",\"endedForMs\":600000}");
        JsonNode shown = client.next("snapshot").path("calls").path(0);
        assertThat(shown.path("state").asText()).isEqualTo("ended");
        assertThat(shown.at("/legs/0/last/text").asText()).isEqualTo("Until another time.");
        assertThat(boards(290_000, 310_000)).containsExactly("", "s_1");
        client.subscribe("{\"name\":\"open\",\"topic\":\"call\",\"callId\":\"s_1\"}");
        assertThat(error(client)).isEqualTo("unknown_call");
        server.advance(Duration.ofMinutes(5));
        assertThat(boards(600_000)).containsExactly("");
    }

    @Test
    void whoWantsNoFinalsGetsNoneOfFormerCallsEither() {
        ScriptedCall call = live("s_1");
        call.says("l1", "Nobody's business.");
        call.legEnded("l1");
        call.end();
        server.flush();
        server.advance(Duration.ofMinutes(2));
        Client client = subscribed("{\"name\":\"list\",\"topic\":\"calls\",\"endedForMs\":600000,\"finals\":\"none\"}");
        JsonNode snapshot = client.next("snapshot");
        assertThat(snapshot.at("/calls/0/callId").asText()).isEqualTo("s_1");
        assertThat(snapshot.toString()).doesNotContain("business");
    }

    @Test
    void whatIsErasedIsNotShownAsAFormerCallEither() {
        ScriptedCall call = live("s_1");
        call.legEnded("l1");
        call.end();
        server.flush();
        server.advance(Duration.ofMinutes(2));
        assertThat(boards(600_000)).containsExactly("s_1");
        server.engine.erase("s_1");
        server.writer.settle();
        assertThat(boards(600_000)).containsExactly("");
    }

    @Test
    void moreThanIsKeptIsRefusedAndNotCutShort() {
        Client client = server.client();
        client.next("hello");
        for (String wrong : new String[] {"600001", "-1", "\"1\"", "1.5"}) {
            client.subscribe("{\"name\":\"list\",\"topic\":\"calls\",\"endedForMs\":" + wrong + "}");
            JsonNode error = client.next("reply").path("error");
            assertThat(error.path("code").asText()).isEqualTo("bad_request");
            assertThat(error.path("message").asText()).contains("endedForMs is " + wrong);
        }
    }

    /** The calls of boards that ask for so many milliseconds of ended ones. */
    private List<String> boards(long... endedForMs) {
        List<String> boards = new ArrayList<>();
        for (long ms : endedForMs) {
            Client client = subscribed("{\"name\":\"list\",\"topic\":\"calls\",\"endedForMs\":" + ms + "}");
            boards.add(String.join(" ", client.next("snapshot").findValuesAsText("callId")));
            client.close();
        }
        return boards;
    }

    @Test
    void ofSeveralFinalsABoardGetsTheNewestOfEachLegAndAnOpenCallAll() {
        ScriptedCall call = live("s_1");
        call.leg("l2");
        Client board = subscribed(BOARD);
        Client open = subscribed("{\"name\":\"open\",\"topic\":\"call\",\"callId\":\"s_1\"}");
        Client none = subscribed("{\"name\":\"list\",\"topic\":\"calls\",\"finals\":\"none\"}");
        server.flush();
        List.of(board, open, none).forEach(client -> client.drain(frame -> {}));
        call.says("l1", "first"); // leaves at once
        server.writer.settle();
        call.says("l1", "one");
        call.says("l2", "two");
        call.says("l1", "three");
        server.flush();
        assertThat(finals(board)).containsExactly("first", "two", "three");
        assertThat(finals(open)).containsExactly("first", "one", "two", "three");
        assertThat(finals(none)).isEmpty();
    }

    @Test
    void wordsAreForThoseWhoAsk() {
        ScriptedCall call = live("s_1");
        call.says("l1", "before");
        Client asks = subscribed("{\"name\":\"open\",\"topic\":\"call\",\"callId\":\"s_1\",\"words\":true}");
        Client not = subscribed("{\"name\":\"open\",\"topic\":\"call\",\"callId\":\"s_1\"}");
        assertThat(asks.next("snapshot").path("finals").path(0).path("words").toString())
                .isEqualTo("[[100,200,0.97,\"before\"]]");
        assertThat(not.next("snapshot").path("finals").path(0).has("words")).isFalse();
        call.says("l1", "after");
        server.flush();
        assertThat(said(asks).path("words").toString()).isEqualTo("[[100,200,0.97,\"after\"]]");
        assertThat(said(not).has("words")).isFalse();
    }

    @Test
    void wordsOfOldFinalsMakeRoom() {
        ScriptedCall call = live("s_1");
        for (int i = 0; i < 20; i++) {
            call.says("l1", i + "w".repeat(8_000));
        }
        Client client = subscribed("{\"name\":\"open\",\"topic\":\"call\",\"callId\":\"s_1\",\"words\":true}");
        JsonNode finals = client.next("snapshot").path("finals");
        assertThat(finals.path(0).path("words").isNull()).isTrue();
        assertThat(finals.path(finals.size() - 1).path("words")).hasSize(1);
    }

    @Test
    void aFinalSaysWhenItCameAndHowLongThatTook() {
        ScriptedCall call = live("s_1");
        Client client = subscribed(BOARD);
        call.says("l1", "Hello.");
        server.flush();
        JsonNode said = said(client);
        assertThat(said.path("receivedAt").asLong()).isEqualTo(said.path("at").asLong());
        assertThat(said.path("latencyMs").isIntegralNumber()).isTrue();
        assertThat(said.path("confidence").asDouble()).isEqualTo(0.98);
    }

    @Test
    void aKeyThatWasPressedIsNeverShown() {
        ScriptedCall call = live("s_1");
        Client client = subscribed(BOARD);
        client.next("snapshot");
        call.pressed("l1");
        server.flush();
        JsonNode event = client.next("batch").path("events").path(0);
        assertThat(event.path("digit").asText()).isEqualTo("*");
        assertThat(event.path("masked").asBoolean()).isTrue();
    }

    @Test
    void aGuessSaysHowMuchOfItStandsStill() {
        ScriptedCall call = live("s_1");
        Client client = subscribed("{\"name\":\"list\",\"topic\":\"calls\",\"interims\":\"all\"}");
        client.next("snapshot");
        List<Integer> stable = new ArrayList<>();
        for (String text : List.of("yes one", "yes one mom", "yes one moment", "")) {
            call.guess("l1", text);
            server.flush();
            client.drain(frame -> frame.path("events")
                    .forEach(event -> stable.add(event.path("stable").asInt(-1))));
        }
        assertThat(stable).containsExactly(0, 0, 7, 0);
    }

    private ScriptedCall live(String callId) {
        ScriptedCall call = server.call(callId).start().leg("l1");
        call.updated("l1", "live");
        return call;
    }

    private Client subscribed(String topic) {
        server.flush();
        Client client = server.client();
        client.next("hello");
        client.subscribe(topic);
        assertThat(client.next("reply").path("ok").asBoolean()).isTrue();
        return client;
    }

    private static void focus(Client client, String ids) {
        client.request("focus", ",\"name\":\"list\",\"callIds\":[" + ids + "]");
    }

    private static String error(Client client) {
        return client.next("reply").path("error").path("code").asText();
    }

    private List<String> guesses(Client client) {
        return texts(client, "transcript.interim");
    }

    private List<String> finals(Client client) {
        return texts(client, "transcript.final");
    }

    private List<String> texts(Client client, String type) {
        List<String> texts = new ArrayList<>();
        client.drain(frame -> collect(frame, type, texts)); // what was asked before has arrived
        server.flush();
        client.drain(frame -> collect(frame, type, texts));
        return texts;
    }

    private static void collect(JsonNode frame, String type, List<String> texts) {
        assertThat(frame.path("error").isMissingNode()).as(frame.toString()).isTrue();
        frame.path("events").forEach(event -> {
            if (event.path("type").asText().equals(type)) {
                texts.add(event.path("text").asText());
            }
        });
    }

    private static JsonNode said(Client client) {
        List<JsonNode> said = new ArrayList<>();
        client.drain(frame -> frame.path("events").forEach(event -> {
            if (event.path("type").asText().equals("transcript.final")) {
                said.add(event);
            }
        }));
        ObjectNode only = (ObjectNode) said.get(0);
        assertThat(said).hasSize(1);
        return only;
    }
}
