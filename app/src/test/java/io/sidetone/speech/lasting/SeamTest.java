package io.sidetone.speech.lasting;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.speech.Word;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settled end is at 1000 ms in all cases. Words are written as text@start-end. */
class SeamTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            nothing before, all is news            |                          | a@1000-1200 b@1200-1400   | a b
            the same words at the same time        | the@700-800 relay@800-1000 | the@700-800 relay@800-1000 now@1050-1200 | now
            the same words, times off by 80 ms     | the@700-800 relay@800-1000 | the@780-880 relay@880-1080 now@1080-1200 | now
            other case and punctuation             | Relay.@800-1000          | relay@800-1000 now@1100-1300 | now
            another reading of an old word         | 14@600-800               | fourteen@600-800 now@1100-1300 | now
            a short new word, early by 80 ms       | relay@800-1000           | on@920-1000 it@1000-1200  | on it
            said twice, heard twice                | no@800-1000              | no@800-1000 no@1050-1250  | no
            said twice, the first is not heard again | no@800-1000            | no@1060-1260              | no
            said twice in quick succession         | no@850-1000              | no@860-1010 no@1020-1170  | no
            the rest of a word that was cut        | collision@400-1000       | lesion@600-1000 then@1100-1300 | then
            far behind the seam nothing is dropped | relay@800-1000           | relay@1600-1800           | relay
            an echo alone                          | relay@800-1000           | relay@810-1010            |
            """)
    void tellsEchoesFromNews(String why, String before, String heard, String news) {
        Seam seam = new Seam(1_000, words(before));

        List<Word> left = seam.news(words(heard)).words();

        assertThat(String.join(" ", left.stream().map(Word::text).toList()))
                .as(why)
                .isEqualTo(news == null ? "" : news);
    }

    @Test
    void aWordIsPairedOnceOverSeveralResults() {
        Seam seam = new Seam(1_000, words("no@850-1000"));

        Seam.News first = seam.news(words("no@860-1010"));
        Seam.News second = first.rest().news(words("no@1020-1170"));

        assertThat(first.words()).isEmpty();
        assertThat(second.words()).hasSize(1);
    }

    @Test
    void theMemoryReachesBackFarEnoughForWhatIsHeardAgain() {
        Seam.Memory memory = new Seam.Memory();
        memory.add(words("old@1000-1200"));
        memory.add(words("a@5000-5200 b@5200-5400"));

        assertThat(memory.at(5_400).news(words("b@5210-5410")).words()).isEmpty();
        assertThat(memory.at(1_200).news(words("old@1200-1400")).words()).hasSize(1); // forgotten, so not paired
    }

    @Test
    void theMemoryIsBoundedWhateverTimesAVendorGives() {
        Seam.Memory memory = new Seam.Memory();
        memory.add(words("far@9000000-9000100"));
        for (int i = 0; i < 1_000; i++) {
            memory.add(words("a@1000-1001"));
        }

        Seam seam = memory.at(1_001);
        int paired = 0;
        while (seam.news(words("a@1000-1001")).words().isEmpty() && paired < 1_000) {
            seam = seam.news(words("a@1000-1001")).rest();
            paired++;
        }
        assertThat(paired).isEqualTo(100);
    }

    private static List<Word> words(String text) {
        List<Word> words = new ArrayList<>();
        for (String each :
                text == null || text.isBlank() ? new String[0] : text.trim().split(" +", -1)) {
            String[] parts = each.split("[@-]", -1);
            words.add(new Word(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2]), 0.9));
        }
        return words;
    }
}
