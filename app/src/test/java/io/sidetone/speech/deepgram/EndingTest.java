package io.sidetone.speech.deepgram;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndingTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            400 | stt.refused     | check deepgram.model
            401 | stt.refused     | check deepgram.api-key
            402 | stt.refused     | credit
            403 | stt.refused     | no access
            404 | stt.refused     | check deepgram.url
            414 | stt.refused     | fewer keyterms
            200 | stt.refused     | not how Deepgram answers
            302 | stt.refused     | not how Deepgram answers
            408 | stt.unavailable | check deepgram.url
            429 | stt.throttled   | higher limit
            500 | stt.unavailable | on Deepgram's side
            503 | stt.unavailable | on Deepgram's side
            """)
    void aRefusalSaysWhatToDo(int status, String code, String advice) {
        Ending ending = Ending.answered(status, "the reason", "r-1");

        assertThat(ending.code()).isEqualTo(code);
        assertThat(ending.orderly()).isFalse();
        assertThat(ending.message()).contains("HTTP " + status, "the reason", "request id r-1", advice);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            1000 | ''                                              | stt.disconnected | true
            1005 | ''                                              | stt.disconnected | true
            1000 | see https://developers.example/errors#net0001   | stt.disconnected | false
            1011 | NET-0000                                        | stt.disconnected | false
            1011 | Deepgram did not ... /net0001                   | stt.disconnected | false
            1008 | NET-0002                                        | stt.disconnected | false
            1008 | no_audio_timeout                                | stt.disconnected | false
            1011 | ''                                              | stt.disconnected | false
            1012 | ''                                              | stt.disconnected | false
            4001 | whatever                                        | stt.disconnected | false
            1013 | ''                                              | stt.unavailable  | false
            1008 | DATA-0000                                       | stt.refused      | false
            1011 | https://developers.example/errors#data0000      | stt.refused      | false
            1002 | ''                                              | stt.refused      | false
            1003 | ''                                              | stt.refused      | false
            1007 | ''                                              | stt.refused      | false
            """)
    void aCloseIsUnderstoodByItsReasonFirst(int status, String reason, String code, boolean orderly) {
        Ending ending = Ending.closed(status, reason);

        assertThat(ending.code()).isEqualTo(code);
        assertThat(ending.orderly()).isEqualTo(orderly);
        assertThat(ending.message()).contains(Integer.toString(status), reason);
    }

    @Test
    void foreignTextIsKeptShortAndOnOneLine() {
        assertThat(Ending.printable("  a\r\nb\tc\u0000d\u001b[31m ")).isEqualTo("a b c d [31m");
        assertThat(Ending.printable("x".repeat(5_000))).hasSizeLessThan(310);
    }
}
