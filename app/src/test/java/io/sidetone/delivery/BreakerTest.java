package io.sidetone.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.delivery.Breaker.State;
import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a target counts as down, by tables of answers: {@code d} delivered, {@code f} failure, {@code t} timeout. */
class BreakerTest {
    private final Breaker breaker = new Breaker(BreakerRules.DEFAULT);
    private long nowNanos;

    private static AnswerClass meaning(char letter) {
        return switch (letter) {
            case 'd' -> AnswerClass.DELIVERED;
            case 'f' -> AnswerClass.FAILURE;
            case 't' -> AnswerClass.TIMEOUT;
            case 'o' -> AnswerClass.OVERLOAD;
            case 'x' -> AnswerClass.TARGET_FAULT;
            case 'r' -> AnswerClass.REFUSED;
            case 'a' -> AnswerClass.ABORTED;
            default -> throw new IllegalArgumentException("no answer " + letter);
        };
    }

    /** Answers that come so long after each other, from so many calls in turn. */
    private void answers(String letters, int calls, int known, Duration apart) {
        for (int i = 0; i < letters.length(); i++) {
            nowNanos += apart.toNanos();
            breaker.answered(meaning(letters.charAt(i)), "s_" + i % calls, known, nowNanos);
        }
    }

    @ParameterizedTest(name = "{0} from {1} of {2} calls: {3}")
    @CsvSource({
        "fffffffff,3,3,CLOSED",
        "ffffffffff,3,3,OPEN",
        "totototfto,3,3,OPEN",
        "ffffffffff,2,3,CLOSED", // one or two calls in trouble are not a target in trouble
        "ffffffffff,1,100,CLOSED",
        "ffffffffff,1,1,OPEN", // unless it has no others
        "ffffffffff,2,2,OPEN",
        "fffffffffdfffffffff,3,3,CLOSED",
        "ffffffrffff,3,3,OPEN", // refused: neither a failure nor a success
        "rrrrrrrrrrrrrrrrrrrrrrrr,3,3,CLOSED",
        "aaaaaaaaaaaaaaaaaaaaaaaa,3,3,CLOSED",
        "xxxx,3,3,CLOSED", // a fault of the setup counts double
        "xxxxx,3,3,OPEN",
        "ffffffxx,3,3,OPEN"
    })
    void failuresInARowOpenIt(String letters, int calls, int known, State state) {
        answers(letters, calls, known, Duration.ofSeconds(31)); // no two of them within one window

        assertThat(breaker.state()).isEqualTo(state);
    }

    @ParameterizedTest(name = "{0} x {1}, {2} ms apart: {3}")
    @CsvSource({
        "df,9,100,CLOSED", // 18 requests are no rate yet
        "df,10,100,OPEN",
        "ddf,30,100,CLOSED",
        "dddx,5,100,OPEN", // a quarter, but each counts double
        "ddddx,10,100,CLOSED",
        "df,10,1600,CLOSED", // 20 requests, but in 32 s
        "df,30,1400,OPEN"
    })
    void halfOfEnoughRequestsOpensIt(String letters, int times, long millis, State state) {
        answers(letters.repeat(times), 50, 50, Duration.ofMillis(millis));

        assertThat(breaker.state()).isEqualTo(state);
    }

    @Test
    void whatIsLongAgoDoesNotCount() {
        answers("f".repeat(8) + "d", 8, 8, Duration.ofMillis(10));
        nowNanos += Duration.ofSeconds(31).toNanos();
        answers("f".repeat(9) + "d".repeat(9), 9, 9, Duration.ofMillis(10));

        assertThat(breaker.state()).isEqualTo(State.CLOSED);
    }

    @ParameterizedTest(name = "half open, then {0}: {1}, proved {2}")
    @CsvSource({
        "r,HALF_OPEN,false",
        "d,HALF_OPEN,true",
        "dddd,HALF_OPEN,true",
        "drddrdr,HALF_OPEN,true",
        "ddddd,CLOSED,true",
        "f,OPEN,false",
        "dddf,OPEN,false"
    })
    void fiveProbesCloseItAndOneFailureOpensItAgain(String letters, State state, boolean proved) {
        breaker.open();
        breaker.halfOpen();

        answers(letters, 1, 100, Duration.ofMillis(1));

        assertThat(breaker.state()).isEqualTo(state);
        if (state != State.OPEN) {
            assertThat(breaker.proved()).isEqualTo(proved);
        }
    }

    private static RandomGenerator always(double part) {
        return new Random() {
            @Override
            public double nextDouble(double origin, double bound) {
                return origin + part * (bound - origin);
            }
        };
    }

    @ParameterizedTest
    @CsvSource({"1,5", "2,10", "3,20", "4,40", "5,60", "6,60", "100,60"})
    void itsStayDoublesUpToAMinute(int stays, long seconds) {
        for (int stay = 0; stay < stays; stay++) {
            breaker.open();
        }

        assertThat(breaker.stay(always(0.5))).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(breaker.stay(always(0))).isEqualTo(Duration.ofMillis(seconds * 800));
        assertThat(breaker.stay(always(1))).isEqualTo(Duration.ofMillis(seconds * 1_200));
    }

    @Test
    void aTargetThatIsWellAgainBeginsAnew() {
        breaker.open();
        breaker.open();
        breaker.open();
        breaker.halfOpen();
        answers("ddddd", 1, 1, Duration.ofMillis(1));

        answers("ffffffffff", 3, 3, Duration.ofMillis(1));

        assertThat(breaker.state()).isEqualTo(State.OPEN);
        assertThat(breaker.stay(always(0.5))).isEqualTo(Duration.ofSeconds(5));
    }
}
