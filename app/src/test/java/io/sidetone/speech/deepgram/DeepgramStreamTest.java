package io.sidetone.speech.deepgram;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.codec.MuLaw;
import io.sidetone.speech.Failure;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.SpeechSession;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes down the wire and when, on a real socket, with a clock that only the test moves. */
class DeepgramStreamTest {
    private static final String SENT = "sidetone_stt_audio_sent_ms";

    private final World world = new World();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void theUpgradeAsksForWhatWasConfigured() {
        world.talking(60);

        assertThat(world.deepgram.targets)
                .containsExactly("/v1/listen?model=nova-3&language=en&encoding=mulaw&sample_rate=8000&channels=1"
                        + "&interim_results=true&extra=call%3As_call&extra=leg%3Ainbound");
        var headers = world.deepgram.headers.get(0);
        assertThat(headers.get("host")).isEqualTo("127.0.0.1:" + world.deepgram.port());
        assertThat(headers.get("authorization")).isEqualTo("Token key-of-tests");
        assertThat(headers.get("user-agent")).isEqualTo("sidetone");
        assertThat(headers.contains("sec-websocket-extensions")).isFalse();
    }

    @Test
    void theLegHearsThatItIsConnectingAndThenLive() {
        world.talking(60);

        assertThat(world.events)
                .containsExactly(
                        new SpeechEvent.Health(SpeechEvent.State.CONNECTING, "connecting to Deepgram"),
                        new SpeechEvent.Health(SpeechEvent.State.LIVE, "Deepgram nova-3"),
                        new SpeechEvent.Opened("deepgram", "nova-3", ScriptedDeepgram.REQUEST_ID));
    }

    @ParameterizedTest
    @EnumSource(DeepgramSettings.Encoding.class)
    void audioSpokenWhileConnectingArrivesWholeAndInOrder(DeepgramSettings.Encoding encoding) {
        world.listening = new DeepgramSettings.Listening("nova-3", "en", encoding, List.of(), Map.of());
        world.unpaced();
        world.deepgram.answers = false;
        SpeechSession session = world.open();
        ByteArrayOutputStream spoken = new ByteArrayOutputStream();
        for (int size : new int[] {160, 0, 1, 79, 160, 4_000, 79, 1}) {
            byte[] slice = World.noise(size, size);
            World.say(session, slice, spoken.size() / 8);
            spoken.writeBytes(slice);
        }
        world.time.until("the upgrade is asked for", () -> !world.deepgram.targets.isEmpty());

        world.deepgram.answer();
        session.finish();
        world.untilClosed();

        boolean decode = encoding == DeepgramSettings.Encoding.LINEAR16;
        byte[] expected = decode ? MuLaw.toLinear16(spoken.toByteArray()) : spoken.toByteArray();
        assertThat(world.deepgram.audio()).isEqualTo(expected);
        int chunk = decode ? 960 : 480;
        assertThat(world.deepgram.audioSizes()).allMatch(size -> size == chunk || size == expected.length % chunk);
        assertThat(world.deepgram.story()).containsExactly("audio", "CloseStream");
        assertThat(world.closed().clean()).isTrue();
        assertThat(world.all(SpeechEvent.Fault.class)).isEmpty();
    }

    @Test
    void aPartialChunkLeavesWhenFramesStop() {
        world.talking(100);
        assertThat(world.count(SENT)).isEqualTo(60);

        world.time.advance(60);
        assertThat(world.count(SENT)).isEqualTo(60);

        world.time.advance(20);
        assertThat(world.count(SENT)).isEqualTo(100);
        world.untilFrames(2);
        assertThat(world.deepgram.audioSizes()).containsExactly(480, 320);
    }

