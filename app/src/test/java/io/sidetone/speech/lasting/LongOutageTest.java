package io.sidetone.speech.lasting;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The vendor is away for minutes: memory has a bound, the disk has the rest, and what has no room is told exactly. */
class LongOutageTest {
    private static final int LEGS = 10;
    private static final int BUFFER_SECONDS = 30;
    private static final int AWAY_SECONDS = 180;
    private static final long LEG_BYTES = BUFFER_SECONDS * 1_000L * LongOutage.BYTES_PER_MS;
    private static final long BLOCK_SLACK = 2L * KeptAudio.BLOCK_BYTES;

    @Test
    void withADiskNothingIsLostAndMemoryStaysWithinItsBounds(@TempDir Path folder) {
        AudioBudget budget = new AudioBudget(LEGS * LEG_BYTES);
        Spill spill = new Spill(folder, 1L << 30);
        try (LongOutage outage = outage(LEGS, budget, spill)) {
            long spilled = spill.usedBytes();
            assertThat(outage.mostInMemory).isBetween(LEGS * LEG_BYTES / 4, LEGS * (LEG_BYTES / 4 * 3));
            long spoken = AWAY_SECONDS * 1_000L * LongOutage.BYTES_PER_MS * LEGS;
            assertThat(spilled)
                    .as("on disk: what is not in memory, with overlaps of at most a second at each cut")
                    .isBetween(spoken - budget.usedBytes(), spoken * 3 / 2);

            comesBack(outage);

            assertThat(outage.legs).allSatisfy(leg -> {
                assertThat(leg.words).containsExactlyInAnyOrderElementsOf(numbers(outage.seconds()));
                assertThat(leg.lostMs).isZero();
            });
            assertThat(budget.usedBytes()).isZero();
            assertThat(spill.usedBytes()).isZero();
        }
    }

    @Test
    void aSmallTotalIsKeptTooWithADisk(@TempDir Path folder) {
        long total = LEGS * LEG_BYTES / 2;
        AudioBudget budget = new AudioBudget(total);
        Spill spill = new Spill(folder, 1L << 30);
        try (LongOutage outage = outage(LEGS, budget, spill)) {
            assertThat(outage.mostInMemory).isLessThanOrEqualTo(total);
            comesBack(outage);
            assertThat(outage.legs).allSatisfy(leg -> {
                assertThat(leg.words).containsExactlyInAnyOrderElementsOf(numbers(outage.seconds()));
                assertThat(leg.lostMs).isZero();
            });
        }
    }

    /** Pieces are cut somewhere in speech: wherever a word lies beside the cut, it is told, and once. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2, 3, 4, 5, 7, 25, 48})
    void aWordAtACutIsToldOnce(int wordInFrame) {
        LastingRules rules = LastingWorld.withBuffer(120);
        AudioBudget budget = new AudioBudget(64 << 20);
        try (LongOutage outage = new LongOutage(1, rules, budget, null, wordInFrame)) {
            outage.speak(2);
            outage.vendor.leaves();
            outage.speak(25);
            comesBack(outage);
            assertThat(outage.legs.get(0).words).containsExactlyInAnyOrderElementsOf(numbers(outage.seconds()));
        }
    }

    @Test
    void withoutADiskALegKeepsItsBufferAndTheRestIsLostToTheMillisecond() {
        AudioBudget budget = new AudioBudget(LEGS * LEG_BYTES * 2);
        try (LongOutage outage = outage(LEGS, budget, null)) {
            assertThat(outage.mostInMemory).isBetween(LEGS * LEG_BYTES / 2, LEGS * (LEG_BYTES + BLOCK_SLACK));
            comesBack(outage);
            assertThat(outage.legs).allSatisfy(leg -> {
                int missing = leg.missing(outage.seconds()).size();
                assertThat(leg.words).doesNotHaveDuplicates().hasSize(outage.seconds() - missing);
                assertThat(missing).isBetween(AWAY_SECONDS - BUFFER_SECONDS, AWAY_SECONDS);
                assertThat(leg.lostMs).isBetween(missing * 1_000L - 1_000, missing * 1_000L + 1_000);
            });
            assertThat(budget.usedBytes()).isZero();
        }
    }

    @Test
    void oneLegAloneKeepsItsBufferAndNoMore() {
        AudioBudget budget = new AudioBudget(64 << 20);
        try (LongOutage outage = outage(1, budget, null)) {
            assertThat(outage.mostInMemory).isLessThanOrEqualTo(LEG_BYTES + BLOCK_SLACK);
        }
    }

    /** Until just before the vendor comes back. */
    private static LongOutage outage(int legs, AudioBudget budget, @org.jspecify.annotations.Nullable Spill spill) {
        LongOutage outage = new LongOutage(legs, LastingWorld.withBuffer(BUFFER_SECONDS), budget, spill);
        outage.speak(12);
        assertThat(outage.vendor.connections()).isEqualTo(legs);
        outage.vendor.leaves();
        outage.speak(AWAY_SECONDS);
        return outage;
    }

    private static void comesBack(LongOutage outage) {
        outage.vendor.isBack();
        outage.speak(60);
        outage.finish();
        assertThat(outage.legs).allMatch(leg -> leg.over);
    }

    private static java.util.List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }
}
