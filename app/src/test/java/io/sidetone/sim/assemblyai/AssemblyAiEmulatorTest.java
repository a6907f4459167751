package io.sidetone.sim.assemblyai;

import static io.sidetone.sim.deepgram.Speech.joined;
import static io.sidetone.sim.deepgram.Speech.linear16;
import static io.sidetone.sim.deepgram.Speech.samples;
import static io.sidetone.sim.deepgram.Speech.silence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidetone.codec.MuLaw;
import io.sidetone.sim.deepgram.Fault;
import io.sidetone.sim.deepgram.Faults;
import io.sidetone.sim.deepgram.Moment;
import io.sidetone.sim.deepgram.Speech;
import io.sidetone.sim.deepgram.Track;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The emulator over a real socket. */
class AssemblyAiEmulatorTest {
    private static final Track COUNT = Speech.track("count", "|500 One two three four. |800 Five six", 1);
    private static final byte[] LINEAR = linear16(joined(samples(COUNT), silence(1_500)));
    private static final byte[] AUDIO = MuLaw.fromLinear16(LINEAR);
    private static final Instant NOW = Instant.parse("2026-11-20T10:15:30Z");
    private static final AssemblyAiOptions OPTIONS = AssemblyAiOptions.of(
                    Speech.library(COUNT), InstantSource.fixed(NOW))
            .withRules(SessionRules.VENDOR.unpaced());

    private AssemblyAiEmulator emulator;

