package io.sidetone.speech.deepgram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sidetone.speech.AudioFormat;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.SpeechSession;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Audio that cannot be sent: what is kept, what is given up, and that every millisecond is accounted for. */
class DeepgramBacklogTest {
    private static final int STEP_BYTES = 4_000; // 125 ms of 16 kHz linear16

    private final World world = new World();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void whatIsGivenUpIsReportedOnceAndInTotalAndTimeStaysTrue() {
        world.timing = World.timing(Duration.ofSeconds(1), 0);
        world.deepgram.answers = false;
        SpeechSession session = world.open();
        world.silence(3_000);
        world.speak(session, 2_200); // 1,200 ms too many
        world.time.until("the upgrade is asked for", () -> !world.deepgram.targets.isEmpty());
        assertThat(world.all(SpeechEvent.Fault.class)).hasSize(1);

        world.deepgram.answer();
        world.untilLive();
        world.deepgram.says(Said.settled("still", 0.1, 0.5));

        assertThat(world.next(SpeechEvent.Final.class))
                .extracting(SpeechEvent.Final::startMs, SpeechEvent.Final::endMs)
                .containsExactly(4_300L, 4_700L);
        assertThat(world.all(SpeechEvent.Fault.class))
                .extracting(
                        SpeechEvent.Fault::code,
                        SpeechEvent.Fault::atMs,
                        SpeechEvent.Fault::lostMs,
                        SpeechEvent.Fault::resolved)
                .containsExactly(tuple("audio.shed", 3_000L, 60L, false), tuple("audio.shed", 3_000L, 1_200L, true));
        assertThat(world.count("sidetone_stt_audio_lost_ms")).isEqualTo(1_200);
    }

    @Test
    void aLossThatNeverRecoveredIsSummedUpAtTheEnd() {
        world.timing = World.timing(Duration.ofSeconds(1), 0);
        world.deepgram.answers = false;
        SpeechSession session = world.open();
        world.speak(session, 1_600);
        world.time.advance(5_000); // the connect timeout

        List<SpeechEvent.Fault> faults = world.all(SpeechEvent.Fault.class);
        assertThat(faults)
                .extracting(SpeechEvent.Fault::code)
                .containsExactly("audio.shed", "audio.shed", "stt.unavailable");
        assertThat(faults).extracting(SpeechEvent.Fault::lostMs).containsExactly(60L, 600L, 1_000L);
        assertThat(world.count("sidetone_stt_audio_lost_ms")).isEqualTo(1_600);
    }

    @Test
    void aLossIsOverWhenHalfOfTheBufferIsFree() {
        world.timing = World.timing(Duration.ofSeconds(4), 1.25);
        world.deepgram.answers = false;
        SpeechSession session = world.open();
        world.speak(session, 6_000); // 34 chunks are lost, 66 wait
        world.time.until("the upgrade is asked for", () -> !world.deepgram.targets.isEmpty());
        world.deepgram.answer();
        world.untilLive(); // 16 chunks go at once, 17 more have to
        world.time.advance(780);
        assertThat(world.all(SpeechEvent.Fault.class)).hasSize(1);

        world.time.advance(20);
        assertThat(world.all(SpeechEvent.Fault.class))
                .extracting(SpeechEvent.Fault::lostMs)
                .containsExactly(60L, 2_040L);
    }

    @Test
    void aLossIsSummedUpWhenTheSessionIsCancelledToo() {
        world.timing = World.timing(Duration.ofSeconds(1), 0);
        world.deepgram.answers = false;
        SpeechSession session = world.open();
        world.speak(session, 1_600);
        session.cancel();

        assertThat(world.all(SpeechEvent.Fault.class))
                .extracting(SpeechEvent.Fault::lostMs, SpeechEvent.Fault::resolved)
                .containsExactly(tuple(60L, false), tuple(600L, true));
        assertThat(world.closed().clean()).isFalse();
    }

    @Test
    void aVendorThatStopsReadingHoldsUpItsOwnAudioOnly() {
        world.format = AudioFormat.LINEAR16_16K;
        world.timing = World.timing(Duration.ofSeconds(2), 0);
        SpeechSession session = world.open();
        byte[] spoken = flood(session);

        world.deepgram.reads(true);
        session.finish();
        while (world.all(SpeechEvent.Closed.class).isEmpty()) {
            int before = world.deepgram.frames.size();
            world.time.advance(20);
            world.time.until(
                    "something more arrives",
                    () -> world.deepgram.frames.size() > before
                            || !world.all(SpeechEvent.Closed.class).isEmpty());
        }

        long lostMs = world.all(SpeechEvent.Fault.class).stream()
                .filter(SpeechEvent.Fault::resolved)
                .mapToLong(SpeechEvent.Fault::lostMs)
                .sum();
        byte[] heard = world.deepgram.audio();
        assertThat(lostMs).isPositive();
        assertThat(heard.length + lostMs * 32).isEqualTo(spoken.length);
        assertThat(tail(heard)).isEqualTo(tail(spoken));
        assertThat(Arrays.copyOf(heard, 32_000)).isEqualTo(Arrays.copyOf(spoken, 32_000));
        assertThat(world.closed().clean()).isTrue();
    }

    /** Speaks to a vendor that does not read until audio has to be given up. */
    private byte[] flood(SpeechSession session) {
        ByteArrayOutputStream spoken = new ByteArrayOutputStream();
        say(session, spoken);
        world.untilLive();
        world.deepgram.reads(false);
        while (world.all(SpeechEvent.Fault.class).isEmpty()) {
            assertThat(spoken.size()).as("the kernel took it all").isLessThan(100 << 20);
            say(session, spoken);
            world.time.runNow();
        }
        return spoken.toByteArray();
    }

    private static void say(SpeechSession session, ByteArrayOutputStream spoken) {
        byte[] step = World.noise(STEP_BYTES, spoken.size());
        World.say(session, step, spoken.size() / 32);
        spoken.writeBytes(step);
    }

    private static byte[] tail(byte[] audio) {
        return Arrays.copyOfRange(audio, audio.length - 32_000, audio.length);
    }
}
