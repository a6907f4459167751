package io.sidetone.speech.deepgram;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.sidetone.speech.Failure;
import io.sidetone.speech.Failure.Remedy;
import io.sidetone.speech.wire.Ending;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailuresTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            200 | stt.refused     | NEVER         | not how Deepgram answers
            302 | stt.refused     | NEVER         | not how Deepgram answers
            400 | stt.refused     | NEVER_FOR_LEG | check deepgram.model
            401 | stt.refused     | NEVER         | check deepgram.api-key
            402 | stt.refused     | NEVER         | credit
            403 | stt.refused     | NEVER         | no access
            404 | stt.refused     | NEVER         | check deepgram.url
            405 | stt.refused     | NEVER_FOR_LEG | not how Deepgram answers
            408 | stt.unavailable | BACK_OFF      | check the way to deepgram.url
            413 | stt.refused     | NEVER_FOR_LEG | speech.buffer-seconds
            414 | stt.refused     | NEVER_FOR_LEG | fewer keyterms
            422 | stt.refused     | NEVER_FOR_LEG | check deepgram.model
            429 | stt.throttled   | WAIT_FOR_ROOM | higher limit
            499 | stt.unavailable | BACK_OFF      | check the way to deepgram.url
            500 | stt.unavailable | BACK_OFF      | on Deepgram's side
            502 | stt.unavailable | BACK_OFF      | on Deepgram's side
            503 | stt.unavailable | BACK_OFF      | on Deepgram's side
            504 | stt.unavailable | BACK_OFF      | on Deepgram's side
            """)
    void aRefusalSaysWhatToDo(int status, String code, Remedy remedy, String advice) {
        var headers = new DefaultHttpHeaders().set("dg-error", "the reason").set("dg-request-id", "r-1");
        Failure failure = Failures.of(new Ending.Refused(status, headers, "{}", Duration.ofSeconds(7)));

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.remedy()).isEqualTo(remedy);
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(7));
        assertThat(failure.message()).contains("HTTP " + status, "the reason", "request id r-1", advice);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            1000 | ''                                              | stt.disconnected | RECONNECT     | true
            1005 | ''                                              | stt.disconnected | RECONNECT     | true
            1000 | see https://developers.example/errors#net0001   | stt.disconnected | RECONNECT     | false
            1006 | ''                                              | stt.disconnected | RECONNECT     | false
            1011 | NET-0000                                        | stt.disconnected | RECONNECT     | false
            1011 | Deepgram did not ... /net0001                   | stt.disconnected | RECONNECT     | false
            1008 | NET-0002                                        | stt.disconnected | RECONNECT     | false
            1008 | no_audio_timeout                                | stt.disconnected | RECONNECT     | false
            1011 | ''                                              | stt.disconnected | RECONNECT     | false
            1012 | ''                                              | stt.disconnected | BACK_OFF      | false
            1013 | ''                                              | stt.unavailable  | BACK_OFF      | false
            4000 | ''                                              | stt.disconnected | BACK_OFF      | false
            4001 | whatever                                        | stt.disconnected | BACK_OFF      | false
            4999 | ''                                              | stt.disconnected | BACK_OFF      | false
            1008 | DATA-0000                                       | stt.refused      | NEVER_FOR_LEG | false
            1008 | ''                                              | stt.refused      | NEVER_FOR_LEG | false
            1011 | https://developers.example/errors#data0000      | stt.refused      | NEVER_FOR_LEG | false
            1002 | ''                                              | stt.refused      | NEVER_FOR_LEG | false
            1003 | ''                                              | stt.refused      | NEVER_FOR_LEG | false
            1007 | ''                                              | stt.refused      | NEVER_FOR_LEG | false
            """)
    void aCloseIsUnderstoodByItsReasonFirst(int status, String reason, String code, Remedy remedy, boolean orderly) {
        Ending ending = new Ending.Closed(status, reason);
        Failure failure = Failures.of(ending);

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.remedy()).isEqualTo(remedy);
        assertThat(failure.retryAfter()).isNull();
        assertThat(Failures.isOrderly(ending)).isEqualTo(orderly);
        assertThat(failure.message()).contains(Integer.toString(status), reason);
    }

    @Test
    void whatIsNotThereOrGoneIsTriedAgain() {
        assertThat(Failures.of(new Ending.Lost("reset")))
                .isEqualTo(new Failure(
                        Failure.DISCONNECTED, Remedy.RECONNECT, null, "the connection to Deepgram broke: reset"));
        Failure unreachable = Failures.of(new Ending.Unreachable("no route"));
        assertThat(unreachable.code()).isEqualTo(Failure.UNAVAILABLE);
        assertThat(unreachable.remedy()).isEqualTo(Remedy.BACK_OFF);
        assertThat(Failures.neverOpened(Duration.ofSeconds(5)).remedy()).isEqualTo(Remedy.BACK_OFF);
        assertThat(Failures.stuck("has taken nothing", Duration.ofSeconds(8)))
                .isEqualTo(
                        new Failure(Failure.STUCK, Remedy.RECONNECT, null, "Deepgram has taken nothing for 8000 ms"));
    }
}
