package io.sidetone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidetone.sim.deepgram.Fault;
import io.sidetone.sim.deepgram.Moment;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FaultReaderTest {

    static Stream<Arguments> ofStreams() {
        return Stream.of(
                Arguments.of("refuse=503", new Fault.Refuse(503)),
                Arguments.of("limit=2", new Fault.ConcurrencyLimit(2)),
                Arguments.of("slow-handshake=2s", new Fault.SlowHandshake(Duration.ofSeconds(2))),
                Arguments.of("close=1012", new Fault.Close(1012, "", Moment.atFirstFrame())),
                Arguments.of("close=net0001@open", Fault.Close.net0001(Moment.atOpen())),
                Arguments.of("reset@8s", new Fault.Reset(Moment.afterAudio(Duration.ofSeconds(8)))),
                Arguments.of("hang-up@word", new Fault.HangUp(Moment.midWord(Duration.ZERO))),
                Arguments.of("freeze@pause", new Fault.Freeze(Moment.betweenUtterances(Duration.ZERO))),
                Arguments.of("stop-reading@1500ms", new Fault.StopReading(Moment.afterAudio(Duration.ofMillis(1_500)))),
                Arguments.of(
                        "stop-reading=3s@end", new Fault.StopReading(Moment.atCloseStream(), Duration.ofSeconds(3))),
                Arguments.of("garbage@word", new Fault.GarbageText(Moment.midWord(Duration.ZERO))),
                Arguments.of("jitter=80ms", new Fault.JitteredTimes(Duration.ofMillis(80))),
                Arguments.of("late-finalize=700ms", new Fault.LateFinalizeAnswer(Duration.ofMillis(700))),
                Arguments.of("slow-drain=4s", new Fault.SlowDrain(Duration.ofSeconds(4))));
    }

    @ParameterizedTest
    @MethodSource("ofStreams")
    void readsFaultsOfStreams(String text, Fault fault) {
        assertThat(new FaultReader.OfStreams().convert(text)).isEqualTo(fault);
    }

    @ParameterizedTest
    @EnumSource
    void knowsEveryQuirkByItsName(Fault.Quirk quirk) {
        assertThat(new FaultReader.OfStreams()
                        .convert(quirk.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-')))
                .isEqualTo(quirk);
    }

    static Stream<Arguments> ofRequests() {
        return Stream.of(
                Arguments.of("refuse=429", new Fault.Refuse(429)),
                Arguments.of("limit=1", new Fault.ConcurrencyLimit(1)),
                Arguments.of("late=5s", new Fault.LateAnswer(Duration.ofSeconds(5))),
                Arguments.of("never", new Fault.NoAnswer()),
                Arguments.of("broken", new Fault.BrokenAnswer()),
                Arguments.of("garbage", new Fault.GarbageAnswer()),
                Arguments.of("jitter=80ms", new Fault.JitteredTimes(Duration.ofMillis(80))),
                Arguments.of("other-borders", Fault.Quirk.OTHER_BORDERS));
    }

    @ParameterizedTest
    @MethodSource("ofRequests")
    void readsFaultsOfRequests(String text, Fault fault) {
        assertThat(new FaultReader.OfRequests().convert(text)).isEqualTo(fault);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "refuse|refuse=NUMBER",
                "refuse=200|a status of 400 to 599",
                "close=1005|a close code",
                "close=often|close=NUMBER",
                "reset@soon|@open, @word, @pause, @end",
                "jitter=80|500ms or 3s",
                "refuse=503@word|no @word behind refuse",
                "explode|one of refuse=STATUS",
                "Refuse 503|name=value@moment"
            })
    void saysWhatIsWrongAndWhatIsExpected(String text, String expected) {
        assertThatThrownBy(() -> new FaultReader.OfStreams().convert(text))
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining(expected);
    }

    @ParameterizedTest
    @CsvSource({"freeze", "never@open", "late"})
    void streamsFaultsAreNotRequests(String text) {
        assertThatThrownBy(() -> new FaultReader.OfRequests().convert(text)).hasMessageContaining("'" + text + "'");
    }

    @ParameterizedTest
    @CsvSource({"--fault,explode", "--request-fault,freeze", "--fault,refuse=1"})
    void theCommandNamesAFaultItCannotRead(String option, String fault) {
        Ran ran = Ran.command("simulate", "deepgram", "--port", "0", option, fault);

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err())
                .contains(option)
                .contains(fault)
                .contains("expected")
                .doesNotContain("\tat ");
    }
}
