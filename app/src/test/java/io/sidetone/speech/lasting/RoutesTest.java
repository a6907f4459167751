package io.sidetone.speech.lasting;

import static io.sidetone.speech.lasting.LastingWorld.BAD_KEY;
import static io.sidetone.speech.lasting.LastingWorld.BROKEN;
import static io.sidetone.speech.lasting.LastingWorld.DOWN;
import static io.sidetone.speech.lasting.LastingWorld.FULL;
import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.speech.Failure;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A leg's way among two vendors, "a" before "b". */
class RoutesTest {
    private static final long PROVEN_MS = RetryPolicy.DEFAULT.proven().toMillis();
    /** Longer than any pause between attempts. */
    private static final long LATER_MS = 11_000;

    private final Vendor a = vendor("a");
    private final Vendor b = vendor("b");
    private final Routes routes = routesOfALeg();
    private long nowMs;

    /** Each attempt fails as given, a pause apart; the vendors that were asked, in order, and one more. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            the first is the first choice          |                         | a
            a key that is refused: the next        | badkey                  | a b
            both refused: nobody                   | badkey badkey           | a b -
            no room: the next, at once             | full                    | a b
            two failures are borne                 | down down               | a a a
            a vendor in trouble is passed over     | down down down          | a a a b
            breaks count as well                   | broken broken broken    | a a a b
            both in trouble: in order again        | full full               | a b a
            refused by one, the other in trouble   | badkey full             | a b b
            """)
    void triesInOrder(String why, String failures, String asked) {
        StringBuilder said = new StringBuilder();
        for (String failure : failures == null ? new String[0] : failures.split(" +", -1)) {
            Route route = routes.begin(nowMs);
            said.append(route == null ? "-" : route.vendor.name()).append(' ');
            if (route != null) {
                route.failed(failure(failure), nowMs);
            }
            nowMs += failure.equals("full") ? 1_500 : LATER_MS;
        }
        Route last = routes.begin(nowMs);
        said.append(last == null ? "-" : last.vendor.name());

        assertThat(said.toString()).as(why).isEqualTo(asked);
    }

    @Test
    void theFirstChoiceIsWaitedForWhileItOnlyPauses() {
        Route first = begin();
        first.failed(DOWN, nowMs);

        assertThat(routes.begin(nowMs)).isNull();
        nowMs += LATER_MS;
        assertThat(begin()).isSameAs(first);
    }

    @Test
    void aConnectionThatProvedItselfBeginsTheCountAnew() {
        for (int i = 0; i < 20; i++) {
            Route route = begin();
            assertThat(route.vendor).isSameAs(a);
            route.opened(nowMs);
            nowMs += PROVEN_MS;
            route.broke(BROKEN, PROVEN_MS, nowMs);
            nowMs += 251; // the pause after a first break
        }
    }

    @Test
    void connectionsThatBreakYoungAreStrikes() {
        for (int i = 0; i < RetryPolicy.DEFAULT.strikes(); i++) {
            Route route = begin();
            assertThat(route.vendor).isSameAs(a);
            route.opened(nowMs);
            route.broke(BROKEN, PROVEN_MS - 1, nowMs);
            nowMs += LATER_MS;
        }
        assertThat(begin().vendor).isSameAs(b);
    }

    @Test
    void beingProvedForgives() {
        for (int i = 0; i < 3 * RetryPolicy.DEFAULT.strikes(); i++) {
            Route route = begin();
            assertThat(route.vendor).isSameAs(a);
            route.opened(nowMs);
            route.proved();
            route.broke(BROKEN, PROVEN_MS - 1, nowMs);
            nowMs += 251;
        }
    }

    @Test
    void whatOneLegFoundOutOthersNeedNot() {
        begin().failed(FULL, nowMs);

        assertThat(anotherLeg().vendor).isSameAs(b);
    }

    @Test
    void aKeyThatIsRefusedForOneLegIsNotForAnother() {
        begin().failed(new Failure(Failure.REFUSED, Failure.Remedy.NEVER_FOR_LEG, null, "400"), nowMs);

        assertThat(begin().vendor).isSameAs(b);
        assertThat(anotherLeg().vendor).isSameAs(a);
    }

    @Test
    void theFirstChoiceIsTakenUpAgainAfterAnOutage() {
        begin().failed(FULL, nowMs);
        for (int i = 0; i < 29; i++) {
            nowMs += 1_000;
            succeeds(b);
        }
        nowMs += 1_000;
        Route probe = anotherLeg();
        assertThat(probe.vendor).isSameAs(a);
        succeeds(b); // one probe is enough
        probe.failed(DOWN, nowMs);
        nowMs += 29_000;
        succeeds(b);
        nowMs += 1_000;
        succeeds(a);
        nowMs += 1_000;
        succeeds(a);
    }

    @Test
    void everythingRefusedIsSaidWithTheLastReason() {
        Failure other = new Failure(Failure.REFUSED, Failure.Remedy.NEVER_FOR_LEG, null, "the last");
        assertThat(routes.areAllRefused()).isFalse();
        begin().failed(BAD_KEY, nowMs);
        assertThat(routes.lastRefusal()).isNull();
        begin().failed(other, nowMs);

        assertThat(routes.areAllRefused()).isTrue();
        assertThat(routes.areAllInTrouble()).isTrue();
        assertThat(routes.lastRefusal()).isEqualTo(other);
    }

    @Test
    void noWayAtAllIsRefusedWithoutAReason() {
        Routes none = new Routes(List.of());

        assertThat(none.begin(nowMs)).isNull();
        assertThat(none.areAllRefused()).isTrue();
        assertThat(none.areAllInTrouble()).isTrue();
        assertThat(none.lastRefusal()).isNull();
    }

    private void succeeds(Vendor expected) {
        Route route = anotherLeg();
        assertThat(route.vendor).isSameAs(expected);
        route.opened(nowMs);
    }

    private Route begin() {
        return Objects.requireNonNull(routes.begin(nowMs));
    }

    private Route anotherLeg() {
        return Objects.requireNonNull(routesOfALeg().begin(nowMs));
    }

    private static Failure failure(String name) {
        return switch (name) {
            case "badkey" -> BAD_KEY;
            case "full" -> FULL;
            case "down" -> DOWN;
            case "broken" -> BROKEN;
            default -> throw new IllegalArgumentException(name);
        };
    }

    private Routes routesOfALeg() {
        return new Routes(List.of(route(a), route(b)));
    }

    private static Route route(Vendor vendor) {
        return new Route(vendor, vendor.streams(), RetryPolicy.DEFAULT, new Random(1));
    }

    private static Vendor vendor(String name) {
        return Vendor.of(new FakeVendor(name).withRepair(), LastingRules.DEFAULTS);
    }
}
