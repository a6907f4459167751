package io.sidetone.speech.assemblyai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sidetone.speech.AudioFormat;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.SpeechSession;
import io.sidetone.speech.Word;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A session in which nothing goes wrong. */
class AssemblyAiStreamTest {
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void theKeyStandsAloneAndTheQuerySaysEverything() {
        world.talking(100);

        assertThat(world.assemblyAi.targets)
                .containsExactly("/v3/ws?speech_model=universal-streaming-english&encoding=pcm_mulaw"
                        + "&sample_rate=8000&format_turns=true");
        assertThat(world.assemblyAi.headers.get(0).get("authorization")).isEqualTo("key-of-tests");
    }

    @Test
    void nothingIsSentBeforeBegin() {
        world.assemblyAi.begins = false;
        SpeechSession session = world.open();
        world.speak(session, 300);
        world.time.until("the upgrade is answered", () -> world.assemblyAi.targets.size() == 1);
        world.time.advance(500);

        assertThat(world.assemblyAi.frames).isEmpty();
        assertThat(world.all(SpeechEvent.Opened.class)).isEmpty();
        world.assemblyAi.begin();
        world.untilFrames(3);
        assertThat(world.only(SpeechEvent.Opened.class))
                .isEqualTo(new SpeechEvent.Opened(
                        "assemblyai", "universal-streaming-english", ScriptedAssemblyAi.SESSION_ID));
    }

    @Test
    void audioGoesAsItIsInTenthsOfASecond() {
        world.talking(500);

        assertThat(world.assemblyAi.audioSizes()).containsExactly(800, 800, 800, 800, 800);
        assertThat(Arrays.copyOf(world.assemblyAi.audio(), 160)).isEqualTo(World.noise(160, 0));
    }

    @Test
    void linearAudioIsDeclaredAndSentAsItIs() {
        world.format = AudioFormat.LINEAR16_16K;
        SpeechSession session = world.open();
        world.speak(session, 100);
        world.untilFrames(1);

        assertThat(world.assemblyAi.targets.get(0)).contains("&encoding=pcm_s16le&sample_rate=16000&");
        assertThat(world.assemblyAi.audioSizes()).containsExactly(3_200);
    }

    @Test
    void theLastRemainderIsFilledWithSilence() {
        SpeechSession session = world.talking(100);
        world.speak(session, 20);
        session.finish();
        world.untilClosed();

        assertThat(world.assemblyAi.audioSizes()).containsExactly(800, 400);
        byte[] heard = world.assemblyAi.audio();
        assertThat(Arrays.copyOfRange(heard, 800, 960)).isEqualTo(World.noise(160, 100));
        byte[] silence = new byte[240];
        Arrays.fill(silence, (byte) 0xFF);
        assertThat(Arrays.copyOfRange(heard, 960, 1_200)).isEqualTo(silence);
        assertThat(world.assemblyAi.story()).containsExactly("audio", "Terminate");
        assertThat(world.closed().clean()).isTrue();
        assertThat(world.meters.get("sidetone_stt_audio_sent_ms").counter().count())
                .as("what was spoken")
                .isEqualTo(120);
    }

    @Test
    void aHoleIsKeptAsTimeThoughTheChunkBeforeItIsFilledUp() {
        SpeechSession session = world.talking(100);
        world.speak(session, 20);
        world.hole(500);
        world.speak(session, 100); // call time 620 to 720; 150 to 250 of the session
        world.untilFrames(3);
        world.hears(Said.settled(0, "behind", 160, 240), SpeechEvent.Final.class);

        assertThat(world.only(SpeechEvent.Final.class))
                .extracting(SpeechEvent.Final::startMs, SpeechEvent.Final::endMs)
                .containsExactly(630L, 710L);
    }