    @Test
    void silenceIsFilledWithKeepAlivesAsText() {
        SpeechSession session = world.talking(60);
        world.time.advance(3_980);
        world.speak(session, 60);
        world.untilFrames(2);
        assertThat(world.deepgram.story()).containsExactly("audio");

        world.time.advance(4_000);
        world.untilFrames(3);
        world.time.advance(4_000);
        world.untilFrames(4);
        assertThat(world.deepgram.story()).containsExactly("audio", "KeepAlive", "KeepAlive");
    }

    @Test
    void audioIsAlwaysFirst() {
        DeepgramSettings.Timing defaults = world.timing;
        world.timing = new DeepgramSettings.Timing(
                defaults.chunk(),
                defaults.buffer(),
                defaults.connectTimeout(),
                defaults.closeDeadline(),
                Duration.ofMillis(20),
                defaults.stuck(),
                0);
        SpeechSession session = world.open();
        world.speak(session, 20);
        world.untilLive();
        world.time.advance(200);
        world.untilFrames(3);

        assertThat(world.deepgram.story()).startsWith("audio", "KeepAlive");
    }

    @Test
    void withoutAudioThereIsNoStreamToKeepAlive() {
        SpeechSession session = world.open();
        session.finalizeNow();
        world.time.advance(15_000);

        assertThat(world.deepgram.connections).isZero();
        assertThat(world.events).isEmpty();
    }

    @Test
    void finalizeTakesThePartialChunkAlong() {
        SpeechSession session = world.talking(100);
        session.finalizeNow();

        world.untilFrames(3);
        assertThat(world.deepgram.story()).containsExactly("audio", "Finalize");
        assertThat(world.deepgram.audio()).hasSize(800);
    }

    @Test
    void finalizeKeepsItsPlaceBetweenAudioThatWaits() {
        world.deepgram.answers = false;
        SpeechSession session = world.open();
        world.speak(session, 3_000);
        session.finalizeNow();
        world.speak(session, 120);
        session.finish();
        world.time.until("the upgrade is asked for", () -> !world.deepgram.targets.isEmpty());
        world.deepgram.answer();
        world.untilLive();
        world.time.advance(3_000);
        world.untilClosed();

        assertThat(world.deepgram.story()).containsExactly("audio", "Finalize", "audio", "CloseStream");
        assertThat(world.deepgram.frames.get(50).text()).isEqualTo("{\"type\":\"Finalize\"}");
    }

    @Test
    void closeStreamFollowsTheLastAudioThoughThatIsPaced() {
        world.deepgram.answers = false;
        SpeechSession session = world.open();
        world.speak(session, 5_000);
        session.finish();
        world.time.until("the upgrade is asked for", () -> !world.deepgram.targets.isEmpty());
        world.deepgram.answer();
        world.untilLive();

        assertThat(world.count(SENT)).isEqualTo(960); // a second, in whole chunks
        world.time.advance(1_000);
        assertThat(world.count(SENT)).isEqualTo(2_220); // and 1,250 ms more, likewise
        world.time.advance(1_000);
        assertThat(world.count(SENT)).isEqualTo(3_480);
        world.time.advance(1_220);
        assertThat(world.count(SENT)).isEqualTo(5_000);

        world.untilClosed();
        assertThat(world.deepgram.story()).containsExactly("audio", "CloseStream");
        assertThat(world.deepgram.audio()).hasSize(40_000);
        assertThat(world.closed()).isEqualTo(new SpeechEvent.Closed(true, "finished"));
        world.time.until("goodbye is said", () -> !world.deepgram.closeCodes.isEmpty());
        assertThat(world.deepgram.closeCodes).containsExactly(1_000);
    }

    @Test
    void theLastWordsAreReadBeforeTheEnd() {
        world.deepgram.saysMetadata = false;
        SpeechSession session = world.talking(420);
        session.finish();
        world.time.until("CloseStream is there", () -> world.deepgram.story().contains("CloseStream"));
        world.time.advance(5_000);
        world.deepgram.says(Said.settled("goodbye", 0.1, 0.4));
        world.deepgram.says("{\"type\":\"Metadata\",\"duration\":0.42,\"channels\":1}");

        world.untilClosed();
        assertThat(world.only(SpeechEvent.Final.class).text()).isEqualTo("goodbye");
        assertThat(world.events.get(world.events.size() - 1)).isEqualTo(new SpeechEvent.Closed(true, "finished"));
    }

