package io.sidetone.speech;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallTimeMapTest {
    private final CallTimeMap time = new CallTimeMap(8_000);

    @Test
    void anEmptyMapIsZero() {
        assertThat(time.callTimeMs(1)).isZero();
        assertThat(time.endCallTimeMs(1)).isZero();
        assertThat(time.endMs()).isZero();
        assertThat(time.sentMs()).isZero();
        assertThat(time.isEmpty()).isTrue();
        time.sent(1, 0);
        assertThat(time.isEmpty()).isFalse();
    }

    @Test
    void theFirstSampleIsAtItsOwnTime() {
        time.sent(8_000, 12_345);

        assertThat(time.callTimeMs(0)).isEqualTo(12_345);
        assertThat(time.callTimeMs(0.5)).isEqualTo(12_845);
        assertThat(time.endMs()).isEqualTo(13_345);
        assertThat(time.sentMs()).isEqualTo(1_000);
    }

    @Test
    void jitterIsNotAHoleButTwentyMillisecondsAre() {
        time.sent(160, 0);
        time.sent(160, 39); // 19 ms late
        assertThat(time.callTimeMs(0.020)).isEqualTo(20);

        time.sent(160, 60); // 20 ms late against the samples
        assertThat(time.callTimeMs(0.040)).isEqualTo(60);
        assertThat(time.endMs()).isEqualTo(80);
    }

    @Test
    void anEndStaysInFrontOfTheHoleAndABeginningBehindIt() {
        time.sent(8_000, 0);
        time.sent(8_000, 31_000);

        assertThat(time.endCallTimeMs(1.0)).isEqualTo(1_000);
        assertThat(time.callTimeMs(1.0)).isEqualTo(31_000);
        assertThat(time.endCallTimeMs(1.001)).isEqualTo(31_001);
        assertThat(time.callTimeMs(0.999)).isEqualTo(999);
    }

    @Test
    void manyHolesAreAllRemembered() {
        for (int i = 0; i < 1_000; i++) {
            time.sent(8_000, i * 10_000L);
        }
        for (int i = 0; i < 1_000; i++) {
            assertThat(time.callTimeMs(i + 0.25)).isEqualTo(i * 10_000L + 250);
            assertThat(time.endCallTimeMs(i + 1)).isEqualTo(i * 10_000L + 1_000);
        }
    }

    @Test
    void floatingPointNoiseOfTheVendorDoesNotShiftAMillisecond() {
        time.sent(800_000, 0);

        assertThat(time.callTimeMs(14.239_999_8)).isEqualTo(14_240);
        assertThat(time.callTimeMs(12.56)).isEqualTo(12_560);
    }

    @Test
    void positionsOutsideOfWhatWasSentAreExtrapolated() {
        time.sent(8_000, 5_000);

        assertThat(time.callTimeMs(2)).isEqualTo(7_000);
        assertThat(time.callTimeMs(-1)).isEqualTo(4_000);
        assertThat(time.endCallTimeMs(0)).isEqualTo(5_000);
    }
}
