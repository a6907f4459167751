package io.sidetone.sim.deepgram;

import static io.sidetone.sim.deepgram.Speech.joined;
import static io.sidetone.sim.deepgram.Speech.ms;
import static io.sidetone.sim.deepgram.Speech.noise;
import static io.sidetone.sim.deepgram.Speech.samples;
import static io.sidetone.sim.deepgram.Speech.silence;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecognizerTest {
    /** Words of 300 ms, 400 ms from one start to the next, after half a second of silence. */
    private static final Track COUNT = Speech.track("count", "|500 One two three four. |800 Five six.", 1);

    private static final Track OTHER = Speech.track("other", "Red green blue.", 2);

    private final List<HeardWord> heard = new ArrayList<>();
    private final Recognizer recognizer = new Recognizer(new WindowIndex(List.of(COUNT, OTHER)), 8_000, heard::add);

    @Test
    void hearsAWholeTrackWithTheTimesOfItsScript() {
        hear(samples(COUNT));

        assertThat(texts()).containsExactly("One", "two", "three", "four.", "Five", "six.");
        assertThat(heard)
                .allSatisfy(word -> assertThat(word.end() - word.start()).isEqualTo(ms(300)));
        assertThat(heard.get(0).start()).isEqualTo(ms(500));
        assertThat(heard.get(4).start()).isEqualTo(ms(500 + 1600 + 800));
    }

    @Test
    void tellsTimesOnTheStreamsClockWhereverTheTrackLiesInIt() {
        hear(joined(silence(777), samples(OTHER), silence(333), samples(COUNT)));

        assertThat(texts()).startsWith("Red", "green", "blue.", "One");
        assertThat(heard.get(0).start()).isEqualTo(ms(777));
        assertThat(heard.get(3).start()).isEqualTo(ms(777 + 1200 + 333 + 500));
    }

    @Test
    void findsItsPlaceFromAnyStartingSample() {
        for (int start = 0; start < 700; start += 13) {
            heard.clear();
            Recognizer fresh = new Recognizer(new WindowIndex(List.of(COUNT, OTHER)), 8_000, heard::add);
            short[] audio = samples(COUNT, ms(900) - 100 - start, ms(1700));

            fresh.hear(audio, 0, audio.length);

            assertThat(texts())
                    .as("starting %d samples before the word", start + 100)
                    .contains("two", "three");
        }
    }

    @Test
    void aWordCountsWithNineTenthsOfItsSamplesAndNotWithLess() {
        int two = ms(900);

        hear(samples(COUNT, two + ms(30), two + ms(400)));
        assertThat(texts()).containsExactly("two");

        heard.clear();
        hear(joined(silence(300), samples(COUNT, two + ms(30) + 1, two + ms(400))));
        assertThat(texts()).isEmpty();
    }

    @Test
    void aWordCutAtItsEndCountsWithNineTenths() {
        hear(samples(COUNT, ms(500), ms(770)));
        assertThat(texts()).isEmpty();
        recognizer.finish();
        assertThat(texts()).containsExactly("One");
    }

    @Test
    void aWordThatBreaksOffIsNotHeard() {
        hear(joined(samples(COUNT, ms(500), ms(769)), silence(400)));
        recognizer.finish();
        assertThat(texts()).isEmpty();
    }

    @Test
    void losesNothingWhenAFrameOfTwentyMillisecondsIsMissing() {
        int hole = ms(1000); // inside "two"

        hear(joined(samples(COUNT, 0, hole), samples(COUNT, hole + ms(20), COUNT.length())));

        assertThat(texts()).containsExactly("One", "two", "three", "four.", "Five", "six.");
        assertThat(heard.get(1).end() - heard.get(1).start()).isEqualTo(ms(280));
        assertThat(heard.get(2).start()).isEqualTo(ms(1300 - 20));
    }

    @Test
    void losesTheWordThatTwoMissingFramesCutApart() {
        int hole = ms(1000);

        hear(joined(samples(COUNT, 0, hole), samples(COUNT, hole + ms(40), COUNT.length())));

        assertThat(texts()).containsExactly("One", "three", "four.", "Five", "six.");
    }

    @Test
    void hearsAgainWhatIsPlayedAgain() {
        short[] two = samples(COUNT, ms(900), ms(1300));

        hear(joined(samples(COUNT, 0, ms(1300)), two, two, samples(COUNT, ms(1300), COUNT.length())));

        assertThat(texts()).containsExactly("One", "two", "two", "two", "three", "four.", "Five", "six.");
    }

    @Test
    void aReplayFromTheMiddleOfAWordDoesNotMakeTheWordTwice() {
        hear(joined(samples(COUNT, 0, ms(1000)), samples(COUNT, ms(880), ms(1700))));

        assertThat(texts()).containsExactly("One", "two", "three");
    }

    @Test
    void findsTheTrackWhoseBeginningIsAnothersToo() {
        short[] shared = samples(COUNT, 0, ms(1000)); // half of "two" too
        short[] rest = noise(2_000, 5);
        Track twin = new Track(
                "twin",
                "en",
                joined(shared, rest),
                List.of(new Word("one", "One", ms(500), ms(800)), new Word("too", "too", ms(900), ms(1200))));
        Recognizer both = new Recognizer(new WindowIndex(List.of(COUNT, twin)), 8_000, heard::add);

        short[] audio = samples(twin);
        both.hear(audio, 0, audio.length);

        assertThat(texts()).containsExactly("One", "too");
    }

    @Test
    void saysPlainlyThatSoundIsUnknown() {
        hearInSteps(joined(silence(1_000), noise(1_500, 9), silence(1_000)));

        assertThat(texts()).containsExactly("[unknown audio 1.5 s]");
        assertThat(heard.get(0).start()).isEqualTo(ms(1_000));
        assertThat(heard.get(0).end()).isEqualTo(ms(2_500));
    }

    @Test
    void tellsOfLongUnknownSoundEveryFiveSeconds() {
        hearInSteps(noise(12_000, 9));
        recognizer.finish();

        assertThat(texts()).containsExactly("[unknown audio 5.0 s]", "[unknown audio 5.0 s]", "[unknown audio 2.0 s]");
    }

    @Test
    void quietUnknownSoundAndClicksAreNotMentioned() {
        short[] quiet = noise(3_000, 3);
        for (int i = 0; i < quiet.length; i++) {
            quiet[i] = (short) (quiet[i] / 11);
        }

        hearInSteps(joined(quiet, noise(190, 4), quiet));
        recognizer.finish();

        assertThat(texts()).isEmpty();
    }

    @Test
    void unknownSoundBetweenKnownWordsIsToldInItsPlace() {
        hearInSteps(joined(samples(COUNT, 0, ms(1300)), noise(800, 6), samples(COUNT, ms(1300), COUNT.length())));

        assertThat(texts()).containsExactly("One", "two", "[unknown audio 0.8 s]", "three", "four.", "Five", "six.");
        assertThat(heard.get(2).start()).isEqualTo(ms(1300));
    }

    private void hear(short[] audio) {
        recognizer.hear(audio, 0, audio.length);
    }

    private void hearInSteps(short[] audio) {
        for (int at = 0; at < audio.length; at += 80) {
            recognizer.hear(audio, at, Math.min(80, audio.length - at));
        }
    }

    private List<String> texts() {
        return heard.stream().map(HeardWord::punctuated).toList();
    }
}