    private void start(AssemblyAiOptions options) {
        try {
            emulator = AssemblyAiEmulator.start(options);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @SuppressWarnings("NullAway.Init") // every test starts it
    AssemblyAiEmulatorTest() {}

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void tellsEachTurnTwiceWithItsTrueTimes() {
        start(OPTIONS);
        TestClient client =
                TestClient.begin(emulator, TestClient.QUERY).audio(AUDIO).finish();

        assertThat(client.endTexts(false)).containsExactly("one two three four", "five six");
        assertThat(client.endTexts(true)).containsExactly("One two three four.", "Five six");
        JsonNode first = client.ends(true).get(0);
        assertThat(first.path("turn_order").asInt()).isZero();
        assertThat(client.ends(false).get(1).path("turn_order").asInt()).isEqualTo(1);
        assertThat(first.at("/words/1").toString())
                .contains("\"text\":\"two\",\"start\":900,\"end\":1200,")
                .contains("\"word_is_final\":true");
        assertThat(client.closeCode.join()).isEqualTo(1000);
        assertThat(client.ofType("Termination")
                        .get(0)
                        .path("audio_duration_seconds")
                        .asLong())
                .isEqualTo(Math.round(AUDIO.length / 8_000.0));
        assertThat(onlySession().violations()).isEmpty();
    }

    @Test
    void guessesGrowAndTheNewestWordIsNotFinal() {
        start(OPTIONS);
        TestClient client =
                TestClient.begin(emulator, TestClient.QUERY).audio(AUDIO).finish();

        List<JsonNode> guesses = client.ofType("Turn").stream()
                .filter(turn -> !turn.path("end_of_turn").asBoolean())
                .toList();
        assertThat(guesses.get(0).path("transcript").asText()).isEmpty();
        assertThat(guesses.get(0).at("/words/0/text").asText()).isEqualTo("one");
        assertThat(guesses.get(0).at("/words/0/word_is_final").asBoolean()).isFalse();
        assertThat(guesses.get(1).path("transcript").asText()).isEqualTo("one");
    }

    @Test
    void beginsFirstAndRecordsEveryByte() {
        start(OPTIONS);
        TestClient client = TestClient.begin(emulator, TestClient.QUERY.replace("pcm_mulaw", "pcm_s16le"))
                .audio(LINEAR, 1_600)
                .say("KeepAlive")
                .finish();

        JsonNode begin = client.ofType("Begin").get(0);
        assertThat(begin.path("id").asText()).isEqualTo(onlySession().id());
        assertThat(begin.path("expires_at").asLong())
                .isEqualTo(NOW.plus(Duration.ofHours(3)).getEpochSecond());
        assertThat(client.texts.get(0)).contains("Begin");
        assertThat(onlySession().audio()).isEqualTo(LINEAR);
        assertThat(onlySession().frames()).startsWith(1_600, 1_600);
        assertThat(onlySession().heard("KeepAlive")).isEqualTo(1);
        assertThat(onlySession().heard("Terminate")).isEqualTo(1);
        assertThat(client.endTexts(true)).containsExactly("One two three four.", "Five six");
    }

    @Test
    void endsATurnWhenForcedTo() {
        start(OPTIONS);
        TestClient client = TestClient.begin(emulator, TestClient.QUERY)
                .audio(Arrays.copyOf(AUDIO, 8_000 * 14 / 10)) // one two, and a bit of three
                .say("ForceEndpoint")
                .audio(Arrays.copyOfRange(AUDIO, 8_000 * 14 / 10, AUDIO.length))
                .finish();

        assertThat(client.endTexts(false)).containsExactly("one two", "three four", "five six");
    }

    @Test
    void anUpdateChangesWhenTurnsEndAndHowTheyAreTold() {
        start(OPTIONS);
        TestClient client = TestClient.begin(emulator, TestClient.QUERY)
                .text("{\"type\":\"UpdateConfiguration\",\"min_turn_silence\":2000,\"max_turn_silence\":2000,"
                        + "\"format_turns\":false,\"keyterms_prompt\":[\"condenser\"]}")
                .audio(AUDIO)
                .finish();

        assertThat(client.endTexts(false)).containsExactly("one two three four five six");
        assertThat(client.endTexts(true)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "399, 3007, FRAME_TOO_SHORT",
        "8001, 3007, FRAME_TOO_LONG",
    })
    void refusesFramesThatAreTooShortOrTooLong(int bytes, int code, Violation.Kind kind) {
        start(OPTIONS);
        TestClient client = TestClient.begin(emulator, TestClient.QUERY).binary(new byte[bytes]);

        refusedAs(client, code, kind);
    }

    @Test
    void refusesAudioThatIsFasterThanRealTime() {
        start(OPTIONS.withRules(SessionRules.VENDOR));
        TestClient client = TestClient.begin(emulator, TestClient.QUERY).audio(new byte[8_000 * 4], 8_000);

        refusedAs(client, 3007, Violation.Kind.TOO_FAST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "encoding=pcm_mulaw&sample_rate=8000",
                "speech_model=universal-streaming-english&encoding=pcm_mulaw",
                "speech_model=best&sample_rate=8000",
                TestClient.QUERY + "&format_turns=false",
                TestClient.QUERY + "&keyterms_prompt=condenser",
                TestClient.QUERY + "&keyterm=condenser",
                TestClient.QUERY + "&prompt=x",
                TestClient.QUERY + "&end_of_turn_confidence_threshold=2",
                TestClient.QUERY + "&min_turn_silence=soon",
                TestClient.QUERY + "&_customer_support_audio_capture=true"
            })
    void refusesWrongParametersAfterTheUpgrade(String query) {
        start(OPTIONS);

        refusedAs(TestClient.connect(emulator, query, "secret"), 3006, Violation.Kind.BAD_PARAMETER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Token good", "Bearer good", "bad"})
    void refusesBadKeysAfterTheUpgrade(String authorization) {
        start(OPTIONS.withAcceptedKeys("good"));

        refusedAs(TestClient.connect(emulator, TestClient.QUERY, authorization), 1008, Violation.Kind.BAD_KEY);
        assertThat(onlySession().began()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "what?",
                "{\"type\":\"Finalize\"}",
                "{\"type\":\"UpdateConfiguration\",\"language\":\"en\"}",
                "{\"type\":\"UpdateConfiguration\",\"keyterms_prompt\":\"condenser\"}"
            })
    void refusesTextItDoesNotKnow(String text) {
        start(OPTIONS);

        refusedAs(TestClient.begin(emulator, TestClient.QUERY).text(text), 3006, Violation.Kind.BAD_TEXT);
    }

    @Test
    void notesAnEndWithoutTerminate() {
        start(OPTIONS);
        TestClient.begin(emulator, TestClient.QUERY).audio(new byte[800]).close();

        onlySession().ended().toCompletableFuture().join();
        assertThat(onlySession().violations()).extracting(Violation::kind).containsExactly(Violation.Kind.ABRUPT_END);
        assertThat(onlySession().clientCloseCode()).hasValue(1000);
    }

    @ParameterizedTest
    @ValueSource(ints = {1008, 3009})
    void holdsToALimitOfSessions(int code) {
        start(OPTIONS.withRules(SessionRules.VENDOR.withTooManyCode(code))
                .withFaults(Faults.of(new Fault.ConcurrencyLimit(1))));
        TestClient first = TestClient.begin(emulator, TestClient.QUERY);
        TestClient second = TestClient.connect(emulator, TestClient.QUERY, "secret");

        assertThat(second.awaitClose()).isEqualTo(code);
        assertThat(second.ofType("Error").get(0).path("error").asText()).contains("too many");
        first.finish();
    }

    @Test
    void endsASessionAtItsLimit() {
        start(OPTIONS.withRules(SessionRules.VENDOR.withSessionLimit(Duration.ofMillis(50))));
        TestClient client = TestClient.begin(emulator, TestClient.QUERY);

        assertThat(client.awaitClose()).isEqualTo(3008);
        assertThat(client.ofType("Error").get(0).path("error_code").asInt()).isEqualTo(3008);
    }

    @Test
    void breaksWhenToldTo() {
        start(OPTIONS.withFaults(
                Faults.of(new Fault.Close(3005, "trouble", Moment.afterAudio(Duration.ofSeconds(1))))));
        TestClient client = TestClient.begin(emulator, TestClient.QUERY).audio(AUDIO);

        assertThat(client.awaitClose()).isEqualTo(3005);
        assertThat(client.ofType("Error").get(0).path("error").asText()).isEqualTo("trouble");
        assertThat(client.endTexts(true)).isEmpty();
    }

    @Test
    void refusesBeforeBeginOrAtTheUpgradeWhenToldTo() {
        start(OPTIONS.withFaults(Faults.of(new Fault.Close(3005, "trouble", Moment.atOpen()))));
        TestClient client = TestClient.connect(emulator, TestClient.QUERY, "secret");
        assertThat(client.awaitClose()).isEqualTo(3005);
        assertThat(client.ofType("Begin")).isEmpty();

        emulator.faults(Faults.of(new Fault.Refuse(503)));
        assertThat(TestClient.refusedWith(emulator)).isEqualTo(503);
        assertThat(emulator.refusedHandshakes()).hasSize(1);
    }

    @Test
    void losesTheConnectionInsteadOfTerminationWhenToldTo() {
        start(OPTIONS.withFaults(Faults.of(new Fault.HangUp(Moment.atCloseStream()))));
        TestClient client =
                TestClient.begin(emulator, TestClient.QUERY).audio(AUDIO).finish();

        assertThat(client.closeCode.join()).isEqualTo(1006);
        assertThat(client.ofType("Termination")).isEmpty();
    }

    @Test
    void doesNotPretendToPlayFaultsThatMeanNothingHere() {
        start(OPTIONS);

        assertThatThrownBy(() -> emulator.faults(Faults.of(Fault.Quirk.NEVER_SPEECH_FINAL)))
                .hasMessageContaining("NEVER_SPEECH_FINAL")
                .hasMessageContaining("ConcurrencyLimit");
    }

    private void refusedAs(TestClient client, int code, Violation.Kind kind) {
        assertThat(client.awaitClose()).isEqualTo(code);
        assertThat(client.ofType("Error").get(0).path("error_code").asInt()).isEqualTo(code);
        assertThat(onlySession().violations()).extracting(Violation::kind).containsExactly(kind);
        onlySession().ended().toCompletableFuture().join(); // the code is noted when the frame has left
        assertThat(onlySession().serverCloseCode()).hasValue(code);
    }

    private RecordedSession onlySession() {
        assertThat(emulator.sessions()).hasSize(1);
        return emulator.sessions().get(0);
    }
}
