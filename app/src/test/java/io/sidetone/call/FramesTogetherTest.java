package io.sidetone.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many frames of a stream may as well come together. */
class FramesTogetherTest {
    private static final long FRAME_MS = 20;
    private static final long LONGEST_MS = 100;

    private final CallWorld world = new CallWorld();
    private final CallStream stream = world.open("call-1");

    @ParameterizedTest
    @CsvSource({"60, 60, 5", "60, 20, 1", "20, 60, 2", "40, 60, 4", "0, 60, 1", "60, 0, 1", "1000, 1000, 9"})
    void theTrackWhoseFrameCameLastIsNextInTheSecondPlace(long inboundMs, long outboundMs, int frames) {
        speak(Track.OUTBOUND);
        speak(Track.INBOUND);
        world.speech.of("inbound").gathersMs = inboundMs;
        world.speech.of("outbound").gathersMs = outboundMs;
        assertThat(together()).isEqualTo(frames);
    }

    @Test
    void aSingleTrackTakesNoTurns() {
        CallStream single = world.opened(CallWorld.start("call-2", "MZ2", Track.INBOUND));
        world.frame(single, Track.INBOUND, 0, 1);
        world.speech.of("inbound").gathersMs = 60;
        assertThat(single.framesTogether(FRAME_MS, LONGEST_MS)).isEqualTo(3);
    }

    @Test
    void nobodyWaitsForAPausedCallButTheLimit() {
        speak(Track.OUTBOUND);
        speak(Track.INBOUND);
        stream.setPaused(true).join();
        assertThat(together()).isEqualTo(9);
    }

    @Test
    void behindTheEndEachFrameIsReadAsItComes() {
        speak(Track.INBOUND);
        world.speech.of("inbound").gathersMs = 60;
        world.speech.of("outbound").gathersMs = 60;
        stream.stopped();
        assertThat(together()).isEqualTo(1);
    }

    private void speak(Track track) {
        world.frame(stream, track, 0, 1);
    }

    private int together() {
        return stream.framesTogether(FRAME_MS, LONGEST_MS);
    }
}
