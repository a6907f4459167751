package io.sidetone.speech.assemblyai;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.codec.MuLaw;
import io.sidetone.sim.assemblyai.AssemblyAiEmulator;
import io.sidetone.sim.assemblyai.AssemblyAiOptions;
import io.sidetone.sim.assemblyai.RecordedSession;
import io.sidetone.sim.assemblyai.SessionRules;
import io.sidetone.sim.deepgram.Speech;
import io.sidetone.sim.deepgram.Track;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.SpeechSession;
import io.sidetone.speech.Word;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The two that were written from the same description understand each other, and the strict one has no complaint. */
class AgainstTheEmulatorTest {
    private static final Track COUNT = Speech.track("count", "|500 One two three four. |800 Five six.", 1);
    private static final byte[] AUDIO =
            MuLaw.fromLinear16(Speech.linear16(Speech.joined(Speech.samples(COUNT), Speech.silence(1_500))));
    private static final int FRAME = 160;

    @Test
    void everyWordComesWithItsTime() throws IOException {
        // unpaced, since the test's clock and the emulator's are not the same
        AssemblyAiOptions options = AssemblyAiOptions.of(Speech.library(COUNT), InstantSource.fixed(Instant.EPOCH))
                .withAcceptedKeys("key-of-tests")
                .withRules(SessionRules.VENDOR.unpaced());
        try (AssemblyAiEmulator emulator = AssemblyAiEmulator.start(options);
                World world = new World()) {
            SpeechSession session = world.open(emulator.url());
            for (int at = 0; at < AUDIO.length; at += FRAME) {
                World.say(session, Arrays.copyOfRange(AUDIO, at, Math.min(AUDIO.length, at + FRAME)), 7_000 + at / 8);
                if (at == 0) {
                    world.untilLive();
                }
                world.time.advance(20);
            }
            session.finish();
            world.time.until("all is sent", () -> {
                world.time.advance(20);
                return session.backlogMs() == 0;
            });
            world.untilClosed();

            assertThat(world.closed().clean()).isTrue();
            assertThat(world.all(SpeechEvent.Final.class))
                    .extracting(SpeechEvent.Final::text)
                    .containsExactly("One two three four.", "Five six.");
            assertThat(world.all(SpeechEvent.Final.class).stream()
                            .flatMap(settled -> settled.words().stream())
                            .map(Word::startMs))
                    .containsExactly(7_500L, 7_900L, 8_300L, 8_700L, 9_900L, 10_300L);
            RecordedSession heard = emulator.sessions().get(0);
            assertThat(heard.violations()).isEmpty();
            assertThat(Arrays.copyOf(heard.audio(), AUDIO.length)).isEqualTo(AUDIO);
        }
    }
}
