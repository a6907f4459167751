package io.sidetone.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThrottleTest {
    private final TestClock clock = new TestClock();
    private final Throttle throttle = new Throttle(IdentitySettings.Tries.USUAL, clock);

    private void failsFiveTimes() {
        for (int i = 0; i < 5; i++) {
            assertThat(throttle.begin("x")).isZero();
        }
    }

    @Test
    void eachFurtherWaitIsTwiceAsLongUpToTheLongest() {
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            failsFiveTimes();
            long wait = throttle.begin("x");
            waits.add(wait);
            assertThat(throttle.begin("x")).isEqualTo(wait);
            clock.advance(Duration.ofSeconds(wait - 1));
            assertThat(throttle.begin("x")).isEqualTo(1);
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(waits).containsExactly(60L, 120L, 240L, 480L, 900L, 900L);
    }

    @Test
    void whoIsQuietLongEnoughBeginsAnew() {
        failsFiveTimes();
        assertThat(throttle.begin("x")).isEqualTo(60);
        clock.advance(Duration.ofMinutes(16));
        failsFiveTimes();
        assertThat(throttle.begin("x")).isEqualTo(60);
    }

    @Test
    void failuresOfAnEarlierMinuteDoNotCount() {
        for (int i = 0; i < 4; i++) {
            assertThat(throttle.begin("x")).isZero();
        }
        clock.advance(Duration.ofSeconds(60));
        failsFiveTimes();
    }

    @Test
    void whatSucceededIsNoFailure() {
        for (int i = 0; i < 20; i++) {
            assertThat(throttle.begin("x")).isZero();
            throttle.takeBack("x");
        }
    }

    @Test
    void oneKeyDoesNotWaitForAnother() {
        failsFiveTimes();
        assertThat(throttle.begin("x")).isEqualTo(60);
        assertThat(throttle.begin("y")).isZero();
        throttle.forget("x");
        assertThat(throttle.begin("x")).isZero();
    }

    @Test
    void memoryIsBounded() {
        for (int i = 0; i < Throttle.MOST_KEYS + 100; i++) {
            throttle.begin("key " + i);
        }
        assertThat(throttle.keys()).isEqualTo(Throttle.MOST_KEYS);
    }

    @Test
    void ofIpv6TheNetworkCounts() throws UnknownHostException {
        assertThat(Throttle.key(InetAddress.getByName("2001:db8:1:2:3:4:5:6")))
                .isEqualTo(Throttle.key(InetAddress.getByName("2001:db8:1:2::9")))
                .isNotEqualTo(Throttle.key(InetAddress.getByName("2001:db8:1:3::9")));
        assertThat(Throttle.key(InetAddress.getByName("203.0.113.7")))
                .isEqualTo("203.0.113.7")
                .isEqualTo(Throttle.key(InetAddress.getByName("::ffff:203.0.113.7")));
    }
}
