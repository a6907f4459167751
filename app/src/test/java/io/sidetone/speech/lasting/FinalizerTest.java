package io.sidetone.speech.lasting;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.sidetone.codec.MuLaw;
import io.sidetone.speech.SpeechEvent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FinalizerTest {
    private static final int FRAME_MS = 20;
    private final VoiceWatch voice = new VoiceWatch();
    private final Finalizer finalizer = new Finalizer();
    private long nowMs;

    @ParameterizedTest(name = "\"{0}\" is held for {1} ms")
    @CsvSource(quoteCharacter = '"', textBlock = """
            "",                       0
            it is the relay,          0
            it is the relay.,         0
            my number is 4155,        1000
            my number is 4155.,       1000
            it is 4 ...,              1000
            it is five,               0
            4155 is it,               0
            ٤١,                       1000
            """)
    void numbersAreHeldForASecond(String guess, long heldMs) {
        speak(1_000);
        finalizer.guessed(new SpeechEvent.Interim(guess, 0, nowMs, 0.9, List.of()));
        long endedMs = silenceUntilVoiceHasEnded();

        assertThat(dueAfter(endedMs)).isEqualTo(heldMs);
    }

    @Test
    void aNumberThatIsSettledHoldsNothing() {
        speak(1_000);
        finalizer.guessed(new SpeechEvent.Interim("4155", 0, nowMs, 0.9, List.of()));
        finalizer.settled();

        assertThat(dueAfter(silenceUntilVoiceHasEnded())).isZero();
    }

    @Test
    void whoSpeaksOnIsNotCut() {
        speak(1_000);
        finalizer.guessed(new SpeechEvent.Interim("4155", 0, nowMs, 0.9, List.of()));
        silenceUntilVoiceHasEnded();
        speak(500);
        for (int i = 0; i < 100; i++) {
            speak(FRAME_MS);
            assertThat(finalizer.isDue(nowMs)).isFalse();
        }
    }

    @Test
    void itIsDueOncePerRunOfSpeech() {
        assertThat(finalizer.isDue(nowMs)).isFalse();
        for (int run = 0; run < 3; run++) {
            speak(1_000);
            silenceUntilVoiceHasEnded();
            assertThat(finalizer.isDue(nowMs)).isTrue();
            hear(2_000, false);
            assertThat(finalizer.isDue(nowMs)).isFalse();
        }
    }

    private long dueAfter(long sinceMs) {
        for (long waited = 0; waited <= 5_000; waited += FRAME_MS) {
            if (finalizer.isDue(sinceMs + waited)) {
                return waited;
            }
        }
        throw new AssertionError("it is never due");
    }

    private long silenceUntilVoiceHasEnded() {
        long fromMs = nowMs;
        while (voice.isSpeaking()) {
            assertThat(finalizer.isDue(nowMs)).isFalse();
            hear(FRAME_MS, false);
        }
        assertThat(nowMs - fromMs).isBetween(250L, 400L);
        return nowMs;
    }

    private void speak(long ms) {
        hear(ms, true);
    }

    private void hear(long ms, boolean isVoice) {
        for (long done = 0; done < ms; done += FRAME_MS) {
            byte[] frame = new byte[FRAME_MS * 8];
            for (int i = 0; i < frame.length; i++) {
                frame[i] = MuLaw.encode(isVoice ? LastingWorld.buzz(nowMs * 8 + i) : 0);
            }
            voice.hear(Unpooled.wrappedBuffer(frame), nowMs);
            nowMs += FRAME_MS;
            finalizer.heard(voice, nowMs);
        }
    }
}
