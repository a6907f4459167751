package io.sidetone.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.redaction.Masked.Part;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RedactorTest {
    private static final Redactor ALL =
            new Redactor(new Redaction(true, true, true, Map.of("account", Pattern.compile("AC-[0-9]+"))), name -> {});

    @Test
    void offMeansTheSameObject() {
        String text = new String("4111 1111 1111 1111");

        assertThat(Redactor.OFF.isOff()).isTrue();
        assertThat(Redactor.OFF.mask(text, "en")).isSameAs(text);
        assertThat(Redactor.OFF.maskJoined(text, "en")).isSameAs(text);
        assertThat(Redactor.OFF.mask(text, List.of("a", "b"), "en"))
                .isEqualTo(new Masked(text, List.of(new Part(0, 1, "a"), new Part(1, 2, "b"))));
    }

    @Test
    void whatNeedsNoMaskIsTheSameObjectToo() {
        String text = new String("nothing to see");

        assertThat(ALL.mask(text, "en")).isSameAs(text);
    }

    @Test
    void wordsOfAMaskedStretchBecomeOne() {
        assertThat(words("it's 4111 1111 1111 1111. Mail jo at example dot com, okay?"))
                .isEqualTo(new Masked(
                        "it's [card]. Mail [email], okay?",
                        List.of(
                                new Part(0, 1, "it's"),
                                new Part(1, 5, "[card]."),
                                new Part(5, 6, "Mail"),
                                new Part(6, 11, "[email],"),
                                new Part(11, 12, "okay?"))));
    }

    @Test
    void aSingleWordMayBeMaskedInPart() {
        assertThat(words("no:123456, AC-77/AC-88 here"))
                .isEqualTo(new Masked(
                        "no:[number], [account]/[account] here",
                        List.of(
                                new Part(0, 1, "no:[number],"),
                                new Part(1, 2, "[account]/[account]"),
                                new Part(2, 3, "here"))));
    }

    @Test
    void wordsThatAreNotTheTextAreMaskedAsWhatTheySay() {
        List<String> raw = List.of("it", "is", "four", "one", "one", "one", "one", "one", "okay");

        assertThat(ALL.mask("It is 411111, okay?", raw, "en"))
                .isEqualTo(new Masked(
                        "It is [number], okay?",
                        List.of(
                                new Part(0, 1, "it"),
                                new Part(1, 2, "is"),
                                new Part(2, 8, "[number]"),
                                new Part(8, 9, "okay"))));
    }

    @Test
    void aPatternMayMatchTheSpaceBetweenWords() {
        Redactor spaces = new Redactor(
                new Redaction(false, false, false, Map.of("gap", Pattern.compile(" (?=b)| a "))), name -> {});

        assertThat(spaces.mask("x a b c", List.of("x", "a", "b", "c"), "en"))
                .isEqualTo(new Masked("x[gap]b c", List.of(new Part(0, 3, "x[gap]b"), new Part(3, 4, "c"))));
    }

    @Test
    void longTextsTakeNoLongerThanTheyAreLong() { // a square of this length would not end before anybody's patience
        for (String piece :
                List.of("4", "4 ", "at ", "a at b ", "a.", "@", "[", "one and ", "+", "% 1 ", "1 x ", "x dot ")) {
            String text = piece.repeat(400_000 / piece.length());
            assertThat(ALL.mask(text, null).length()).isLessThanOrEqualTo(text.length() + 16);
        }
    }

    private static Masked words(String text) {
        return ALL.mask(text, List.of(text.split(" ", -1)), "en");
    }
}