    @Test
    void neverFasterThanRealTimeButForTheFirstSecond() {
        world.assemblyAi.begins = false;
        SpeechSession session = world.open();
        world.speak(session, 3_000);
        world.time.until("the upgrade is answered", () -> world.assemblyAi.targets.size() == 1);
        world.assemblyAi.begin();
        world.untilFrames(10);
        assertThat(session.backlogMs()).isEqualTo(2_000);

        world.time.advance(1_000);
        world.untilFrames(20);
        assertThat(session.backlogMs()).isEqualTo(1_000);
    }

    @Test
    void anEndOfTurnIsSettledOnceWhenItsFormattedFormHasCome() {
        world.talking(1_000);
        world.hears(Said.guess(0, "replace", 200), SpeechEvent.Interim.class);
        world.hears(Said.plain(0, "replace the relay", 200), SpeechEvent.Interim.class);
        assertThat(world.all(SpeechEvent.Final.class)).isEmpty();
        world.hears(Said.formatted(0, "Replace the relay.", 200), SpeechEvent.Final.class);
        world.time.advance(2_000);

        assertThat(world.all(SpeechEvent.Interim.class))
                .extracting(SpeechEvent.Interim::text)
                .containsExactly("replace", "replace the relay");
        SpeechEvent.Final settled = world.only(SpeechEvent.Final.class);
        assertThat(settled.text()).isEqualTo("Replace the relay.");
        assertThat(settled.words()).extracting(Word::text).containsExactly("Replace", "the", "relay.");
        assertThat(settled.startMs()).isEqualTo(200);
        assertThat(settled.endMs()).isEqualTo(500);
        assertThat(settled.settledUntilMs()).isEqualTo(500);
        assertThat(settled.speechFinal()).isTrue();
        assertThat(settled.fromFinalize()).isFalse();
        assertThat(settled.language()).isEqualTo("en");
        assertThat(settled.source())
                .isEqualTo(new SpeechEvent.Source(
                        "assemblyai", "universal-streaming-english", ScriptedAssemblyAi.SESSION_ID));
    }

    @Test
    void thePlainEndCountsWhenTheFormattedOneIsLate() {
        world.talking(1_000);
        world.hears(Said.plain(0, "replace it", 200), SpeechEvent.Interim.class);
        world.time.advance(480);
        assertThat(world.all(SpeechEvent.Final.class)).isEmpty();
        world.time.advance(40);
        assertThat(world.only(SpeechEvent.Final.class).text()).isEqualTo("replace it");

        world.assemblyAi.says(Said.formatted(0, "Replace it.", 200));
        world.hears(Said.guess(1, "then", 700), SpeechEvent.Interim.class);
        assertThat(world.all(SpeechEvent.Final.class)).hasSize(1);
    }

    @Test
    void aLaterTurnWaitsForTheOneBeforeIt() {
        world.talking(1_000);
        world.hears(Said.plain(0, "first", 200), SpeechEvent.Interim.class);
        world.assemblyAi.says(Said.guess(1, "sec", 700));
        world.hears(Said.formatted(0, "First.", 200), SpeechEvent.Final.class);

        assertThat(world.events.subList(world.events.size() - 2, world.events.size()))
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("Final", "Interim");
        world.hears(Said.plain(1, "second", 700), SpeechEvent.Interim.class);
        world.hears(Said.plain(2, "third", 900), SpeechEvent.Final.class);
        assertThat(world.all(SpeechEvent.Final.class))
                .extracting(SpeechEvent.Final::text)
                .containsExactly("First.", "second");
    }

    @Test
    void withoutFormattingTheFirstEndSettles() {
        world.listening =
                new AssemblyAiSettings.Listening(null, java.util.List.of(), false, null, null, java.util.Map.of());
        world.talking(1_000);
        world.hears(Said.plain(0, "replace it", 200), SpeechEvent.Final.class);

        assertThat(world.only(SpeechEvent.Final.class).text()).isEqualTo("replace it");
        assertThat(world.assemblyAi.targets.get(0)).endsWith("format_turns=false");
    }

