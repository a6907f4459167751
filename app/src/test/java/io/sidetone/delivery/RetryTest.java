package io.sidetone.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When to try again: the schedule, what targets ask for, and what an answer means. */
class RetryTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    /** Always the same part of the way from the least to the most. */
    private static RandomGenerator always(double part) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public double nextDouble(double origin, double bound) {
                return origin + part * (bound - origin);
            }
        };
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,2", "3,4", "9,256", "10,300", "11,300", "40,300", "1000000,300"})
    void theWaitDoublesUpToItsCap(int failures, long seconds) {
        assertThat(RetrySchedule.DEFAULT.delay(failures, always(0.5))).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void theWaitIsSpreadByAFifthBothWays() {
        assertThat(RetrySchedule.DEFAULT.delay(1, always(0))).isEqualTo(Duration.ofMillis(800));
        assertThat(RetrySchedule.DEFAULT.delay(40, always(1))).isEqualTo(Duration.ofMinutes(6));
    }

    @Test
    void everyWaitStaysWithinTheSpread() {
        Random random = new Random(42);
        for (int i = 0; i < 10_000; i++) {
            assertThat(RetrySchedule.DEFAULT.delay(3, random).toMillis()).isBetween(3_200L, 4_800L);
        }
    }

    @Test
    void aScheduleThatCannotBeIsRefusedWithItsNumbers() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new RetrySchedule(Duration.ZERO, second, second, 3))
                .hasMessageContaining("retry base PT0S and cap PT1S");
        assertThatThrownBy(() -> new RetrySchedule(second, Duration.ZERO, second, 3))
                .hasMessageContaining("0 < base <= cap");
        assertThatThrownBy(() -> new RetrySchedule(second, second, second, 0))
                .hasMessageContaining("refusedAttempts 0");
    }

    @ParameterizedTest
    @CsvSource({
        "7,7000",
        "' 7 ',7000",
        "1.5,1500",
        "0,0",
        "100000,900000",
        "'Fri, 02 Jan 2026 03:04:15 GMT',9322",
        "'Fri, 02 Jan 2026 03:00:00 GMT',0",
        "'Sat, 03 Jan 2026 03:00:00 GMT',900000"
    })
    void targetsMayAskForSecondsOrADate(String value, long millis) {
        assertThat(RetryAfter.parse(value, NOW)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({"abc", "-5", "''", "1e9", "99999999999999999999", "7 seconds", "2026-01-02T03:04:15Z"})
    void nonsenseCountsAsNothingAsked(String value) {
        assertThat(RetryAfter.parse(value, NOW)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "200,DELIVERED",
        "204,DELIVERED",
        "299,DELIVERED",
        "301,TARGET_FAULT",
        "304,TARGET_FAULT",
        "308,TARGET_FAULT",
        "400,REFUSED",
        "413,REFUSED",
        "415,REFUSED",
        "422,REFUSED",
        "401,TARGET_FAULT",
        "403,TARGET_FAULT",
        "404,TARGET_FAULT",
        "405,TARGET_FAULT",
        "418,TARGET_FAULT",
        "408,FAILURE",
        "409,FAILURE",
        "425,FAILURE",
        "500,FAILURE",
        "501,FAILURE",
        "599,FAILURE",
        "410,GONE",
        "429,OVERLOAD",
        "502,OVERLOAD",
        "503,OVERLOAD",
        "504,OVERLOAD"
    })
    void eachStatusHasItsMeaning(int status, AnswerClass meaning) {
        assertThat(AnswerClass.of(status)).isEqualTo(meaning);
    }
}
