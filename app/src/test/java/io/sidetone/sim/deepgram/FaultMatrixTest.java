package io.sidetone.sim.deepgram;

import static io.sidetone.sim.deepgram.Speech.joined;
import static io.sidetone.sim.deepgram.Speech.linear16;
import static io.sidetone.sim.deepgram.Speech.ms;
import static io.sidetone.sim.deepgram.Speech.samples;
import static io.sidetone.sim.deepgram.Speech.silence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to break a stream, at every moment, announced before it opens or striking it while it is open. */
class FaultMatrixTest {
    /** Words at 0.5, 0.9, 1.3, 1.7 s; a pause from 2.0 to 2.9; then at 2.9 and 3.3 s. */
    private static final Track COUNT = Speech.track("count", "|500 One two three four. |800 Five six.", 1);

    private static final byte[] AUDIO = linear16(joined(samples(COUNT), silence(1_500)));
    private static final int FRAME = 320;
    private static final int NO_GOODBYE = 1006;

    private DeepgramEmulator emulator;

    /** A moment, and what the stream has done when it comes. */
    private enum At {
        FIRST_FRAME("", 1),
        MID_WORD("", 53), // half of "two" came at 1.05 s
        BETWEEN_UTTERANCES("One two three four.", 115),
        CLOSE_STREAM("One two three four. Five six.", AUDIO.length / FRAME);

        final String settled;
        final int frames;

        At(String settled, int frames) {
            this.settled = settled;
            this.frames = frames;
        }

        Moment moment() {
            return switch (this) {
                case FIRST_FRAME -> Moment.atFirstFrame();
                case MID_WORD -> Moment.midWord(Duration.ofSeconds(1));
                case BETWEEN_UTTERANCES -> Moment.betweenUtterances(Duration.ofSeconds(1));
                case CLOSE_STREAM -> Moment.atCloseStream();
            };
        }
    }

