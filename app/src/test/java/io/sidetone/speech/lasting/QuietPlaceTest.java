package io.sidetone.speech.lasting;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuietPlaceTest {
    private static final long AT_MS = 5_000;

    /** Loudness is written as milliseconds and amplitude; a hole as milliseconds alone. The audio begins at 5000 ms. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            the middle of the only pause          | 1000@9000 400@0 1000@9000          | 0    | 2400 | 1120 | 1280
            the longer of two pauses is as quiet  | 900@9000 60@0 900@9000 300@0 540@9000 | 0 | 2700 | 1940 | 2080
            the quieter of two                    | 600@9000 300@500 600@9000 300@50 600@9000 | 0 | 2400 | 1580 | 1720
            the newer of two that are equal       | 600@9000 300@0 600@9000 300@0 600@9000 | 0 | 2400 | 1600 | 1760
            only within what is asked for         | 500@0 1000@9000 300@50 600@9000    | 500  | 2400 | 1580 | 1720
            a hole is quiet                       | 1000@9000 400 1000@9000            | 0    | 2400 | 1120 | 1340
            constant noise: near the end          | 2400@3000                          | 0    | 2400 | 2240 | 2320
            too little to choose: the end         | 180@9000                           | 0    | 180  | 180  | 180
            nothing at all: the end               | 500@9000                           | 400  | 400  | 400  | 400
            the wrong way round: the end          | 500@9000                           | 400  | 100  | 100  | 100
            """)
    void findsWhereNobodySpeaks(String why, String loudness, long fromMs, long toMs, long leastMs, long mostMs) {
        KeptAudio kept = Sound.kept(AT_MS, loudness);

        assertThat(QuietPlace.between(kept, AT_MS + fromMs, AT_MS + toMs) - AT_MS)
                .as(why)
                .isBetween(leastMs, mostMs);
    }
}
