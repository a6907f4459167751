package io.sidetone.sim.deepgram;

import static io.sidetone.sim.deepgram.Speech.joined;
import static io.sidetone.sim.deepgram.Speech.linear16;
import static io.sidetone.sim.deepgram.Speech.ms;
import static io.sidetone.sim.deepgram.Speech.samples;
import static io.sidetone.sim.deepgram.Speech.silence;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Turns at {@code /v2/listen}, over a real socket. */
class FluxTest {
    private static final String QUERY = "model=flux-general-en&encoding=linear16&sample_rate=8000";
    /** Words at 0.5, 0.9, 1.3, 1.7 s; a pause from 2.0 to 2.9; then at 2.9 and 3.3 s. */
    private static final Track COUNT = Speech.track("count", "|500 One two three four. |800 Five six.", 1);
    /** A pause of 500 ms in the middle. */
    private static final Track SLOW = Speech.track("slow", "|500 Hello there. |400 More.", 2);

    private static final byte[] AUDIO = linear16(joined(samples(COUNT), silence(1_500)));
    private static final byte[] SLOW_AUDIO = linear16(joined(samples(SLOW), silence(1_500)));

    private DeepgramEmulator emulator;

    @BeforeEach
    void start() throws IOException {
        emulator = DeepgramEmulator.start(
                EmulatorOptions.of(Speech.library(COUNT, SLOW), InstantSource.fixed(Instant.EPOCH)));
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void endsEachTurnAfterSevenHundredMilliseconds() {
        TestClient client = hear(QUERY, AUDIO);

        List<JsonNode> ends = events(client, "EndOfTurn");
        assertThat(ends).extracting(FluxTest::transcript).containsExactly("One two three four.", "Five six.");
        JsonNode first = ends.get(0);
        assertThat(first.path("turn_index").asInt()).isZero();
        assertThat(first.path("audio_window_start").asDouble()).isZero();
        assertThat(first.path("audio_window_end").asDouble()).isEqualTo(2.7);
        assertThat(first.path("end_of_turn_confidence").asDouble()).isEqualTo(0.7);
        assertThat(first.path("trigger").asText()).isEqualTo("model");
        assertThat(first.at("/words/3/word").asText()).isEqualTo("four.");
        assertThat(first.at("/words/3/start").asDouble()).isEqualTo(1.7);
        assertThat(first.at("/words/3/end").asDouble()).isEqualTo(2.0);
        assertThat(ends.get(1).path("turn_index").asInt()).isEqualTo(1);
        assertThat(ends.get(1).path("audio_window_start").asDouble()).isEqualTo(2.7);
    }

    @Test
    void numbersEveryMessageAndBeginsWithConnected() {
        TestClient client = hear(QUERY, AUDIO);

        List<JsonNode> messages = client.messages();
        assertThat(messages.get(0).path("type").asText()).isEqualTo("Connected");
        assertThat(messages)
                .extracting(message -> message.path("sequence_id").asInt())
                .isEqualTo(IntStream.range(0, messages.size()).boxed().toList());
        assertThat(messages)
                .extracting(message -> message.path("request_id").asText())
                .containsOnly(emulator.streams().get(0).requestId());
    }

    @Test
    void updatesEachQuarterOfASecondWithTheWholeTurn() {
        TestClient client = hear(QUERY, AUDIO);

        assertThat(order(client)).matches("U*SU+NU*SU+NU*");
        List<JsonNode> updates = events(client, "Update");
        assertThat(updates).hasSizeBetween(14, 21); // 5.2 s
        String before = "";
        for (JsonNode update : updates.subList(0, 9)) {
            assertThat(transcript(update)).startsWith(before);
            before = transcript(update);
        }
        assertThat(transcript(events(client, "StartOfTurn").get(0))).isEqualTo("One");
    }

    @Test
    void hintsEarlyAndTakesTheHintBackWhenSpeechGoesOn() {
        TestClient client = hear(QUERY + "&eager_eot_threshold=0.4", SLOW_AUDIO);

        assertThat(order(client)).matches("U*SU+ERU*ENU*");
        assertThat(events(client, "EagerEndOfTurn"))
                .extracting(FluxTest::transcript)
                .containsExactly("Hello there.", "Hello there. More.");
        assertThat(transcript(events(client, "EndOfTurn").get(0))).isEqualTo("Hello there. More.");
    }

    @Test
    void givesNoEarlyHintUnlessAsked() {
        assertThat(order(hear(QUERY, SLOW_AUDIO))).matches("U*SU+NU*");
    }

    @Test
    void endsByTimeoutWhenTheModelMayNot() {
        TestClient client = hear(QUERY + "&eot_threshold=1.0&eot_timeout_ms=800", AUDIO);

        assertThat(events(client, "EndOfTurn"))
                .extracting(end -> end.path("trigger").asText())
                .containsExactly("timeout", "timeout");
        assertThat(events(client, "EndOfTurn").get(0).path("audio_window_end").asDouble())
                .isEqualTo(2.8);
    }

    @Test
    void closesWithoutEndOfTurnMetadataOrStatus() {
        TestClient client =
                connect(QUERY).audio(Arrays.copyOf(AUDIO, 2 * ms(1_230))).finish();

        assertThat(client.awaitClose()).isEqualTo(1005);
        assertThat(client.ofType("Metadata")).isEmpty();
        assertThat(events(client, "EndOfTurn")).isEmpty();
        List<JsonNode> turns = client.ofType("TurnInfo");
        assertThat(transcript(turns.get(turns.size() - 1))).isEqualTo("One two");
        RecordedStream stream =
                emulator.streams().get(0).ended().toCompletableFuture().join();
        assertThat(stream.violations()).isEmpty();
        assertThat(stream.serverCloseCode()).hasValue(1005);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"KeepAlive\"}",
                "{\"type\":\"Finalize\"}",
                "{\"type\":\"ForceEndTurn\"}",
                "{\"type\":\"Configure\",\"features\":{}}",
                "{\"type\":\"Configure\",\"thresholds\":{\"eot_threshold\":\"high\"}}",
                "audio as text"
            })
    void closesForMessagesItCannotParse(String text) {
        TestClient client = connect(QUERY).text(text);

        assertThat(client.awaitClose()).isEqualTo(1008);
        assertThat(client.ofType("Error"))
                .singleElement()
                .satisfies(error -> assertThat(error.path("code").asText()).isEqualTo("UNPARSABLE_CLIENT_MESSAGE"));
        assertThat(emulator.streams().get(0).violations())
                .extracting(Violation::kind)
                .contains(Violation.Kind.BAD_TEXT);
    }

