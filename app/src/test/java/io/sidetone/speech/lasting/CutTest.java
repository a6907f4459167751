package io.sidetone.speech.lasting;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.speech.Word;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A word at a cut is heard by both sides, with their own times, and told once. */
class CutTest {
    /** The cut is at 1000 ms. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            far from the cut                  | a@100-300             | b@1700-1900            | a   | b
            in the middle of the cut          | a@900-1100            | a@900-1100             | a   |
            just before it                    | a@960-1000            | a@960-1000             | a   |
            just behind it                    | a@1010-1030           | a@1010-1030            | a   |
            later for the earlier             | a@1030-1060           | a@950-980              | a   |
            later for the later               | a@920-940             | a@1000-1080            | a   |
            not heard by the earlier          |                       | a@950-980              |     | a
            left to the later by the earlier  | a@1100-1300           | a@1100-1300            |     | a
            said twice                        | no@900-980 no@990-1050 | no@990-1050 no@1090-1150 | no no | no
            another word at the same time     | a@960-1000            | b@1000-1040            | a   | b
            """)
    void isToldOnce(String why, String earlier, String later, String toldByEarlier, String toldByLater) {
        Cut cut = new Cut(1_000);
        assertThat(texts(cut.tellEarlier(words(earlier)))).as(why).isEqualTo(orNothing(toldByEarlier));
        assertThat(texts(cut.newsOfLater(words(later)))).as(why).isEqualTo(orNothing(toldByLater));
        assertThat(texts(cut.tellLater(words(later)))).as(why).isEqualTo(orNothing(toldByLater));
    }

    /** A line goes on while the piece before it waits for its transcript. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            in the middle of the cut          | a@900-1100            | a@900-1100             | a   |
            just behind it                    | a@1010-1030           | a@1010-1030            | a   |
            later for the piece               | a@950-980             | a@1030-1050            | a   |
            not heard by the line             |                       | a@1010-1030            |     | a
            """)
    void isToldOnceIfTheLaterComesFirst(
            String why, String later, String earlier, String toldByLater, String toldByEarlier) {
        Cut cut = new Cut(1_000);
        assertThat(texts(cut.tellLater(words(later)))).as(why).isEqualTo(orNothing(toldByLater));
        assertThat(texts(cut.tellEarlier(words(earlier)))).as(why).isEqualTo(orNothing(toldByEarlier));
    }

    private static String orNothing(String told) {
        return told == null ? "" : told;
    }

    private static String texts(List<Word> words) {
        return words.stream().map(Word::text).collect(Collectors.joining(" "));
    }

    private static List<Word> words(String written) {
        return written == null
                ? List.of()
                : Arrays.stream(written.split(" ")).map(CutTest::word).toList();
    }

    private static Word word(String written) {
        String[] parts = Stream.of(written.split("[@-]")).toArray(String[]::new);
        return new Word(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2]), 0.9);
    }
}
