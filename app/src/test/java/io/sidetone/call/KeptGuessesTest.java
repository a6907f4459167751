package io.sidetone.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.speech.SpeechEvent;
import io.sidetone.speech.Word;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The guess "la pompe fuit" was kept, from 1000 to 2000 ms. Words are written as text@start-end. */
class KeptGuessesTest {
    private final KeptGuesses guesses = new KeptGuesses();

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            settled after all                       | la@1000-1300 pompe@1300-1600 fuit.@1600-2000  |
            settled after all, times off            | la@1080-1380 Pompe@1380-1680 fuit@1680-2080   |
            settled in other words                  | une@1000-1300 bombe@1300-1600 fuit@1600-2000  |
            what was said before it                 | bonjour@200-900                               | bonjour
            what was said behind it                 | enfin@2000-2300                               | enfin
            a short word behind it, early by 80 ms  | au@1920-2000 bout@2010-2300                   | au bout
            a word of it, said again at once        | fuit@1600-2000 fuit@2020-2300                 | fuit
            a gap long before it that was repaired  | un@100-200 deux@200-400                       | un deux
            both sides in one result                | oui@700-950 la@1000-1300 fuit@1600-2000 non@2100-2400 | oui non
            """)
    void keepsWhatIsNewsAndNothingElse(String why, String heard, String news) {
        guesses.add(new SpeechEvent.Interim(
                "la pompe fuit", 1_000, 2_000, 0.5, words("la@1000-1300 pompe@1300-1600 fuit@1600-2000")));

        SpeechEvent.Final left = guesses.notYetSaid(settled(words(heard)));

        assertThat(left == null ? null : left.text()).as(why).isEqualTo(news);
    }

    @Test
    void nothingIsTakenOutWhereNothingWasKept() {
        SpeechEvent.Final words = settled(words("la@1000-1300"));

        assertThat(guesses.notYetSaid(words)).isSameAs(words);
    }

    private static SpeechEvent.Final settled(List<Word> words) {
        String text = String.join(" ", words.stream().map(Word::text).toList());
        long endMs = words.get(words.size() - 1).endMs();
        return new SpeechEvent.Final(
                text,
                words.get(0).startMs(),
                endMs,
                endMs,
                0.9,
                "fr",
                false,
                false,
                true,
                ScriptedSpeech.SOURCE,
                words);
    }

    private static List<Word> words(String text) {
        List<Word> words = new ArrayList<>();
        for (String each : text.split(" +", -1)) {
            String[] parts = each.split("[@-]", -1);
            words.add(new Word(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2]), 0.9));
        }
        return words;
    }
}
