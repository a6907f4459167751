package io.sidetone.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What machines are made of; what they find is tested where they run, in {@code alerts.test.js}. */
class MachineTest {
    private static Step letter(int letter) {
        return new Step.Take(false, List.of(new Step.Range(letter, letter)));
    }

    @Test
    void wordsHaveEdgesAndAreFolded() throws Unfit {
        Step edge = new Step.Only(Step.Where.EDGE);
        assertThat(Machine.ofWords(" Né \t A ").steps())
                .containsExactly(
                        edge,
                        letter('n'),
                        letter('e'),
                        new Step.Take(false, List.of(new Step.Spaces())),
                        new Step.Fork(5, 7),
                        new Step.Take(false, List.of(new Step.Spaces())),
                        new Step.Fork(4, 4),
                        letter('a'),
                        edge,
                        new Step.Found());
        assertThat(Machine.ofWords("$5").steps()).startsWith(letter('$')).endsWith(edge, new Step.Found());
    }

    @Test
    void choicesAndRepetitionsAreForks() throws Unfit {
        assertThat(Machine.ofPattern("a|B|c").steps())
                .containsExactly(
                        new Step.Fork(1, 3),
                        letter('a'),
                        new Step.Fork(7, 7),
                        new Step.Fork(4, 6),
                        letter('b'),
                        new Step.Fork(7, 7),
                        letter('c'),
                        new Step.Found());
        assertThat(Machine.ofPattern("a{1,2}").steps())
                .containsExactly(letter('a'), new Step.Fork(2, 3), letter('a'), new Step.Found());
    }

    @Test
    void rangesTakeWhatTheirCharactersAreFoldedTo() throws Unfit {
        assertThat(Machine.ofPattern("[A-C]").steps().get(0))
                .isEqualTo(new Step.Take(false, List.of(new Step.Range('A', 'C'), new Step.Range('a', 'c'))));
        assertThat(Machine.ofPattern("[^\\d-]").steps().get(0))
                .isEqualTo(new Step.Take(true, List.of(new Step.Range('0', '9'), new Step.Range('-', '-'))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "(a;a ( without its ), at character 2",
                "a);a ) without its (",
                "[a;a [ without its ], at character 2",
                "[];an empty [ ], at character 2",
                "[b-a];a range that ends before it begins",
                "*a;a repetition of nothing, at character 1",
                "a*?;a second repetition",
                "a{3,2};a repetition that ends before it begins",
                "(?=a);looking around",
                "(?<n>a);looking around",
                "(a)\\1;\\1, which is not supported, at character 5",
                "\\p{L};\\p, which is not supported",
                "[\\W];\\W within [ ]",
                "a\\;a \\ at the end",
                "a*;it may be empty",
                "\\b;it may be empty",
                "(a{100}){100};more than 500 steps",
            })
    void whatWillNotDoIsNamed(String pattern, String problem) {
        assertThat(catchThrowableOfType(Unfit.class, () -> Machine.ofPattern(pattern)))
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"(a+)+b", "(a|a)*b", "(a?){100}a{100}", "((x+x+)+y)+", "(?:a|b|ab)*c", "[\\w.+-]+@\\w+\\.com"})
    void whatHangsOthersIsASmallMachine(String pattern) throws Unfit {
        assertThat(Machine.ofPattern(pattern).steps()).hasSizeLessThan(310);
    }

    @Test
    void thereIsALongest() {
        assertThat(catchThrowableOfType(Unfit.class, () -> Machine.ofWords("a".repeat(201))))
                .hasMessageContaining("more than 200 characters");
        assertThat(catchThrowableOfType(Unfit.class, () -> Machine.ofWords(" \u0301")))
                .hasMessageContaining("nothing in it");
    }
}
