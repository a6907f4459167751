package io.sidetone.speech.deepgram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.sidetone.speech.Failure;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.SpeechSession;
import io.sidetone.speech.Word;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A session with Flux: turns instead of finals, silence instead of KeepAlive, and an end without a word. */
class FluxStreamTest {
    private final World world = new World();

    @BeforeEach
    void flux() {
        listening(DeepgramSettings.Encoding.MULAW);
        world.deepgram.saysMetadata = false;
    }

    @AfterEach
    void end() {
        world.close();
    }

    private void listening(DeepgramSettings.Encoding encoding) {
        world.listening = new DeepgramSettings.Listening(
                "flux-general-en", "en", encoding, List.of("relay"), Map.of("endpointing", List.of("300")));
    }

    @Test
    void aTurnIsGuessedUntilItEnds() {
        world.talking(960);
        world.deepgram.says("{\"type\":\"Connected\",\"request_id\":\"r-9\",\"sequence_id\":0}");
        for (String event : List.of("StartOfTurn", "Update", "EagerEndOfTurn", "TurnResumed")) {
            world.deepgram.says(Said.turn(event, event, 0.1, 0.5));
            assertThat(world.next(SpeechEvent.Interim.class))
                    .isEqualTo(new SpeechEvent.Interim(event, 100, 500, 0.9, List.of(new Word(event, 100, 500, 0.9))));
        }
        world.deepgram.says(Said.turn("EndOfTurn", "now", 0.1, 0.5));

        assertThat(world.next(SpeechEvent.Final.class))
                .isEqualTo(new SpeechEvent.Final(
                        "now",
                        100,
                        500,
                        600,
                        0.9,
                        "en",
                        true,
                        false,
                        false,
                        new SpeechEvent.Source("deepgram", "flux-general-en", "r-9"),
                        List.of(new Word("now", 100, 500, 0.9))));
        assertThat(world.only(SpeechEvent.Opened.class).model()).isEqualTo("flux-general-en");
        assertThat(world.deepgram.targets.get(0)).startsWith("/v2/listen?model=flux-general-en&encoding=mulaw");
    }

    @Test
    void wordsWithoutTimesHaveTheWindows() {
        world.talking(960);
        world.deepgram.says("{\"type\":\"TurnInfo\",\"event\":\"EndOfTurn\",\"audio_window_start\":0.2,"
                + "\"audio_window_end\":0.8,\"transcript\":\"so it is\",\"words\":[{\"word\":\"so\",\"confidence\":1},"
                + "{\"word\":\"it\",\"confidence\":0.5,\"start\":0.4},{\"word\":\"is\",\"confidence\":0}]}");

        SpeechEvent.Final said = world.next(SpeechEvent.Final.class);
        assertThat(said.words())
                .containsExactly(
                        new Word("so", 200, 800, 1), new Word("it", 400, 800, 0.5), new Word("is", 200, 800, 0));
        assertThat(said.confidence()).isEqualTo(0.5);
        assertThat(said.settledUntilMs()).isEqualTo(800);
    }