    @Test
    void configuresThresholdsInMidStream() {
        TestClient client = connect(QUERY)
                .text("{\"type\":\"Configure\",\"thresholds\":{\"eot_threshold\":0.5,\"eot_timeout_ms\":4000},"
                        + "\"keyterms\":[\"valve\"],\"numerals\":true}")
                .audio(SLOW_AUDIO)
                .finish();

        JsonNode success = client.ofType("ConfigureSuccess").get(0);
        assertThat(success.path("thresholds").toString()).isEqualTo("{\"eot_threshold\":0.5,\"eot_timeout_ms\":4000}");
        assertThat(success.path("keyterms").toString()).isEqualTo("[\"valve\"]");
        assertThat(success.path("numerals").asBoolean()).isTrue();
        assertThat(events(client, "EndOfTurn"))
                .extracting(FluxTest::transcript)
                .containsExactly("Hello there.", "More.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"thresholds\":{\"eot_threshold\":0.4}",
                "\"thresholds\":{\"eager_eot_threshold\":0.8}",
                "\"thresholds\":{\"eot_timeout_ms\":100}",
                "\"language_hints\":[\"fr\"]"
            })
    void aRefusedConfigureChangesNothing(String change) {
        TestClient client = connect(QUERY)
                .text("{\"type\":\"Configure\"," + change + "}")
                .audio(AUDIO)
                .finish();

        assertThat(client.ofType("ConfigureFailure")).hasSize(1);
        assertThat(events(client, "EndOfTurn").get(0).path("audio_window_end").asDouble())
                .isEqualTo(2.7);
    }

