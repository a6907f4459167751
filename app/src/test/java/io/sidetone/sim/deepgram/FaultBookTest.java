package io.sidetone.sim.deepgram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FaultBookTest {
    private static final Fault FAULT = Fault.Quirk.NEVER_SPEECH_FINAL;

    private final Random random = new Random(1);

    @Test
    void everyThirdMeansTheThirdTheSixthAndSoOn() {
        assertThat(struck(Scope.every(3), 7)).containsExactly(3, 6);
    }

    @Test
    void nextTwoMeansTwo() {
        assertThat(struck(Scope.next(2), 5)).containsExactly(1, 2);
    }

    @Test
    void scopesCombine() {
        assertThat(struck(Scope.every(2).and(Scope.next(2)), 9)).containsExactly(2, 4);
        assertThat(struck(Scope.extra("leg", "inbound").and(Scope.next(1)), 4)).containsExactly(1);
        assertThat(struck(Scope.extra("leg", "outbound"), 4)).isEmpty();
    }

    @Test
    void replacingFaultsStartsCountingAfresh() {
        FaultBook book = new FaultBook(Faults.none().with(FAULT, Scope.next(1)));
        assertThat(book.faultsFor(request(1), random)).containsExactly(FAULT);
        assertThat(book.faultsFor(request(2), random)).isEmpty();

        book.replace(Faults.none().with(FAULT, Scope.next(1)));

        assertThat(book.faultsFor(request(3), random)).containsExactly(FAULT);
    }

    @Test
    void chanceStrikesAboutAsOftenAsItSays() {
        assertThat(struck(Scope.chance(0.25), 1_000)).hasSizeBetween(200, 300);
    }

    @Test
    void aScopeThatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> Scope.every(0)).hasMessageContaining("every 0");
        assertThatThrownBy(() -> Scope.chance(1.5)).hasMessageContaining("probability 1.5");
    }

    private List<Integer> struck(Scope scope, int requests) {
        FaultBook book = new FaultBook(Faults.none().with(FAULT, scope));
        List<Integer> struck = new ArrayList<>();
        for (int number = 1; number <= requests; number++) {
            if (!book.faultsFor(request(number), random).isEmpty()) {
                struck.add(number);
            }
        }
        return struck;
    }

    private static StreamRequest request(int number) {
        return new StreamRequest(number, new Parameters(Map.of("extra", List.of("leg:inbound"))), false);
    }
}
