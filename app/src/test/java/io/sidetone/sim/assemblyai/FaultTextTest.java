package io.sidetone.sim.assemblyai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidetone.sim.deepgram.Fault;
import io.sidetone.sim.deepgram.Moment;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultTextTest {

    static Stream<Arguments> faults() {
        Moment second = Moment.afterAudio(Duration.ofMillis(1_500));
        return Stream.of(
                Arguments.of("close=3005@1.5", new Fault.Close(3005, "closed on purpose", second)),
                Arguments.of("reset@open", new Fault.Reset(Moment.atOpen())),
                Arguments.of("hang-up@terminate", new Fault.HangUp(Moment.atCloseStream())),
                Arguments.of("freeze@1.5", new Fault.Freeze(second)),
                Arguments.of("stop-reading@1.5", new Fault.StopReading(second)),
                Arguments.of("refuse=503", new Fault.Refuse(503)),
                Arguments.of("limit=2", new Fault.ConcurrencyLimit(2)),
                Arguments.of("slow-begin=2", new Fault.SlowHandshake(Duration.ofSeconds(2))),
                Arguments.of("slow-terminate=0.5", new Fault.SlowDrain(Duration.ofMillis(500))),
                Arguments.of("jitter=80", new Fault.JitteredTimes(Duration.ofMillis(80))),
                Arguments.of("no-endpoint-answer", Fault.Quirk.NO_FINALIZE_ANSWER));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void readsWhatIsOffered(String text, Fault fault) {
        assertThat(FaultText.parse(text)).isEqualTo(fault);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "close", "close@3", "reset", "reset=1@3", "refuse=x", "refuse=200", "jam@3", "limit=1.5"})
    void namesWhatThereIs(String text) {
        assertThatThrownBy(() -> FaultText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected");
    }
}
