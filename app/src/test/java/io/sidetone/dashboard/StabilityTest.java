package io.sidetone.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StabilityTest {
    /** The stable part is given by its text, so that one can see it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            emptyValue = "",
            value = {
                // two results before | one before  | now              | stable
                "yes one              | yes one mom | yes one moment   | yes one",
                "yes                  | yes one     | yes one moment   | yes",
                "YES one              | yes, one    | Yes one moment   | Yes one",
                "yes one.             | yes one     | yes one moment   | yes one",
                "yes one              | yes one     | yes one          | yes one",
                "no                   | yes one     | yes one moment   | ''",
                "yes one              | no          | yes one moment   | ''",
                "for tea              | forty       | forty two        | ''",
                "it's four            | it's four   | its four seven   | ''",
                "''                   | yes         | yes one          | ''",
                "wait ...             | wait ...    | wait ... what    | wait ...",
                "one two three        | one two     | one two three    | one two",
                "Grüße aus            | grüße aus   | Grüße, aus Köln  | Grüße, aus",
            })
    void whatThreeResultsHaveInCommon(String beforeThat, String before, String now, String stable) {
        Stability stability = new Stability();
        assertThat(stability.of(1, beforeThat)).isZero();
        assertThat(stability.of(1, before)).isZero();
        int units = stability.of(1, now);
        assertThat(now.substring(0, units)).isEqualTo(stable);
    }

    @Test
    void spacesCountAsTheyStandAndUnitsAreThoseOfJava() {
        Stability stability = new Stability();
        stability.of(1, "😀 one two");
        stability.of(1, "😀 one  two");
        assertThat(stability.of(1, " 😀  one three")).isEqualTo(" 😀  one".length());
    }

    @Test
    void anotherUtteranceAndWhatIsSettledBeginAnew() {
        Stability stability = new Stability();
        stability.of(1, "yes");
        stability.of(1, "yes");
        assertThat(stability.of(2, "yes")).isZero();
        stability.of(2, "yes");
        assertThat(stability.of(2, "yes")).isEqualTo(3);
        stability.forget();
        assertThat(stability.of(2, "yes")).isZero();
    }
}