    @Test
    void aTurnOfNothingIsSettledAndAnEventOfTheFutureCounted() {
        world.talking(960);
        world.deepgram.says(Said.turn("Hesitation", "hm", 0.1, 0.5));
        world.deepgram.says(Said.turn("Update", "", 0.1, 0.5));
        assertThat(world.next(SpeechEvent.Interim.class).text()).isEmpty();
        world.deepgram.says(Said.turn("EndOfTurn", " ", 0.1, 0.5));

        assertThat(world.next(SpeechEvent.Settled.class)).isEqualTo(new SpeechEvent.Settled(600, true, false));
        assertThat(world.count("sidetone_stt_messages_unknown")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1000})
    void theLastTextOfAnOpenTurnBecomesTheFinal(int status) {
        SpeechSession session = world.talking(960);
        world.deepgram.says(Said.turn("EndOfTurn", "first", 0.0, 0.3));
        world.deepgram.says(Said.turn("Update", "and then", 0.4, 0.7));
        world.next(SpeechEvent.Interim.class);
        session.finish();
        world.time.until("CloseStream is there", () -> world.deepgram.story().contains("CloseStream"));
        world.deepgram.sends(status < 0 ? new CloseWebSocketFrame() : new CloseWebSocketFrame(status, ""));
        world.untilClosed();

        assertThat(world.all(SpeechEvent.Final.class))
                .extracting(SpeechEvent.Final::text, SpeechEvent.Final::speechFinal, SpeechEvent.Final::settledUntilMs)
                .containsExactly(tuple("first", true, 400L), tuple("and then", true, 800L));
        assertThat(world.closed()).isEqualTo(new SpeechEvent.Closed(true, "finished"));
        assertThat(world.all(SpeechEvent.Fault.class)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1005, ''", "1011, NET-0001"})
    void aBreakSettlesNothing(int status, String reason) {
        world.talking(960);
        world.deepgram.says(Said.turn("Update", "and then", 0.4, 0.7));
        world.next(SpeechEvent.Interim.class);
        world.deepgram.sends(status == 1005 ? new CloseWebSocketFrame() : new CloseWebSocketFrame(status, reason));
        world.untilClosed();

        assertThat(world.all(SpeechEvent.Final.class)).isEmpty();
        assertThat(world.closed().failure())
                .isNotNull()
                .extracting(Failure::code)
                .isEqualTo(Failure.DISCONNECTED);
    }

    @ParameterizedTest
    @EnumSource(DeepgramSettings.Encoding.class)
    void whileNoAudioComesThereIsSilenceThatDoesNotMoveTheCallsTime(DeepgramSettings.Encoding encoding) {
        listening(encoding);
        boolean muLaw = encoding == DeepgramSettings.Encoding.MULAW;
        int bytesPerMs = muLaw ? 8 : 16;
        SpeechSession session = world.open();
        world.speak(session, 60);
        world.untilLive();
        for (int ms = 500; ms <= 10_500; ms += 500) {
            world.time.advance(500); // the first of them is patience
            int expected = 60 + (ms - 500) / 60 * 60;
            world.time.until("it has come", () -> world.deepgram.audioBytes >= expected * bytesPerMs);
            world.deepgram.says(Said.turn("Update", "", 0, 0));
            world.next(SpeechEvent.Interim.class);
        }
        byte[] silence = Arrays.copyOfRange(world.deepgram.audio(), 60 * bytesPerMs, world.deepgram.audioBytes);
        assertThat(silence).containsOnly(muLaw ? 0xFF : 0);
        assertThat(silence).hasSize(9_960 * bytesPerMs);

        world.silence(10_500);
        world.speak(session, 960);
        session.finalizeNow();
        world.time.until("it has come", () -> world.deepgram.audioBytes >= (60 + 9_960 + 960) * bytesPerMs);
        world.deepgram.says(Said.turn("EndOfTurn", "back", 10.12, 10.5));

        assertThat(world.next(SpeechEvent.Final.class))
                .extracting(SpeechEvent.Final::startMs, SpeechEvent.Final::endMs)
                .containsExactly(10_660L, 11_040L);
        assertThat(world.deepgram.story()).containsExactly("audio");
    }

    @Test
    void silenceThatNothingAnswersIsAFaultToo() {
        world.talking(60);
        for (int i = 0; i < 9; i++) {
            int had = world.deepgram.audioBytes;
            world.time.advance(1_000);
            world.time.until("it has come", () -> world.deepgram.audioBytes > had || isClosed());
        }

        assertThat(world.closed().failure())
                .isNotNull()
                .extracting(Failure::code)
                .isEqualTo(Failure.STUCK);
    }

    private boolean isClosed() {
        return !world.all(SpeechEvent.Closed.class).isEmpty();
    }

    @Test
    void aVendorThatNeverClosesIsLeftAtTheDeadline() {
        SpeechSession session = world.talking(60);
        session.finish();
        world.time.until("CloseStream is there", () -> world.deepgram.story().contains("CloseStream"));
        world.time.advance(10_000);

        assertThat(world.closed().reason()).isEqualTo("no close within 10000 ms of CloseStream");
        assertThat(world.closed().clean()).isFalse();
    }
}