    @Test
    void aVendorThatNeverSumsUpIsLeftAtTheDeadline() {
        world.deepgram.saysMetadata = false;
        SpeechSession session = world.talking(60);
        world.time.advance(100);
        session.finish();
        world.time.until("CloseStream is there", () -> world.deepgram.story().contains("CloseStream"));

        world.time.advance(9_980);
        assertThat(world.all(SpeechEvent.Closed.class)).isEmpty();
        world.time.advance(20);
        String expected = "no Metadata within 10000 ms of CloseStream";
        assertThat(world.closed())
                .isEqualTo(new SpeechEvent.Closed(
                        expected, new Failure(Failure.STUCK, Failure.Remedy.RECONNECT, null, expected)));
        assertThat(world.all(SpeechEvent.Fault.class)).isEmpty();
        world.time.until("the socket is gone", () -> world.deepgram.disconnections == 1);
    }

    @Test
    void aGoodbyeWithoutMetadataIsNotClean() {
        world.deepgram.saysMetadata = false;
        SpeechSession session = world.talking(60);
        session.finish();
        world.time.until("CloseStream is there", () -> world.deepgram.story().contains("CloseStream"));
        world.deepgram.closes(1000, "");

        world.untilClosed();
        assertThat(world.closed().clean()).isFalse();
        assertThat(world.all(SpeechEvent.Fault.class)).isEmpty();
    }

    @Test
    void callTimeIsTrueOverAHoleInTheMedia() {
        world.unpaced();
        SpeechSession session = world.open();
        world.silence(7_000);
        world.speak(session, 400);
        world.silence(20_000);
        world.speak(session, 400);
        world.untilLive();
        world.time.advance(100);

        world.deepgram.says(Said.settled("before", 0.1, 0.4));
        assertThat(world.next(SpeechEvent.Final.class))
                .extracting(SpeechEvent.Final::startMs, SpeechEvent.Final::endMs, SpeechEvent.Final::settledUntilMs)
                .containsExactly(7_100L, 7_400L, 7_400L);
        world.deepgram.says(Said.settled("behind", 0.4, 0.8));
        assertThat(world.next(SpeechEvent.Final.class))
                .extracting(SpeechEvent.Final::startMs, SpeechEvent.Final::endMs)
                .containsExactly(27_400L, 27_800L);
    }

    @Test
    void emptyFinalsSettleAndInterimsPass() {
        world.talking(960);
        world.deepgram.says(Said.silence(0, 0.5));
        assertThat(world.next(SpeechEvent.Settled.class)).isEqualTo(new SpeechEvent.Settled(500, false, false));
        world.deepgram.says(Said.results("gu", 0.5, 0.7, "\"is_final\":false,\"speech_final\":false"));
        assertThat(world.next(SpeechEvent.Interim.class).text()).isEqualTo("gu");
        world.deepgram.says(Said.empty(0.5, 0.5, "\"is_final\":false,\"speech_final\":false"));
        assertThat(world.next(SpeechEvent.Interim.class).text()).isEmpty();
        world.deepgram.says("{\"type\":\"SpeechStarted\",\"channel\":[0,1],\"timestamp\":0.25}");
        assertThat(world.next(SpeechEvent.SpeechStarted.class)).isEqualTo(new SpeechEvent.SpeechStarted(250));
        world.deepgram.says("{\"type\":\"UtteranceEnd\",\"channel\":[0,1],\"last_word_end\":0.75}");
        assertThat(world.next(SpeechEvent.UtteranceEnd.class)).isEqualTo(new SpeechEvent.UtteranceEnd(750));
    }
}
