package io.sidetone.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WatermarkTest {
    private final CallWorld world = new CallWorld();
    private final Watermark watermark = new Watermark();
    private final LegRecord one = record("s_1");
    private final LegRecord other = record("s_2");

    @Test
    void followsTheLegThatIsFurthestBehind() {
        one.completeMs = 4_000;
        other.completeMs = 3_000;

        assertThat(advance(10_000)).isEqualTo(3_000);
    }

    @Test
    void neverFalls() {
        one.completeMs = 4_000;
        other.completeMs = 4_000;
        advance(10_000);
        other.completeMs = 1_000;

        assertThat(advance(10_000)).isEqualTo(4_000);
    }

    @Test
    void lagsThirtySecondsAtTheMost() {
        one.completeMs = 50_000;
        other.completeMs = 1_000; // stuck

        assertThat(advance(31_000)).isEqualTo(1_000);
        assertThat(advance(60_000)).isEqualTo(30_000);
    }

    @Test
    void waitsForNobodyWhoIsNotTranscribed() {
        one.completeMs = 9_000;
        for (LegState state : List.of(LegState.WAITING, LegState.PAUSED)) {
            other.state = state;
            assertThat(advance(10_000)).as(state.wireName()).isEqualTo(9_000);
        }
        other.state = LegState.LIVE;
        other.ended = true;
        one.completeMs = 9_500;
        assertThat(advance(10_000)).isEqualTo(9_500);
    }

    @Test
    void isNeverAheadOfThePresent() {
        one.completeMs = 20_000;
        other.ended = true;

        assertThat(advance(10_000)).isEqualTo(10_000);
    }

    @Test
    void whatStartsBeforeItIsLate() {
        one.completeMs = 4_000;
        other.completeMs = 4_000;
        advance(10_000);

        assertThat(watermark.isLate(3_999)).isTrue();
        assertThat(watermark.isLate(4_000)).isFalse();
    }

    private long advance(long callNowMs) {
        return watermark.advance(List.of(one, other), callNowMs);
    }

    private LegRecord record(String callId) {
        CallStream stream = world.open(callId);
        Leg leg = new Leg(
                world.speech.sessions.get(0).leg,
                Track.INBOUND,
                false,
                CallWorld.rules(8, 8),
                world.speech,
                (from, report) -> {});
        return new LegRecord("l1", stream, leg);
    }
}
