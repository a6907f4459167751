package io.sidetone.speech.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
    private static final String DATE = "Fri, 20 Nov 2026 10:00:00 GMT";

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            -                             | -
            0                             | PT0S
            ' 12 '                        | PT12S
            1.5                           | PT1.5S
            300                           | PT5M
            999999999                     | PT5M
            9999999999                    | -
            -3                            | -
            soon                          | -
            ''                            | -
            Fri, 20 Nov 2026 10:00:30 GMT | PT30S
            Fri, 20 Nov 2026 09:00:00 GMT | PT0S
            Sat, 21 Nov 2026 10:00:00 GMT | PT5M
            Fri, 20 Nov 2026              | -
            """)
    void secondsAndDatesAreRead(@Nullable String value, @Nullable Duration expected) {
        assertThat(RetryAfter.of(value, DATE)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"-", "yesterday"})
    void withoutTheServersOwnDateADateSaysNothing(@Nullable String date) {
        assertThat(RetryAfter.of("Fri, 20 Nov 2026 10:00:30 GMT", date)).isNull();
        assertThat(RetryAfter.of("3", date)).isEqualTo(Duration.ofSeconds(3));
    }
}
