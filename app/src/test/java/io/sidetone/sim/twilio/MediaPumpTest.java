package io.sidetone.sim.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When frames go out, on a clock that only the test moves. */
class MediaPumpTest {
    private static final CallAudio AUDIO = CallAudio.oneTrack(new byte[30 * 8000]);
    private static final int OFFSET_MS = 5;

    private final EmbeddedChannel socket = new EmbeddedChannel();

    @BeforeEach
    void stopTime() {
        socket.freezeTime();
    }

    @AfterEach
    void release() {
        socket.finishAndReleaseAll();
    }

    @Test
    void aFrameGoesOutWhenItsLastSampleHasBeenSpoken() {
        MediaPump pump = pump(1);
        pump.begin();

        pass(OFFSET_MS + 19);
        assertThat(timestamps()).isEmpty();
        pass(1);
        assertThat(timestamps()).containsExactly(5L);
        pass(19);
        assertThat(timestamps()).isEmpty();
        pass(1);
        assertThat(timestamps()).containsExactly(25L);
        assertThat(pump.maxLagMs()).isZero();
    }

    @Test
    void latenessDoesNotAddUp() {
        MediaPump pump = pump(1);
        pump.begin();
        Random random = new Random(4);
        long passed = 0;
        List<Long> all = new ArrayList<>();
        while (passed < 20_000) {
            int step = 1 + random.nextInt(70);
            pass(step);
            passed += step;
            all.addAll(timestamps());
        }
        assertThat(all).hasSize((int) ((passed - OFFSET_MS) / 20));
        assertThat(pump.maxLagMs()).isBetween(40.0, 70.0);
    }

    @Test
    void tenTimesAsFastMeansATenthOfTheTime() {
        MediaPump pump = pump(10);
        pump.begin();

        pass(100);
        assertThat(timestamps()).hasSize(49).startsWith(5L, 25L).endsWith(965L);
    }

    @Test
    void lagIsCountedInRealTime() {
        MediaPump pump = pump(10);
        pump.begin();

        pass(30); // the first frame was due after 2.5 ms
        assertThat(pump.maxLagMs()).isEqualTo(27.5);
    }

    @Test
    void aStallHoldsFramesBackAndThenSendsThemAtOnce() {
        MediaPump pump = pump(1, new Quirk.Stall(Duration.ofSeconds(1), Duration.ofSeconds(2)));
        pump.begin();

        for (int i = 0; i < 999; i++) {
            pass(1);
        }
        assertThat(timestamps()).hasSize(49);
        pass(2000);
        assertThat(timestamps()).isEmpty();
        pass(1);
        assertThat(timestamps()).hasSize(100).startsWith(985L).endsWith(2965L);
        assertThat(pump.maxLagMs()).as("it was meant to be late").isZero();
    }

    @Test
    void aServerThatDoesNotReadLosesWhatIsTwoSecondsOld() {
        MediaPump pump = pump(1);
        pump.begin();
        pass(1000);
        timestamps();

        socket.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        pass(5000);
        assertThat(timestamps()).isEmpty();
        socket.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
        pump.writabilityChanged();
        socket.runPendingTasks();

        List<Long> after = timestamps();
        assertThat(after).startsWith(3985L).endsWith(5965L);
        assertThat(pump.framesDiscarded()).isEqualTo(150);
    }

    @Test
    void withoutPacingNothingWaitsForTimeAndNothingIsThrownAway() {
        MediaPump pump = pump(CallPlan.AS_FAST_AS_POSSIBLE);
        pump.begin();
        assertThat(timestamps())
                .as("there is nothing to say before the conversation")
                .isEmpty();

        socket.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        pump.converse(0);
        socket.runPendingTasks();
        assertThat(timestamps()).as("the socket is full").isEmpty();
        socket.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
        pump.writabilityChanged();
        socket.runPendingTasks();

        assertThat(timestamps()).hasSize(1500);
        assertThat(pump.over()).isTrue();
        assertThat(pump.framesDiscarded()).isZero();
    }

    @Test
    void theAudioBeginsWithTheNextFrameOfBothTracks() {
        CallAudio audio = CallAudio.twoSpeakers(filled(1), filled(2));
        TrackTimeline inbound = new TrackTimeline(Track.INBOUND, audio, 3, Quirks.NONE);
        TrackTimeline outbound = new TrackTimeline(Track.OUTBOUND, audio, 17, Quirks.NONE);
        MediaPump pump = pump(1, List.of(inbound, outbound));
        pump.begin();
        pass(130); // six inbound frames, five outbound ones
        pump.converse(0);

        assertThat(inbound.audioStartMs()).isEqualTo(123);
        assertThat(outbound.audioStartMs()).isEqualTo(137);
        assertThat(inbound.payload()).containsOnly(1);
        assertThat(outbound.payload()).doesNotContain(2);
        outbound.advance();
        assertThat(outbound.payload()).containsOnly(2);
    }

    private MediaPump pump(double speed, Quirk... quirks) {
        Quirks all = new Quirks(List.of(quirks));
        return pump(speed, List.of(new TrackTimeline(Track.INBOUND, AUDIO, OFFSET_MS, all)));
    }

    private MediaPump pump(double speed, List<TrackTimeline> timelines) {
        return new MediaPump(
                socket,
                new CallClock(socket.eventLoop().ticker(), speed),
                new StreamMessages("AC", "CA", "MZ", Quirks.NONE),
                timelines,
                Quirks.NONE,
                () -> {});
    }

    private void pass(long ms) {
        socket.advanceTimeBy(ms, TimeUnit.MILLISECONDS);
        socket.runScheduledPendingTasks();
        socket.runPendingTasks();
    }

    /** Takes what was sent since the last time. */
    private List<Long> timestamps() {
        List<Long> timestamps = new ArrayList<>();
        for (TextWebSocketFrame f = socket.readOutbound(); f != null; f = socket.readOutbound()) {
            timestamps.add(timestamp(f));
            f.release();
        }
        return timestamps;
    }

    private static long timestamp(TextWebSocketFrame frame) {
        try {
            return new ObjectMapper()
                    .readTree(frame.text())
                    .at("/media/timestamp")
                    .asLong();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] filled(int value) {
        byte[] bytes = new byte[8000];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