    @Test
    void finalizeForcesTheEndBehindTheAudioBeforeIt() {
        SpeechSession session = world.talking(200);
        world.speak(session, 60);
        session.finalizeNow();
        world.untilFrames(4);
        world.speak(session, 100);
        world.untilFrames(5);

        assertThat(world.assemblyAi.story()).containsExactly("audio", "ForceEndpoint", "audio");
        assertThat(world.assemblyAi.audioSizes()).containsExactly(800, 800, 480, 800);
        world.hears(Said.formatted(0, "First.", 100), SpeechEvent.Final.class);
        world.hears(Said.formatted(1, "Second.", 300), SpeechEvent.Final.class);
        assertThat(world.all(SpeechEvent.Final.class))
                .extracting(SpeechEvent.Final::fromFinalize, SpeechEvent.Final::speechFinal)
                .containsExactly(tuple(true, false), tuple(false, true));
    }

    @Test
    void finalizeWaitsUntilTheChunkMayGoWithoutPadding() {
        SpeechSession session = world.talking(200);
        world.speak(session, 20);
        session.finalizeNow();
        world.time.advance(40);
        assertThat(world.assemblyAi.story()).containsExactly("audio");

        world.speak(session, 40);
        world.untilFrames(4);
        assertThat(world.assemblyAi.story()).containsExactly("audio", "ForceEndpoint");
        assertThat(world.assemblyAi.audioSizes()).containsExactly(800, 800, 480);
    }

    @Test
    void finalizeComesTooWhenFramesHaveStopped() {
        SpeechSession session = world.talking(200);
        world.speak(session, 20);
        session.finalizeNow();
        world.time.advance(140);
        world.untilFrames(4);

        assertThat(world.assemblyAi.story()).containsExactly("audio", "ForceEndpoint");
        assertThat(world.assemblyAi.audioSizes()).containsExactly(800, 800, 400);
    }

    @Test
    void whileNoAudioComesItSaysThatItIsThereAndPadsNothing() {
        world.talking(100);
        world.time.advance(1_900);
        world.time.runNow();
        world.time.advance(2_200);
        world.untilFrames(2);

        assertThat(world.assemblyAi.story()).containsExactly("audio", "KeepAlive");
        assertThat(world.assemblyAi.audioSizes()).containsExactly(800);
    }

    @Test
    void whatHadEndedIsSettledBeforeTheEnd() {
        world.assemblyAi.saysTermination = false;
        SpeechSession session = world.talking(1_000);
        session.finish();
        world.untilFrames(11);
        world.hears(Said.plain(0, "goodbye", 200), SpeechEvent.Interim.class);
        world.assemblyAi.says(Said.TERMINATION);
        world.untilClosed();

        assertThat(world.only(SpeechEvent.Final.class).text()).isEqualTo("goodbye");
        assertThat(world.closed().clean()).isTrue();
        world.time.until("it said goodbye", () -> !world.assemblyAi.closeCodes.isEmpty());
    }

    @Test
    void otherMessagesChangeNothing() {
        world.talking(200);
        world.assemblyAi.says("{\"type\":\"Weather\"}");
        world.assemblyAi.says("no JSON");
        world.assemblyAi.says("{\"type\":\"Heartbeat\",\"total_audio_received_ms\":1}");
        world.assemblyAi.says("{\"type\":\"Warning\",\"warning_code\":1001,\"warning\":\"x\"}");
        world.hears("{\"type\":\"SpeechStarted\",\"timestamp\":120}", SpeechEvent.SpeechStarted.class);

        assertThat(world.only(SpeechEvent.SpeechStarted.class).atMs()).isEqualTo(120);
        assertThat(world.meters.get("sidetone_stt_messages_unknown").counter().count())
                .isEqualTo(1);
        assertThat(world.meters.get("sidetone_stt_messages_garbage").counter().count())
                .isEqualTo(1);
    }
}