    @Test
    void tellsLanguagesIfItKnowsSeveral() {
        TestClient client = hear(QUERY.replace("-en", "-multi") + "&language_hint=en", AUDIO);

        JsonNode end = events(client, "EndOfTurn").get(0);
        assertThat(end.path("languages").toString()).isEqualTo("[\"en\"]");
        assertThat(end.path("languages_hinted").toString()).isEqualTo("[\"en\"]");
    }

    @Test
    void saysTheSameHoweverTheAudioIsCut() {
        List<String> whole = said(3_200);

        assertThat(said(322)).isEqualTo(whole);
        assertThat(said(1_280)).isEqualTo(whole);
    }

    @Test
    void breaksAtAMomentLikeAnyStream() {
        emulator.faults(Faults.of(Fault.Close.net0000(Moment.betweenUtterances(Duration.ofSeconds(1)))));
        TestClient client = connect(QUERY).audio(Arrays.copyOf(AUDIO, 2 * ms(2_800)));

        assertThat(client.awaitClose()).isEqualTo(1011);
        assertThat(events(client, "EndOfTurn")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "v2, model=nova-3&encoding=linear16&sample_rate=8000",
        "v2, encoding=linear16&sample_rate=8000",
        "v2, model=flux-general-en&sample_rate=8000",
        "v2, model=flux-general-en&encoding=linear16",
        "v2, model=flux-general-en&encoding=linear16&sample_rate=11025",
        "v2, model=flux-general-en&encoding=linear16&sample_rate=8000&language=en",
        "v2, model=flux-general-en&encoding=linear16&sample_rate=8000&interim_results=true",
        "v2, model=flux-general-en&encoding=linear16&sample_rate=8000&endpointing=300",
        "v2, model=flux-general-en&encoding=linear16&sample_rate=8000&smart_format=true",
        "v2, model=flux-general-en&encoding=linear16&sample_rate=8000&eot_threshold=0.4",
        "v2, model=flux-general-en&encoding=linear16&sample_rate=8000&eot_threshold=x",
        "v2, model=flux-general-en&encoding=linear16&sample_rate=8000&eager_eot_threshold=0.8",
        "v2, model=flux-general-en&encoding=linear16&sample_rate=8000&eot_timeout_ms=90000",
        "v2, model=flux-general-en&encoding=linear16&sample_rate=8000&language_hint=fr",
        "v2, model=flux-general-multi&encoding=linear16&sample_rate=8000&language_hint=",
        "v1, model=flux-general-en&encoding=linear16&sample_rate=8000"
    })
    void refusesWhatBelongsElsewhereOrIsOutOfRange(String version, String query) {
        assertThat(TestClient.refusedWith(emulator, "/" + version + "/listen", query))
                .isEqualTo(400);
    }

    private TestClient connect(String query) {
        return TestClient.connect(emulator, "/v2/listen", query);
    }

    private TestClient hear(String query, byte[] audio) {
        return connect(query).audio(audio, 1_280).finish();
    }

    private List<String> said(int frame) {
        return connect(QUERY).audio(AUDIO, frame).finish().texts.stream()
                .map(text -> text.replaceAll("\"request_id\":\"[^\"]*\"", ""))
                .toList();
    }

    private static List<JsonNode> events(TestClient client, String event) {
        return client.ofType("TurnInfo").stream()
                .filter(turn -> turn.path("event").asText().equals(event))
                .toList();
    }

    /** A letter per event, with the End of a turn as N. */
    private static String order(TestClient client) {
        StringBuilder order = new StringBuilder();
        for (JsonNode turn : client.ofType("TurnInfo")) {
            order.append(
                    switch (turn.path("event").asText()) {
                        case "StartOfTurn" -> 'S';
                        case "Update" -> 'U';
                        case "EagerEndOfTurn" -> 'E';
                        case "TurnResumed" -> 'R';
                        case "EndOfTurn" -> 'N';
                        default -> '?';
                    });
        }
        return order.toString();
    }

    private static String transcript(JsonNode turn) {
        return turn.path("transcript").asText();
    }
}
