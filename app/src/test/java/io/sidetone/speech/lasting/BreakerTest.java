package io.sidetone.speech.lasting;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.speech.Failure;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Three attempts at once, twenty a second while recovering. A step is a time in milliseconds and what happens then:
 * {@code +} an attempt is admitted, {@code -} it is not; the outcomes {@code ok}, {@code down}, {@code full},
 * {@code badkey}, {@code again} (down, always for the same leg, all others for another each), {@code gone} (abandoned), {@code wait=<seconds>} (down, with Retry-After); {@code young} for a
 * connection that broke young. The state in the end is the last column.
 */
class BreakerTest {
    private static final Pattern STEP = Pattern.compile("(\\d+)(\\+|-|[a-z]+)(?:=(\\d+))?");

    private final Breaker breaker = new Breaker(3, 20);

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            as many at once as allowed          | 0+ 0+ 0+ 0- 10-                                        | CLOSED
            one more when one has succeeded     | 0+ 0+ 0+ 5ok 5+ 5-                                     | CLOSED
            one more when one has failed        | 0+ 0+ 0+ 5down 5+ 5-                                   | CLOSED
            one more when one was abandoned     | 0+ 0+ 0+ 5gone 5+ 5-                                   | CLOSED
            two failures do not open it         | 0+ 1down 1+ 2down 2+ 2+                                | CLOSED
            three in a row do                   | 0+ 1down 1+ 2down 2+ 3down 3- 1002-                    | OPEN
            one leg that fails often does not   | 0+ 1again 1+ 2again 2+ 3again 3+ 4again 4+             | CLOSED
            but it counts as one                | 0+ 1again 1+ 2again 2+ 3down 3+ 4down 4-               | OPEN
            a success between begins anew       | 0+ 1down 1+ 2down 2+ 3ok 3+ 4down 4+                   | CLOSED
            no room opens at once               | 0+ 1full 1- 1000- 1001+                                | OPEN
            one probe a second, one at a time   | 0+ 1full 1001+ 1001- 3000- 3001down 3001+ 3001-        | OPEN
            a probe that fails at once          | 0+ 1full 1001+ 1002down 2000- 2001+                    | OPEN
            a probe that was abandoned          | 0+ 1full 1001+ 1002gone 2000- 2001+                    | OPEN
            others under way hold the probe     | 0+ 0+ 0+ 1full 2000- 2000down 2000- 2000gone 2000+     | OPEN
            recovering: one per 50 ms           | 0+ 1full 1001+ 1002ok 1051- 1052+ 1052- 1101- 1102+    | RECOVERING
            recovering: as many as allowed      | 0+ 1full 1001+ 1002ok 1052+ 1102+ 1152+ 1202- 9000-    | RECOVERING
            recovering: no room opens it        | 0+ 1full 1001+ 1002ok 1052+ 1060full 1100- 2059- 2060+ | OPEN
            recovering: one failure does not    | 0+ 1full 1001+ 1002ok 1052+ 1060down 1102+             | RECOVERING
            recovering: three in a row do       | 0+ 1full 1001+ 1002ok 1052+ 1060down 1102+ 1103down 1152+ 1153down 1202- 2152- 2153+ | OPEN
            recovered after 30 s without one    | 0+ 1full 1001+ 1002ok 31001+ 31001- 31002+ 31002+      | CLOSED
            asked to wait, it waits             | 0+ 1full 1001+ 1002wait=7 8001- 8002+                  | OPEN
            asked to wait at the third failure  | 0+ 0+ 0+ 1down 1down 1wait=9 9000- 9001+               | OPEN
            asked to wait for a day, a minute   | 0+ 1full 1001+ 1001wait=86400 61000- 61001+            | OPEN
            a wish while closed is the leg's    | 0+ 1wait=60 2+                                         | CLOSED
            a bad key is nobody else's business | 0+ 1badkey 1+ 2badkey 2+ 3badkey 3+ 4badkey 4+         | CLOSED
            nor does it end a storm             | 0+ 1full 1001+ 1002badkey 1500- 2001+                  | OPEN
            connections that break young count  | 0+ 1ok 2young 2young 2+ 3young 3-                      | OPEN
            a success of old proves it, too     | 0+ 0+ 1full 2ok 51- 52+                                | RECOVERING
            """)
    void admitsWhatIsGoodForAll(String why, String steps, Breaker.State end) {
        for (String step : steps.split(" +", -1)) {
            Matcher parts = STEP.matcher(step);
            assertThat(parts.matches()).as(step).isTrue();
            take(step, Long.parseLong(parts.group(1)), parts.group(2), parts.group(3));
        }
        assertThat(breaker.state()).isEqualTo(end);
    }

    private void take(String step, long nowMs, String what, String seconds) {
        switch (what) {
            case "+" -> assertThat(breaker.admits(nowMs)).as(step).isTrue();
            case "-" -> assertThat(breaker.admits(nowMs)).as(step).isFalse();
            case "ok" -> breaker.succeeded(nowMs);
            case "gone" -> breaker.abandoned();
            case "down" -> breaker.failed(LastingWorld.DOWN, new Object(), nowMs);
            case "again" -> breaker.failed(LastingWorld.DOWN, this, nowMs);
            case "full" -> breaker.failed(LastingWorld.FULL, new Object(), nowMs);
            case "badkey" -> breaker.failed(LastingWorld.BAD_KEY, new Object(), nowMs);
            case "young" -> breaker.brokeYoung(LastingWorld.BROKEN, new Object(), nowMs);
            case "wait" ->
                breaker.failed(
                        new Failure(
                                Failure.UNAVAILABLE,
                                Failure.Remedy.BACK_OFF,
                                Duration.ofSeconds(Long.parseLong(seconds)),
                                "503"),
                        new Object(),
                        nowMs);
            default -> throw new IllegalArgumentException(step);
        }
    }

    @Test
    void patienceHasABoundWhateverIsAsked() {
        assertThat(Breaker.patienceMs(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(Breaker.LONGEST_PATIENCE_MS);
        assertThat(Breaker.patienceMs(Duration.ofMillis(1_234))).isEqualTo(1_234);
    }
}
