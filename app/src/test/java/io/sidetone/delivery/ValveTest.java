package io.sidetone.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.delivery.Valve.Effect;
import io.sidetone.delivery.Valve.Permit;
import io.sidetone.delivery.Valve.Priority;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many requests a target gets at once, and whose. */
class ValveTest {
    private final FakeTime time = new FakeTime(0);
    private final Deque<Permit> held = new ArrayDeque<>();
    private final List<String> granted = new ArrayList<>();
    private Valve valve = new Valve(64, time::nanoTime);

    private Permit ask(Priority priority, String name) {
        Permit[] itself = new Permit[1];
        itself[0] = new Permit(priority, () -> got(itself[0], name));
        if (valve.ask(itself[0])) {
            got(itself[0], name);
        }
        return itself[0];
    }

    private void got(Permit permit, String name) {
        held.add(permit);
        granted.add(name);
    }

    private void ask(Priority priority, int count) {
        for (int i = 0; i < count; i++) {
            ask(priority, priority + " " + i);
        }
    }

    private void release(Effect effect) {
        valve.release(held.remove(), effect);
    }

    /** So many answers, each to the oldest request, with enough that wait. */
    private void answers(Effect effect, int count) {
        for (int i = 0; i < count; i++) {
            ask(Priority.LIVE, 1);
            release(effect);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1", "8,8", "16,16", "64,16", "256,16"})
    void theBoundStartsAtSixteenOrLower(int most, int bound) {
        valve = new Valve(most, time::nanoTime);

        ask(Priority.LIVE, 300);

        assertThat(held).hasSize(bound);
        assertThat(valve.inFlight()).isEqualTo(bound);
    }

    @ParameterizedTest(name = "{1} successes with at most {0}: {2}")
    @CsvSource({"64,15,16", "64,16,17", "64,31,17", "64,32,18", "64,10000,64", "20,10000,20", "256,10000,256"})
    void sixteenSuccessesRaiseItByOne(int most, int successes, int bound) {
        valve = new Valve(most, time::nanoTime);

        answers(Effect.SUCCESS, successes);

        assertThat(valve.concurrency()).isEqualTo(bound);
    }

    @Test
    void anOverloadHalvesItOnceForAllThatWasInFlight() {
        ask(Priority.LIVE, 16);

        for (int answer = 0; answer < 16; answer++) {
            release(Effect.OVERLOAD);
        }
        assertThat(valve.concurrency()).isEqualTo(8);

        for (int round = 0; round < 10; round++) {
            answers(Effect.OVERLOAD, 1);
        }
        assertThat(valve.concurrency()).isEqualTo(1);
    }

    @ParameterizedTest(name = "from 1 after {0} successes: {1}")
    @CsvSource({"0,1", "1,2", "2,2", "3,3", "6,4", "120,16", "135,16", "136,17"})
    void aLowBoundRisesAfterAsManySuccessesAsItIs(int successes, int bound) {
        answers(Effect.OVERLOAD, 4);

        answers(Effect.SUCCESS, successes);

        assertThat(valve.concurrency()).isEqualTo(bound);
    }

    @Test
    void aTargetThatIsOverloadedOnceInFiftyRequestsKeepsFive() {
        for (int round = 0; round < 100; round++) {
            answers(Effect.SUCCESS, 49);
            answers(Effect.OVERLOAD, 1);
            assertThat(valve.concurrency()).isBetween(5, 10);
        }
    }

    @Test
    void otherAnswersChangeNothing() {
        answers(Effect.NONE, 1_000);

        assertThat(valve.concurrency()).isEqualTo(16);
    }

    @Test
    void whoAskedFirstIsServedFirst() {
        ask(Priority.LIVE, 16);
        granted.clear();
        ask(Priority.LIVE, "a");
        ask(Priority.LIVE, "b");
        ask(Priority.LIVE, "c");

        release(Effect.NONE);
        release(Effect.NONE);

        assertThat(granted).containsExactly("a", "b");
    }

    @Test
    void whoGaveUpWaitingGetsNothingAndHoldsNobodyUp() {
        ask(Priority.LIVE, 16);
        granted.clear();
        Permit first = ask(Priority.LIVE, "a");
        ask(Priority.LIVE, "b");

        valve.cancel(first);
        release(Effect.NONE);

        assertThat(granted).containsExactly("b");
        assertThat(valve.inFlight()).isEqualTo(16);
    }

    @Test
    void aPermitThatIsNotUsedGoesToTheNext() {
        ask(Priority.LIVE, 16);
        ask(Priority.LIVE, "a");
        granted.clear();

        valve.cancel(held.remove());

        assertThat(granted).containsExactly("a");
    }

    @Test
    void whatCatchesUpHasAFifthBesideLiveTraffic() {
        ask(Priority.LIVE, "live");
        ask(Priority.CATCH_UP, 100);

        assertThat(held).hasSize(1 + 3);
    }

    @Test
    void whatCatchesUpHasAllOfItOnceNothingIsLive() {
        ask(Priority.LIVE, "live");
        release(Effect.NONE);
        time.advance(Duration.ofSeconds(1));

        ask(Priority.CATCH_UP, 100);

        assertThat(held).hasSize(16);
    }

    @Test
    void liveGoesFirstAndYetDoesNotStarveTheBacklog() {
        ask(Priority.LIVE, 16);
        ask(Priority.CATCH_UP, 100);
        ask(Priority.LIVE, 100);
        granted.clear();

        for (int answer = 0; answer < 16; answer++) {
            release(Effect.NONE);
        }

        assertThat(granted.stream().filter(name -> name.startsWith("LIVE"))).hasSize(13);
        assertThat(granted).startsWith("LIVE 0", "LIVE 1", "LIVE 2", "LIVE 3", "CATCH_UP 0", "LIVE 4");
    }

    @Test
    void repeatsComeAfterWhatCatchesUp() {
        ask(Priority.LIVE, 16);
        ask(Priority.REPEAT, "again");
        ask(Priority.CATCH_UP, "late");
        granted.clear();

        release(Effect.NONE);
        release(Effect.NONE);

        assertThat(granted).containsExactly("late", "again");
    }

    @Test
    void aShutValveGrantsNothingThenOneAtATimeThenAsAtTheStart() {
        answers(Effect.SUCCESS, 16 * 20);
        assertThat(valve.concurrency()).isEqualTo(36);
        valve.shut();
        ask(Priority.CATCH_UP, 100);
        assertThat(held).isEmpty();

        valve.probe();
        assertThat(held).hasSize(1);
        release(Effect.SUCCESS);
        assertThat(held).hasSize(1);

        time.advance(Duration.ofSeconds(1));
        valve.open();
        assertThat(held).hasSize(16);
    }

    @Test
    void requestsThatHangFromBeforeDoNotKeepTheProbeWaiting() {
        ask(Priority.LIVE, 16);
        List<Permit> hanging = List.copyOf(held);
        held.clear();
        valve.shut();
        valve.probe();

        ask(Priority.CATCH_UP, 2);
        assertThat(held).hasSize(1);
        assertThat(valve.inFlight()).isEqualTo(17);

        hanging.forEach(permit -> valve.release(permit, Effect.OVERLOAD));
        assertThat(held).hasSize(1);
        assertThat(valve.inFlight()).isEqualTo(1);
    }

    @Test
    void permitsFromBeforeItWasShutAreKnownAsSuch() {
        Permit before = ask(Priority.LIVE, "before");
        valve.shut();
        valve.probe();
        valve.release(before, Effect.NONE);
        Permit after = ask(Priority.LIVE, "after");

        assertThat(valve.isOfNow(before)).isFalse();
        assertThat(valve.isOfNow(after)).isTrue();
    }
}
