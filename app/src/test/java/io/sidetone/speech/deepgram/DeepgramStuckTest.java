package io.sidetone.speech.deepgram;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.speech.AudioFormat;
import io.sidetone.speech.Failure;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.SpeechSession;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream that is open and dead; with 8 s of patience and a ping every 4 s. */
class DeepgramStuckTest {
    private final World world = new World();
    private int spokenMs; // by talk

    @AfterEach
    void end() {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aVendorThatTakesNothingMoreIsGivenUp(boolean finishing) {
        world.format = AudioFormat.LINEAR16_16K;
        world.timing = World.timing(Duration.ofSeconds(2), 0);
        SpeechSession session = world.open();
        World.say(session, World.noise(32_000, 1), 0);
        world.untilLive();
        world.deepgram.reads(false);
        for (int i = 0; world.all(SpeechEvent.Fault.class).isEmpty(); i++) { // until audio has to be given up
            assertThat(i).as("the kernel took it all").isLessThan(3_000);
            World.say(session, World.noise(32_000, i), 1_000L * (i + 1));
            world.time.runNow();
        }
        if (finishing) {
            session.finish();
        }
        world.time.advance(7_980);
        assertThat(world.all(SpeechEvent.Closed.class)).isEmpty();

        for (int i = 0; i < 500 && world.all(SpeechEvent.Closed.class).isEmpty(); i++) {
            world.time.advance(20); // the kernel may have taken a little more at first
        }
        isStuck("taken nothing");
        assertThat(world.all(SpeechEvent.Fault.class).stream()
                        .filter(fault -> fault.code().equals("stt.stuck"))
                        .mapToLong(SpeechEvent.Fault::lostMs))
                .hasSize(1)
                .allMatch(lostMs -> lostMs > 0 && lostMs <= 2_000);
    }

    @Test
    void audioThatNoResultAnswersIsAFault() {
        SpeechSession session = world.talking(60);
        talk(session, 7_900);
        assertThat(world.all(SpeechEvent.Closed.class)).isEmpty();

        talk(session, 200);
        isStuck("no result");
    }

    @Test
    void musicOnHoldIsNot() {
        SpeechSession session = world.talking(60);
        for (int i = 0; i < 5; i++) {
            talk(session, 6_000);
            world.deepgram.says(Said.silence(i * 6, 6));
            int settled = i + 1;
            world.time.until(
                    "it has come", () -> world.all(SpeechEvent.Settled.class).size() == settled);
        }
        assertThat(world.all(SpeechEvent.Closed.class)).isEmpty();

        talk(session, 8_100);
        isStuck("no result");
    }

    @Test
    void aLongSilenceOfOursIsNot() {
        SpeechSession session = world.talking(60);
        talk(session, 7_000);
        for (int i = 1; i <= 30; i++) {
            world.time.advance(4_000);
            world.deepgram.says("{\"type\":\"SpeechStarted\",\"channel\":[0,1],\"timestamp\":0.0}"); // alive, no result
            world.next(SpeechEvent.SpeechStarted.class);
        }
        talk(session, 7_000);
        assertThat(world.all(SpeechEvent.Closed.class)).isEmpty();
        assertThat(world.deepgram.story()).endsWith("KeepAlive", "audio");
    }

    @Test
    void aPingThatNothingAnswersIsAFault() {
        world.deepgram.pongs = false;
        world.talking(60);
        world.time.advance(11_980); // a ping at 4 s
        assertThat(world.all(SpeechEvent.Closed.class)).isEmpty();

        world.time.advance(20);
        isStuck("answer to a ping");
    }

    @Test
    void anythingThatComesAnswersAPing() {
        world.deepgram.pongs = false;
        world.talking(60);
        world.time.advance(6_000);
        world.deepgram.says("{\"type\":\"SpeechStarted\",\"channel\":[0,1],\"timestamp\":0.0}");
        world.next(SpeechEvent.SpeechStarted.class);
        world.time.advance(9_980); // another ping at 8 s

        assertThat(world.all(SpeechEvent.Closed.class)).isEmpty();
        world.time.advance(20);
        isStuck("answer to a ping");
    }

    /** Speaks in real time; waits now and then, since the clock can be faster than the socket. */
    private void talk(SpeechSession session, int ms) {
        for (int done = 0; done < ms; done += 20) {
            world.speak(session, 20);
            world.time.advance(20);
            spokenMs += 20;
            if (spokenMs % 500 == 0) {
                world.time.until("it has come", () -> world.deepgram.audioBytes >= (spokenMs - 60) * 8 || isClosed());
            }
        }
    }

    private boolean isClosed() {
        return !world.all(SpeechEvent.Closed.class).isEmpty();
    }

    private void isStuck(String how) {
        Failure failure = Objects.requireNonNull(world.closed().failure());
        assertThat(failure.code()).isEqualTo(Failure.STUCK);
        assertThat(failure.remedy()).isEqualTo(Failure.Remedy.RECONNECT);
        assertThat(failure.message()).contains(how, "for 8000 ms");
    }
}
