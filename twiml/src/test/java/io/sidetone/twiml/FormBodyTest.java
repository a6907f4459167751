package io.sidetone.twiml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormBodyTest {
    @Test
    void keepsBlanksSpacesAndRepetitionsExactly() {
        assertThat(Samples.form("b=+x+&a=1&a=&B=&bare&a=1&=noname&e=1=2%26"))
                .containsExactly(
                        Map.entry("", List.of("noname")),
                        Map.entry("B", List.of("")),
                        Map.entry("a", List.of("1", "", "1")),
                        Map.entry("b", List.of(" x ")),
                        Map.entry("bare", List.of("")),
                        Map.entry("e", List.of("1=2&")));
    }

    @Test
    void decodesUtf8FromEscapesAndFromRawBytes() {
        assertThat(Samples.form("n%C3%A4me=%f0%9F%98%80+caf\u00e9%2B%00"))
                .containsEntry("näme", List.of("😀 café+\u0000"));
    }

    @Test
    void readsNothingFromNothing() {
        assertThat(Samples.form("")).isEmpty();
        assertThat(Samples.form("&&")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"a=%,byte 2", "a=%4,byte 2", "a=1&b=%zz,byte 6", "%4=x,byte 0", "a=%-1,byte 2", "a=%4&1=b,byte 2"})
    void namesTheByteOfABrokenEscape(String body, String where) {
        assertThatThrownBy(() -> Samples.form(body))
                .isInstanceOf(MalformedRequestException.class)
                .hasMessageContaining(where + " ");
    }

    @Test
    void refusesWhatIsNotUtf8() {
        assertThatThrownBy(() -> Samples.form("a=%FF")).hasMessageContaining("not UTF-8");
        assertThatThrownBy(() -> FormBody.parse(new byte[] {'a', '=', (byte) 0xC3}, 9))
                .isInstanceOf(MalformedRequestException.class);
    }

    @Test
    void countsRepeatedParametersTowardsTheLimit() {
        byte[] three = "a=1&a=2&b=3".getBytes(StandardCharsets.UTF_8);

        assertThat(FormBody.parse(three, 3)).hasSize(2);
        assertThatThrownBy(() -> FormBody.parse(three, 2))
                .isInstanceOf(MalformedRequestException.class)
                .hasMessageContaining("more than 2");
    }
}
