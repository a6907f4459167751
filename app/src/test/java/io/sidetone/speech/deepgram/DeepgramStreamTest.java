package io.sidetone.speech.deepgram;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.speech.AudioFormat;
import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.SpeechSession;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes down the wire, on a real socket. */
class DeepgramStreamTest {
    private final World world = new World();

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void audioSpokenWhileConnectingArrivesWholeAndInOrder() {
        world.unpaced();
        world.deepgram.answers = false;
        SpeechSession session = world.open();
        ByteArrayOutputStream spoken = new ByteArrayOutputStream();
        int[] sizes = {160, 0, 1, 79, 160, 4_000, 79, 1};
        long atMs = 0;
        for (int size : sizes) {
            byte[] slice = World.noise(size, size);
            World.say(session, slice, atMs);
            spoken.writeBytes(slice);
            atMs += size / 8;
        }
        world.time.until("the upgrade is asked for", () -> !world.deepgram.targets.isEmpty());

        world.deepgram.answer();
        session.finish();
        world.untilClosed();

        assertThat(world.deepgram.audio()).isEqualTo(spoken.toByteArray());
        assertThat(world.deepgram.audioSizes()).allMatch(size -> size == 480 || size == 480 * 2 || size < 480);
        assertThat(world.closed().clean()).isTrue();
        assertThat(world.deepgram.story()).containsExactly("audio", "{\"type\":\"CloseStream\"}");
        assertThat(world.format).isEqualTo(AudioFormat.MULAW_8K);
        assertThat(world.all(SpeechEvent.Fault.class)).isEmpty();
    }
}