    @BeforeEach
    void start() throws IOException {
        emulator =
                DeepgramEmulator.start(EmulatorOptions.of(Speech.library(COUNT), InstantSource.fixed(Instant.EPOCH)));
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    static Stream<Arguments> breaks() {
        record Ending(String name, Function<Moment, Fault.Break> fault, int code) {}
        List<Ending> endings = List.of(
                new Ending("close 1000", at -> new Fault.Close(1000, "", at), 1000),
                new Ending("close 1012", at -> new Fault.Close(1012, "restart", at), 1012),
                new Ending("data0000", Fault.Close::data0000, 1008),
                new Ending("net0000", Fault.Close::net0000, 1011),
                new Ending("net0001", Fault.Close::net0001, 1011),
                new Ending("net0002", Fault.Close::net0002, 1011),
                new Ending("reset", Fault.Reset::new, NO_GOODBYE),
                new Ending("hang up", Fault.HangUp::new, NO_GOODBYE));
        return endings.stream().flatMap(ending -> moments()
                .map(at -> Arguments.of(
                        ending.name(),
                        at.get()[0],
                        at.get()[1],
                        ending.fault().apply(((At) at.get()[0]).moment()),
                        ending.code())));
    }

    static Stream<Arguments> moments() {
        return Arrays.stream(At.values())
                .flatMap(at -> Stream.of(Arguments.of(at, "announced"), Arguments.of(at, "struck")));
    }

    @ParameterizedTest(name = "{0} at {1}, {2}")
    @MethodSource("breaks")
    void endsTheStreamAtItsMoment(String name, At at, String how, Fault.Break fault, int code) {
        TestClient client = connect(fault, how);

        client.audio(Arrays.copyOf(AUDIO, at.frames * FRAME));
        if (at == At.CLOSE_STREAM) {
            client.say("CloseStream");
        }

        RecordedStream stream = emulator.streams()
                .get(0)
                .ended()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
        assertThat(settled(stream)).isEqualTo(at.settled);
        assertThat(stream.audioFrames()).isEqualTo(at.frames);
        assertThat(stream.said()).noneMatch(text -> text.contains("Metadata"));
        if (code == NO_GOODBYE) { // the JDK's client does not always notice; see below for a bare socket
            assertThat(stream.serverCloseCode()).as(name).isEmpty();
            assertThat(stream.clientCloseCode()).as(name).isEmpty();
        } else {
            assertThat(stream.serverCloseCode()).as(name).hasValue(code);
            assertThat(client.awaitClose()).as(name).isEqualTo(code);
        }
    }

    @Test
    void aResetAndAHangUpDifferOnTheWire() throws IOException {
        emulator.faults(Faults.none()
                .with(new Fault.HangUp(Moment.atFirstFrame()), Scope.next(1))
                .with(new Fault.Reset(Moment.atFirstFrame()), Scope.every(2)));
        try (RawWebSocket hungUp = RawWebSocket.connect(emulator);
                RawWebSocket reset = RawWebSocket.connect(emulator)) {
            hungUp.write(0x82, 0x82, 0, 0, 0, 0, 0x11, 0x12); // binary, two bytes, mask of zeros
            reset.write(0x82, 0x82, 0, 0, 0, 0, 0x11, 0x12);

            assertThatThrownBy(hungUp::closeCode).isInstanceOf(EOFException.class);
            assertThatThrownBy(reset::closeCode).isInstanceOf(SocketException.class);
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("moments")
    void freezesAtItsMoment(At at, String how) {
        TestClient client = connect(new Fault.Freeze(at.moment()), how);

        client.audio(AUDIO).say("CloseStream");
        emulator.faults(Faults.none());
        TestClient.connect(emulator, TestClient.QUERY).finish(); // the loop had its turn

        RecordedStream stream = emulator.streams().get(0);
        assertThat(settled(stream)).isEqualTo(at.settled);
        assertThat(client.closeCode).isNotDone();
        assertThat(stream.closed()).isEmpty();
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("moments")
    void stopsReadingAtItsMoment(At at, String how) {
        TestClient client = connect(new Fault.StopReading(at.moment()), how);

        client.audio(AUDIO).say("CloseStream");
        emulator.faults(Faults.none());
        TestClient.connect(emulator, TestClient.QUERY).finish();

        assertThat(settled(emulator.streams().get(0))).isEqualTo(at.settled);
        assertThat(client.closeCode).isNotDone();
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("moments")
    void saysGarbageOnceAtItsMomentAndGoesOn(At at, String how) {
        TestClient client = connect(new Fault.GarbageText(at.moment()), how);

        client.audio(AUDIO).finish();

        assertThat(client.finalText()).isEqualTo("One two three four. Five six.");
        assertThat(client.messages().stream()
                        .filter(message -> message.path("type").asText().equals("not JSON")))
                .hasSize(1);
    }

    @Test
    void readsOnAfterAWhileAsIfNothingHadBeen() {
        emulator.faults(Faults.of(new Fault.StopReading(Moment.afterAudio(Duration.ofSeconds(1)), ms1())));

        TestClient client =
                TestClient.connect(emulator, TestClient.QUERY).audio(AUDIO).finish();

        assertThat(client.finalText()).isEqualTo("One two three four. Five six.");
        assertThat(client.awaitClose()).isEqualTo(1000);
    }

    static Stream<Arguments> habits() {
        return Stream.of(
                Arguments.of(Fault.Quirk.NEVER_SPEECH_FINAL, "One two three four. Five six."),
                Arguments.of(Fault.Quirk.SHORT_FINALS, "One two three four. Five six."),
                Arguments.of(Fault.Quirk.INTERIMS_ONLY, ""),
                Arguments.of(Fault.Quirk.OTHER_BORDERS, "one two three four five six"),
                Arguments.of(Fault.Quirk.GARBAGE_TEXT, "One two three four. Five six."),
                Arguments.of(new Fault.JitteredTimes(Duration.ofMillis(80)), "One two three four. Five six."));
    }

    @ParameterizedTest
    @MethodSource("habits")
    void habitsMayChangeWhileAStreamIsOpen(Fault habit, String text) {
        TestClient client = connect(habit, "struck");

        client.audio(AUDIO).finish();

        assertThat(client.finalText()).isEqualTo(text);
        TestClient other =
                TestClient.connect(emulator, TestClient.QUERY).audio(AUDIO).finish();
        assertThat(client.texts)
                .map(FaultMatrixTest::bare)
                .isNotEqualTo(other.texts.stream().map(FaultMatrixTest::bare).toList());
    }

    @Test
    void finalizeMayBeAnsweredWithoutWordsWhichComeLater() {
        emulator.faults(Faults.of(Fault.Quirk.EMPTY_FINALIZE_ANSWER));
        TestClient client = TestClient.connect(emulator, TestClient.QUERY);

        client.audio(Arrays.copyOf(AUDIO, 2 * ms(1_250))).say("Finalize");
        client.audio(Arrays.copyOfRange(AUDIO, 2 * ms(1_250), AUDIO.length)).finish();

        List<JsonNode> answers =
                client.results(result -> result.path("from_finalize").asBoolean());
        assertThat(answers).singleElement().satisfies(answer -> {
            assertThat(TestClient.transcript(answer)).isEmpty();
            assertThat(answer.path("is_final").asBoolean()).isTrue();
        });
        assertThat(client.finalText()).isEqualTo("One two three four. Five six.");
    }

    @Test
    void finalizeMayStopBeingAnswered() {
        TestClient client = connect(Fault.Quirk.NO_FINALIZE_ANSWER, "struck");

        client.audio(Arrays.copyOf(AUDIO, 2 * ms(1_250))).say("Finalize").finish();

        assertThat(client.results(result -> result.path("from_finalize").asBoolean()))
                .isEmpty();
        assertThat(client.finalText()).isEqualTo("One two");
    }

    @Test
    void whatIsOverWhenAStreamIsOpenCannotStrikeIt() {
        for (Fault late : List.of(
                new Fault.Refuse(503),
                new Fault.SlowHandshake(ms1()),
                new Fault.ConcurrencyLimit(1),
                new Fault.NoAnswer())) {
            assertThatThrownBy(() -> emulator.strike(late, stream -> true))
                    .hasMessageContaining("cannot befall a stream that is open");
        }
    }

    private TestClient connect(Fault fault, String how) {
        if (how.equals("announced")) {
            emulator.faults(Faults.of(fault));
        }
        TestClient client = TestClient.connect(emulator, TestClient.QUERY);
        if (how.equals("struck")) {
            emulator.strike(fault, stream -> true);
        }
        return client;
    }

    private static String settled(RecordedStream stream) {
        return String.join(
                " ",
                stream.said().stream()
                        .map(TestClient::parse)
                        .filter(message -> message.path("is_final").asBoolean())
                        .map(TestClient::transcript)
                        .filter(text -> !text.isEmpty())
                        .toList());
    }

    private static String bare(String text) {
        return text.replaceAll("\"request_id\":\"[^\"]*\"", "");
    }

    private static Duration ms1() {
        return Duration.ofMillis(1);
    }
}
