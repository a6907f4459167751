package io.sidetone.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidetone.engine.CallEvent;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvelopeTest {
    private static final String HEAD =
            "{\"type\":\"transcript.final\",\"timestamp\":\"2026-01-02T03:04:05.000Z\",\"data\":";

    private static String envelope(String data, boolean withWords) throws IOException {
        CallEvent event =
                new CallEvent("s_a", 1, "transcript.final", "l1", 1, 1_767_323_045_000L, "msg_1", data.getBytes(UTF_8));
        return new String(Envelope.of(event, withWords), UTF_8);
    }

    @Test
    void theDataIsCopiedByteForByte() throws IOException {
        String data = "{ \"text\" : \"Grüße \\u00e9 你好 👋\", \"n\":1.0e2 }";

        assertThat(envelope(data, true)).isEqualTo(HEAD + data + "}");
        assertThat(envelope(data, false)).isEqualTo(HEAD + data + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"words\":[{\"w\":\"a,]\"}],\"n\":1}  | {\"n\":1}",
                "{\"n\":1,\"words\":[[],{}],\"m\":2}    | {\"n\":1,\"m\":2}",
                "{\"n\":\"你好\" , \"words\" : [] }     | {\"n\":\"你好\" }",
                "{\"words\":[1]}                        | {}",
                "{\"n\":1,\"words\":null}               | {\"n\":1}",
                "{\"text\":\"words\",\"l\":{\"words\":1}} | {\"text\":\"words\",\"l\":{\"words\":1}}"
            })
    void wordsAreCutOutAndTheRestStays(String data, String expected) throws IOException {
        assertThat(envelope(data, false)).isEqualTo(HEAD + expected + "}");
        assertThat(envelope(data, true)).isEqualTo(HEAD + data + "}");
    }

    @Test
    void theCountOfWordsOfALegStays() throws IOException {
        String data = "{\"finals\":3,\"words\":17}";
        CallEvent ended =
                new CallEvent("s_a", 9, "leg.ended", "l1", 0, 1_767_323_045_000L, "msg_1", data.getBytes(UTF_8));

        assertThat(Envelope.of(ended, false)).asString(UTF_8).endsWith("\"data\":" + data + "}");
    }

    @ParameterizedTest
    @CsvSource({"[]", "x", "''", "{\"n\":"})
    void whatIsNoObjectIsRefused(String data) {
        assertThatThrownBy(() -> envelope(data, false)).isInstanceOf(IOException.class);
    }
}
