package io.sidetone.sim.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class FinalsTest {
    private final Finals finals = new Finals();
    private final FinalIds ids = new FinalIds(31);

    @Test
    void whatIsMissingDoubleOrLateIsCounted() {
        for (int i = 0; i < 100; i++) {
            assertThat(finals.send(i)).isEqualTo(i);
        }
        assertThat(finals.arrive(0, 10)).isEqualTo(10);
        assertThat(finals.arrive(2, 10)).isEqualTo(8);
        assertThat(finals.arrive(1, 10)).isEqualTo(9);
        assertThat(finals.arrive(2, 11)).isNegative();

        assertThat(finals.counts()).isEqualTo(new FinalCounts(100, 3, 97, 1, 1));
        assertThat(finals.counts().exact()).isFalse();
        assertThat(finals.knows(99)).isTrue();
        assertThat(finals.knows(100)).isFalse();
    }

    @Test
    void allInOrderIsExact() {
        finals.send(0);
        finals.send(5);
        finals.arrive(0, 7);
        finals.arrive(1, 9);
        assertThat(finals.counts()).isEqualTo(new FinalCounts(2, 2, 0, 0, 0));
        assertThat(finals.counts().exact()).isTrue();
    }

    @Test
    void anIdIsFoundInAnyBodyOnce() {
        String word = ids.word(1_207, 46);
        assertThat(word).matches("[a-z]+");
        assertThat(ids.in("{\"text\":\"" + word + " the compressor\",\"words\":[\"" + word + "\"]}"))
                .containsExactly(new FinalIds.Id(1_207, 46));
        assertThat(ids.in(ids.word(0, 9) + " " + ids.word(3, 0)))
                .containsExactly(new FinalIds.Id(0, 9), new FinalIds.Id(3, 0));
    }

    @Test
    void anotherRunsIdsAndBrokenOnesAreNone() {
        assertThat(ids.in(new FinalIds(32).word(0, 0))).isEmpty();
        String word = ids.word(5, 6);
        for (int i = 0; i < word.length(); i++) {
            assertThat(ids.in(word.substring(0, i))).as("%d letters", i).isEqualTo(Set.of());
        }
        assertThat(ids.in("loadfinal" + "j".repeat(40) + "xaxaz")).isEmpty();
    }
}
