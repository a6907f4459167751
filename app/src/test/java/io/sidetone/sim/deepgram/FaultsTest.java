package io.sidetone.sim.deepgram;

import static io.sidetone.sim.deepgram.Speech.joined;
import static io.sidetone.sim.deepgram.Speech.linear16;
import static io.sidetone.sim.deepgram.Speech.samples;
import static io.sidetone.sim.deepgram.Speech.silence;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Misbehaviour that needs a real connection, or more than one. */
class FaultsTest {
    private static final Track COUNT = Speech.track("count", "|500 One two three four. |800 Five six.", 1);
    private static final byte[] AUDIO = linear16(joined(samples(COUNT), silence(1_500)));

    private DeepgramEmulator emulator;

    @BeforeEach
    void start() throws IOException {
        emulator =
                DeepgramEmulator.start(EmulatorOptions.of(Speech.library(COUNT), InstantSource.fixed(Instant.EPOCH)));
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void cutsTheLineInTheMiddleOfAWord() {
        emulator.faults(Faults.of(new Fault.HangUp(Moment.midWord(Duration.ofSeconds(1)))));
        TestClient client = TestClient.connect(emulator, TestClient.QUERY);
        client.audio(Arrays.copyOf(AUDIO, 53 * 320)); // 1.06 s: "two" is half over at 1.05 s

        List<JsonNode> said = ended().said().stream().map(TestClient::parse).toList();
        assertThat(TestClient.transcript(said.get(said.size() - 1))).isEqualTo("One");
        assertThat(said).noneMatch(result -> result.path("is_final").asBoolean());
        assertThat(ended().serverCloseCode()).isEmpty();
        assertThat(ended().violations()).isEmpty();
    }

    @Test
    void resetsTheConnection() {
        emulator.faults(Faults.of(new Fault.Reset(Moment.atFirstFrame())));
        TestClient client = TestClient.connect(emulator, TestClient.QUERY);
        client.binary(new byte[320]);

        assertThat(client.awaitClose()).isEqualTo(1006);
        assertThat(ended().audioFrames()).isEqualTo(1);
        assertThat(ended().serverCloseCode()).isEmpty();
    }

    @Test
    void closesAtTheFirstFrameWithTheVendorsReason() {
        emulator.faults(Faults.of(Fault.Close.net0000(Moment.atFirstFrame())));
        TestClient client = TestClient.connect(emulator, TestClient.QUERY);
        client.binary(new byte[320]);

        assertThat(client.awaitClose()).isEqualTo(1011);
        assertThat(client.closeReason).endsWith("/net0000");
    }

    @Test
    void closesAsSoonAsTheStreamOpens() {
        emulator.faults(Faults.of(new Fault.Close(1013, "come back later", Moment.atOpen())));

        assertThat(TestClient.connect(emulator, TestClient.QUERY).awaitClose()).isEqualTo(1013);
    }

    @Test
    void mayLoseTheConnectionInsteadOfAnsweringCloseStream() {
        emulator.faults(Faults.of(new Fault.HangUp(Moment.atCloseStream())));
        TestClient client = TestClient.connect(emulator, TestClient.QUERY).audio(AUDIO);
        client.say("CloseStream");

        assertThat(ended().serverCloseCode()).isEmpty();
        assertThat(ended().said()).noneMatch(text -> text.contains("Metadata"));
    }

    @Test
    void strikesStreamsThatAreOpenAlready() {
        TestClient spared = TestClient.connect(emulator, TestClient.QUERY + "&extra=leg:inbound");
        TestClient struck = TestClient.connect(emulator, TestClient.QUERY + "&extra=leg:outbound");

        emulator.strike(new Fault.Close(1012, "", Moment.atOpen()), stream -> "outbound"
                .equals(stream.extras().get("leg")));

        assertThat(struck.awaitClose()).isEqualTo(1012);
        assertThat(spared.finish().awaitClose()).isEqualTo(1000);
    }

    @Test
    void otherBordersAndCasingMeetReconnectsOnly() {
        emulator.faults(Faults.none().with(Fault.Quirk.OTHER_BORDERS, Scope.reconnects()));
        String query = TestClient.QUERY + "&extra=call:s_1&extra=leg:inbound";

        TestClient first = TestClient.connect(emulator, query).audio(AUDIO).finish();
        TestClient other = TestClient.connect(emulator, TestClient.QUERY + "&extra=call:s_2&extra=leg:inbound")
                .audio(AUDIO)
                .finish();
        TestClient second = TestClient.connect(emulator, query).audio(AUDIO).finish();

        assertThat(first.finalText()).isEqualTo("One two three four. Five six.");
        assertThat(other.finalText()).isEqualTo("One two three four. Five six.");
        assertThat(second.finalText()).isEqualTo("one two three four five six");
        assertThat(emulator.streams()).extracting(RecordedStream::reconnect).containsExactly(false, false, true);
    }

    @Test
    void jitterMovesTimesByAtMostWhatItIsToldAndAlwaysTheSameWay() {
        emulator.faults(Faults.of(new Fault.JitteredTimes(Duration.ofMillis(80))));
        TestClient client =
                TestClient.connect(emulator, TestClient.QUERY).audio(AUDIO).finish();

        List<Double> offsets = new ArrayList<>();
        for (JsonNode result : client.results(any -> true)) {
            for (JsonNode word : result.at("/channel/alternatives/0/words")) {
                Word truth = COUNT.words().stream()
                        .filter(w -> w.word().equals(word.path("word").asText()))
                        .findFirst()
                        .orElseThrow();
                offsets.add(word.path("start").asDouble() - truth.start() / 8_000.0);
            }
        }
        assertThat(offsets).allSatisfy(offset -> assertThat(offset).isBetween(-0.0801, 0.0801));
        assertThat(offsets).anySatisfy(offset -> assertThat(Math.abs(offset)).isGreaterThan(0.02));
        assertThat(offsets.stream().map(o -> Math.round(o * 1e4)).distinct()).hasSize(6);
    }

    @Test
    void answersTheHandshakeLateIfToldTo() {
        emulator.faults(Faults.of(new Fault.SlowHandshake(Duration.ofMillis(1))));

        assertThat(TestClient.connect(emulator, TestClient.QUERY)
                        .audio(AUDIO)
                        .finish()
                        .finalText())
                .isEqualTo("One two three four. Five six.");
    }

    @Test
    void unmaskedFramesEndTheStream() throws IOException {
        try (RawWebSocket raw = RawWebSocket.connect(emulator)) {
            raw.write(0x82, 0x02, 0x00, 0x00); // binary, two bytes, not masked

            assertThat(raw.closeCode()).isEqualTo(1002);
        }
        assertThat(ended().violations()).extracting(Violation::kind).containsExactly(Violation.Kind.PROTOCOL);
    }

    @Test
    void audioInFragmentsIsOneFrame() throws IOException {
        try (RawWebSocket raw = RawWebSocket.connect(emulator)) {
            raw.write(0x02, 0x82, 0, 0, 0, 0, 0x11, 0x12); // binary, more to come, mask of zeros
            raw.write(0x80, 0x82, 0, 0, 0, 0, 0x13, 0x14); // the rest of it
            raw.write(0x88, 0x82, 0, 0, 0, 0, 0x03, 0xE8); // close 1000

            assertThat(raw.closeCode()).isEqualTo(1000);
        }
        assertThat(ended().audio()).containsExactly(0x11, 0x12, 0x13, 0x14);
        assertThat(ended().audioFrames()).isEqualTo(1);
        assertThat(ended().clientCloseCode()).hasValue(1000);
        assertThat(ended().violations()).extracting(Violation::kind).containsExactly(Violation.Kind.ABRUPT_END);
    }

    @Test
    void keepsNoMoreAudioThanToldButCountsAll() throws IOException {
        EmulatorOptions options = EmulatorOptions.of(Speech.library(COUNT), InstantSource.fixed(Instant.EPOCH))
                .withMaxAudioBytes(1_000);
        try (DeepgramEmulator small = DeepgramEmulator.start(options)) {
            TestClient.connect(small, TestClient.QUERY).audio(AUDIO).finish();

            RecordedStream stream = small.streams().get(0);
            assertThat(stream.audio()).isEqualTo(Arrays.copyOf(AUDIO, 1_000));
            assertThat(stream.audioBytes()).isEqualTo(AUDIO.length);
        }
    }

    private RecordedStream ended() {
        return emulator.streams().get(0).ended().toCompletableFuture().join();
    }
}
