package io.sidetone.sim.deepgram;

import static io.sidetone.sim.deepgram.Speech.joined;
import static io.sidetone.sim.deepgram.Speech.linear16;
import static io.sidetone.sim.deepgram.Speech.samples;
import static io.sidetone.sim.deepgram.Speech.silence;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidetone.codec.MuLaw;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The emulator without faults, over a real socket. */
class DeepgramEmulatorTest {
    private static final Track COUNT = Speech.track("count", "|500 One two three four. |800 Five six.", 1);
    private static final byte[] AUDIO = linear16(joined(samples(COUNT), silence(1_500)));
    private static final Instant NOW = Instant.parse("2026-11-20T10:15:30Z");

    private DeepgramEmulator emulator;

    @BeforeEach
    void start() throws IOException {
        emulator = DeepgramEmulator.start(EmulatorOptions.of(Speech.library(COUNT), InstantSource.fixed(NOW)));
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void transcribesARecordingWithItsTrueTimes() {
        TestClient client =
                TestClient.connect(emulator, TestClient.QUERY).audio(AUDIO).finish();

        assertThat(client.finalText()).isEqualTo("One two three four. Five six.");
        JsonNode first = client.finals().get(0);
        assertThat(first.path("speech_final").asBoolean()).isTrue();
        assertThat(first.path("start").asDouble()).isZero();
        assertThat(first.at("/channel/alternatives/0/words/1/word").asText()).isEqualTo("two");
        assertThat(first.at("/channel/alternatives/0/words/3/punctuated_word").asText())
                .isEqualTo("four.");
        assertThat(first.at("/channel/alternatives/0/words/1/start").asDouble()).isEqualTo(0.9);
        assertThat(first.at("/channel/alternatives/0/words/1/end").asDouble()).isEqualTo(1.2);
    }

    @Test
    void answersCloseStreamWithMetadataAndAClose() {
        TestClient client = TestClient.connect(emulator, TestClient.QUERY).audio(AUDIO);

        client.say("CloseStream");

        assertThat(client.awaitClose()).isEqualTo(1000);
        JsonNode metadata = client.messages().get(client.messages().size() - 1);
        assertThat(metadata.path("type").asText()).isEqualTo("Metadata");
        assertThat(metadata.path("duration").asDouble()).isEqualTo(AUDIO.length / 16_000.0);
        assertThat(metadata.path("created").asText()).isEqualTo(NOW.toString());
    }

    @Test
    void recordsEveryByteInOrder() {
        TestClient.connect(emulator, TestClient.QUERY).audio(AUDIO, 998).finish();

        RecordedStream stream = onlyStream();
        assertThat(stream.audio()).isEqualTo(AUDIO);
        assertThat(stream.audioFrames()).isEqualTo((AUDIO.length + 997) / 998);
        assertThat(stream.closeStreamReceived()).isTrue();
        assertThat(stream.serverCloseCode()).hasValue(1000);
    }

    @Test
    void hearsMuLawAsItHearsLinear16() {
        byte[] muLaw = MuLaw.fromLinear16(AUDIO);
        String query = TestClient.QUERY.replace("linear16", "mulaw");

        TestClient client =
                TestClient.connect(emulator, query).audio(muLaw, 160).finish();

        assertThat(client.finalText()).isEqualTo("One two three four. Five six.");
    }

    @Test
    void saysTheSameHoweverTheAudioIsCut() {
        List<String> whole = saidFor(3_200);

        assertThat(saidFor(322)).isEqualTo(whole);
        assertThat(saidFor(46)).isEqualTo(whole);
    }

    @Test
    void tellsAListenerEachStreamAndTheLogEveryEvent() throws IOException {
        List<String> events = new CopyOnWriteArrayList<>();
        List<RecordedStream> opened = new CopyOnWriteArrayList<>();
        EmulatorLog log = new EmulatorLog() {
            @Override
            public void opened(RecordedStream stream) {
                events.add("opened " + stream.extras().get("leg"));
            }

            @Override
            public void refused(RefusedHandshake refused) {
                events.add("refused " + refused.status());
            }

            @Override
            public void violation(RecordedStream stream, Violation violation) {
                events.add("violation " + violation.kind());
            }

            @Override
            public void closed(RecordedStream stream) {
                events.add("closed " + stream.number());
            }
        };
        EmulatorOptions options = EmulatorOptions.of(Speech.library(COUNT), InstantSource.fixed(NOW))
                .withLog(log);
        try (DeepgramEmulator logged = DeepgramEmulator.start(options)) {
            logged.onStream(opened::add);
            int status = TestClient.refusedWith(logged, "model=nova-3");
            TestClient client = TestClient.connect(logged, TestClient.QUERY + "&extra=leg:inbound");
            client.text("not JSON").finish();
            logged.streams().get(0).ended().toCompletableFuture().join();

            assertThat(status).isEqualTo(400);
            assertThat(opened).isEqualTo(logged.streams());
        }
        assertThat(events).containsExactly("refused 400", "opened inbound", "violation BAD_TEXT", "closed 1");
    }

    @Test
    void returnsTheExtrasInEveryResult() {
        TestClient client = TestClient.connect(emulator, TestClient.QUERY + "&extra=call:s_1&extra=leg:inbound")
                .audio(AUDIO)
                .finish();

        assertThat(client.results(any -> true)).isNotEmpty().allSatisfy(result -> assertThat(
                        result.at("/metadata/extra").toString())
                .isEqualTo("{\"call\":\"s_1\",\"leg\":\"inbound\"}"));
    }

    @Test
    void wordsAreBareUnlessFormattingIsAskedFor() {
        TestClient client = TestClient.connect(
                        emulator, TestClient.QUERY.replace("smart_format=true", "smart_format=false"))
                .audio(AUDIO)
                .finish();

        assertThat(client.finalText()).isEqualTo("one two three four five six");
        assertThat(client.finals().get(0).at("/channel/alternatives/0/words/0").has("punctuated_word"))
                .isFalse();
    }

    @Test
    void saysPlainlyWhatItDoesNotKnow() {
        TestClient client = TestClient.connect(emulator, TestClient.QUERY)
                .audio(linear16(joined(Speech.noise(2_000, 1), silence(1_000))))
                .finish();

        assertThat(client.finalText()).isEqualTo("[unknown audio 2.0 s]");
    }

    @Test
    void closingTheEmulatorIsNotHeldAgainstItsClients() {
        TestClient client = TestClient.connect(emulator, TestClient.QUERY).audio(AUDIO);

        emulator.close();

        assertThat(client.awaitClose()).isEqualTo(1006);
        assertThat(onlyStream().violations()).extracting(Violation::kind).doesNotContain(Violation.Kind.ABRUPT_END);
    }

    private List<String> saidFor(int frame) {
        TestClient client = TestClient.connect(emulator, TestClient.QUERY)
                .audio(AUDIO, frame)
                .finish();
        return client.texts.stream()
                .map(text -> text.replaceAll("\"request_id\":\"[^\"]*\"", ""))
                .toList();
    }

    private RecordedStream onlyStream() {
        assertThat(emulator.streams()).hasSize(1);
        RecordedStream stream = emulator.streams().get(0);
        stream.ended().toCompletableFuture().join();
        return stream;
    }
}
