package io.sidetone.speech.lasting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of kept audio is sent to a vendor that must not be sent silence. Time begins at 10000 ms. */
class SpanTest {
    private static final long AT_MS = 10_000;

    /** Of each millisecond of sound the test knows whether it must be sent, must not, or either. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            speech alone: all                     | 2000v                         | 0-2000          |
            silence alone: the newest moment      | 3000@0                        | 2700-3000       | 0-2600
            the silence before it is skipped      | 3000@0 1000v                  | 2800-4000       | 0-2600
            the silence behind it, too            | 1000v 3000@0                  | 0-1300 3700-4000 | 2000-3600
            a pause between words is kept         | 1000v 500@0 1000v             | 0-2500          |
            a long pause is not                   | 1000v 4000@0 1000v            | 0-1300 4800-6000 | 2000-4600
            a hole is no trouble                  | 1000v 10000 1000v             | 0-1000 11000-12000 |
            nothing kept: nothing                 | 100                           |                 |
            """)
    void keepsSpeechWithAMargin(String why, String sound, String sent, String skipped) {
        List<Span> spans = Span.spoken(Sound.kept(AT_MS, sound));

        assertThat(spans).as("in order, and apart").isSortedAccordingTo((a, b) -> a.toMs() < b.fromMs() ? -1 : 1);
        for (long[] must : stretches(sent)) {
            for (long ms = must[0]; ms < must[1]; ms++) {
                assertThat(isIn(spans, AT_MS + ms))
                        .as(why + ": %d ms is sent", ms)
                        .isTrue();
            }
        }
        for (long[] mustNot : stretches(skipped)) {
            for (long ms = mustNot[0]; ms < mustNot[1]; ms++) {
                assertThat(isIn(spans, AT_MS + ms))
                        .as(why + ": %d ms is skipped", ms)
                        .isFalse();
            }
        }
    }

    @Test
    void nothingIsSentTwiceOrOutOfOrder() {
        KeptAudio kept = Sound.kept(AT_MS, "700v 2000@0 300v 900@0 40v 3000@0 800v 100@0");
        long[] lastMs = {Long.MIN_VALUE};
        for (Span span : Span.spoken(kept)) {
            kept.forEach(span.fromMs(), span.toMs(), (audio, from, length, atMs) -> {
                assertThat(atMs).isGreaterThanOrEqualTo(lastMs[0]);
                lastMs[0] = atMs + length / KeptAudio.BYTES_PER_MS;
            });
        }
        assertThat(lastMs[0]).isEqualTo(kept.endMs());
    }

    private static boolean isIn(List<Span> spans, long ms) {
        return spans.stream().anyMatch(span -> span.fromMs() <= ms && ms < span.toMs());
    }

    private static List<long[]> stretches(String text) {
        return text == null
                ? List.of()
                : List.of(text.split(" +", -1)).stream()
                        .map(it -> it.split("-", -1))
                        .map(it -> new long[] {Long.parseLong(it[0]), Long.parseLong(it[1])})
                        .toList();
    }
}
