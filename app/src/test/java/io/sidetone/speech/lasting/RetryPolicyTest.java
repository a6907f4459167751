package io.sidetone.speech.lasting;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.speech.Failure;
import java.time.Duration;
import java.util.LongSummaryStatistics;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pauses are drawn a thousand times: none leaves its bounds, and they spread over all of them. */
class RetryPolicyTest {
    private static final int DRAWS = 1_000;

    @ParameterizedTest(name = "{0}, failure {1}, asked to wait {2} s: {3} to {4} ms")
    @CsvSource({
        "RECONNECT,     1,    , 0, 250",
        "RECONNECT,     2,    , 0, 2000",
        "BACK_OFF,      1,    , 0, 1000",
        "BACK_OFF,      2,    , 0, 2000",
        "BACK_OFF,      3,    , 0, 4000",
        "BACK_OFF,      4,    , 0, 8000",
        "BACK_OFF,      5,    , 0, 10000",
        "BACK_OFF,    999,    , 0, 10000",
        "WAIT_FOR_ROOM, 1,    , 0, 1000",
        "RECONNECT,     1,   3, 3000, 3250",
        "BACK_OFF,      1,   3, 3000, 4000",
        "BACK_OFF,      9,   0, 0, 10000",
        "WAIT_FOR_ROOM, 2,  20, 20000, 22000",
        "BACK_OFF,      1, 86400, 60000, 61000",
    })
    void waitsALittleLongerEachTime(
            Failure.Remedy remedy, int failures, Long retryAfterSeconds, long leastMs, long mostMs) {
        Duration wish = retryAfterSeconds == null ? null : Duration.ofSeconds(retryAfterSeconds);
        Failure failure = new Failure(Failure.UNAVAILABLE, remedy, wish, "503");
        Random random = new Random(5);

        LongSummaryStatistics drawn = LongStream.generate(() -> RetryPolicy.DEFAULT.pauseMs(failure, failures, random))
                .limit(DRAWS)
                .summaryStatistics();

        long tenthMs = (mostMs - leastMs) / 10;
        assertThat(drawn.getMin()).isBetween(leastMs, leastMs + tenthMs);
        assertThat(drawn.getMax()).isBetween(mostMs - tenthMs, mostMs);
    }

    @Test
    void theLongestPausesThatCanBeSetDoNotOverflow() {
        RetryPolicy slow =
                new RetryPolicy(Duration.ZERO, Duration.ofDays(1), Duration.ofDays(2), Duration.ofSeconds(10), 5);

        assertThat(slow.pauseMs(LastingWorld.DOWN, Integer.MAX_VALUE, new Random(5)))
                .isBetween(0L, Duration.ofDays(2).toMillis());
        assertThat(slow.pauseMs(LastingWorld.BROKEN, 1, new Random(5))).isZero();
    }
}
