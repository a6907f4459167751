package io.sidetone.speech.assemblyai;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.sidetone.speech.Failure;
import io.sidetone.speech.Failure.Remedy;
import io.sidetone.speech.wire.Ending;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailuresTest {

    @ParameterizedTest
    @CsvSource({
        "1008, Unauthorized connection, stt.refused, NEVER",
        "1008, Too many concurrent sessions, stt.throttled, WAIT_FOR_ROOM",
        "1008, Concurrency limit, stt.throttled, WAIT_FOR_ROOM",
        "3005, x, stt.unavailable, BACK_OFF",
        "3006, x, stt.refused, NEVER_FOR_LEG",
        "3007, x, stt.refused, NEVER_FOR_LEG",
        "3008, x, stt.disconnected, RECONNECT",
        "3009, x, stt.throttled, WAIT_FOR_ROOM",
        "4000, x, stt.refused, NEVER_FOR_LEG",
        "4001, x, stt.refused, NEVER",
        "4002, x, stt.refused, NEVER",
        "4003, x, stt.refused, NEVER",
        "4008, x, stt.disconnected, RECONNECT",
        "4029, x, stt.throttled, WAIT_FOR_ROOM",
        "4101, x, stt.refused, NEVER_FOR_LEG",
        "4103, x, stt.disconnected, RECONNECT",
        "4999, x, stt.disconnected, BACK_OFF",
        "1000, x, stt.disconnected, RECONNECT",
        "1006, x, stt.disconnected, RECONNECT",
        "1011, x, stt.unavailable, BACK_OFF",
        "1009, x, stt.disconnected, RECONNECT",
    })
    void anErrorAndACloseMeanTheSame(int code, String text, String fault, Remedy remedy) {
        Failure said = Failures.said(code, text);

        assertThat(said.code()).isEqualTo(fault);
        assertThat(said.remedy()).isEqualTo(remedy);
        assertThat(said.message()).contains(code + " " + text);
        assertThat(Failures.of(new Ending.Closed(code, text))).isEqualTo(said);
    }

    @ParameterizedTest
    @CsvSource({
        "200, stt.refused, NEVER",
        "400, stt.refused, NEVER_FOR_LEG",
        "401, stt.refused, NEVER",
        "402, stt.refused, NEVER",
        "403, stt.refused, NEVER",
        "404, stt.refused, NEVER",
        "408, stt.unavailable, BACK_OFF",
        "414, stt.refused, NEVER_FOR_LEG",
        "429, stt.throttled, WAIT_FOR_ROOM",
        "500, stt.unavailable, BACK_OFF",
        "503, stt.unavailable, BACK_OFF",
    })
    void anAnswerIsJudgedByItsStatus(int status, String fault, Remedy remedy) {
        Duration wait = Duration.ofSeconds(3);
        Failure failure = Failures.of(new Ending.Refused(status, EmptyHttpHeaders.INSTANCE, "because\nof this", wait));

        assertThat(failure.code()).isEqualTo(fault);
        assertThat(failure.remedy()).isEqualTo(remedy);
        assertThat(failure.message()).contains("HTTP " + status + ", because of this");
        assertThat(failure.retryAfter()).isEqualTo(failure.isLasting() ? null : wait);
    }
}
