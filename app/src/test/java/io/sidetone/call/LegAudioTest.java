package io.sidetone.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

class LegAudioTest {
    private final LegAudio audio = new LegAudio();

    @Test
    void anEvenStreamHasNoGaps() {
        for (long at = 5; at < 10_000; at += 20) {
            assertThat(audio.received(160, at, at)).isNull();
        }

        LegReport.LegTotals totals = audio.totals(0, 0, null);
        assertThat(totals.audioMs()).isEqualTo(10_000);
        assertThat(totals.gaps()).isZero();
        assertThat(totals.gapMs()).isZero();
        assertThat(totals.atMs()).isEqualTo(10_005);
    }

    @Test
    void stepsThatAreALittleOffAreJitter() {
        audio.received(160, 0, 0);
        audio.received(160, 10, 10); // overlaps
        audio.received(160, 49, 49); // 19 ms missing

        assertThat(audio.totals(0, 0, null).gaps()).isZero();
    }

    @Test
    void aMissingFrameIsCountedButIsNoNews() {
        audio.received(160, 0, 0);

        assertThat(audio.received(160, 40, 40)).isNull();
        assertThat(audio.totals(0, 0, null).gaps()).isEqualTo(1);
        assertThat(audio.totals(0, 0, null).gapMs()).isEqualTo(20);
    }

    @Test
    void aHoleIsNewsFromTwoHundredMillisecondsOn() {
        audio.received(160, 0, 100);
        assertThat(audio.received(160, 219, 319)).isNull();
        assertThat(audio.received(160, 439, 539)).isEqualTo(new LegAudio.Gap(339, 200, false));
    }

    @Test
    void theNewsSaysWhatIsMissing() {
        audio.received(160, 0, 0);
        LegAudio.Gap gap = Objects.requireNonNull(audio.received(160, 520, 520));

        assertThat(gap.asFault().code()).isEqualTo("audio.gap");
        assertThat(gap.asFault().atMs()).isEqualTo(20);
        assertThat(gap.asFault().lostMs()).isEqualTo(500);
        assertThat(gap.asFault().message()).contains("500 ms");
    }

    @Test
    void newsOfHolesComesAtMostEveryFiveSeconds() {
        int news = 0;
        for (long at = 0; at < 20_000; at += 400) { // 20 ms of audio, 380 ms of hole
            news += audio.received(160, at, at) == null ? 0 : 1;
        }

        assertThat(news).isEqualTo(4);
        assertThat(audio.totals(0, 0, null).gaps()).isEqualTo(49);
        assertThat(audio.totals(0, 0, null).gapMs()).isEqualTo(49 * 380);
    }

    @Test
    void framesOfAnyLengthCountByTheirLength() {
        audio.received(80, 0, 0);
        audio.received(4_000, 10, 10);
        audio.received(160, 510, 510);

        assertThat(audio.totals(0, 0, null).audioMs()).isEqualTo(530);
        assertThat(audio.totals(0, 0, null).gaps()).isZero();
    }

    @Test
    void aTimestampThatRunsBackwardsIsNoHole() {
        audio.received(160, 1_000, 1_000);

        assertThat(audio.received(160, 0, 0)).isNull();
        assertThat(audio.totals(0, 0, null).gaps()).isZero();
        assertThat(audio.newestMs()).isEqualTo(1_020);
    }
}
