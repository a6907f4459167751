package io.sidetone.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumbersTest {

    private static String masked(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        PhoneNumbers.mask(bytes);
        return new String(bytes, UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "call from +15005550001, to +4930123456         | call from +*********01, to +********56",
                "+1234567                                       | +*****67",
                "+123456789012345                               | +*************45",
                "sip:+15005550001@example.com                   | sip:+*********01@example.com",
                "SIPS:15005550001@example.com;user=phone        | SIPS:*********01@example.com;user=phone",
                "tel:+1-500-555-0001 and tel:+1(500)555.0001.   | tel:+*-***-***-**01 and tel:+*(***)***.**01.",
                "refused POST /twilio/voice?From=%2B15005550001&To=%2b4930123456 | refused POST /twilio/voice?From=%2B*********01&To=%2b********56",
                "next=%252B15005550001                          | next=%252B*********01",
                "whatsapp:+15005550001+15005550002              | whatsapp:+*********01+*********02",
                "grüße +15005550001 你好                        | grüße +*********01 你好"
            })
    void allButTheLastTwoDigitsAreMasked(String text, String expected) {
        assertThat(masked(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-02T03:04:05.678+0100",
                "2026-01-02T03:04:05.678+01:00",
                "{\"timestamp\":1767323045678,\"level\":\"INFO\"}",
                "CA00000000000000000000000000000001 MZ12345678901234567890123456789012",
                "s_0123456789abcdef.l1.12 msg_00112233445566778899aabbccddeeff",
                "+123456",
                "1 + 2, c++, a+b",
                "http://127.0.0.1:8080/hotel:1234567",
                "sip:jo@10.0.0.1:5060",
                "%2B, %20123456789, B1234567, 2B1234567",
                "+",
                ""
            })
    void otherNumbersStay(String text) {
        assertThat(masked(text)).isEqualTo(text);
    }

    @Test
    void nothingButDigitsChangesAndTwiceIsOnce() {
        Random random = new Random(7);
        String signs = "+%2Bb0123456789()-.:siptel @";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(40); length > 0; length--) {
                text.append(signs.charAt(random.nextInt(signs.length())));
            }
            String once = masked(text.toString());
            assertThat(masked(once)).isEqualTo(once);
            assertThat(once.replaceAll("[0-9*]", "0")).isEqualTo(text.toString().replaceAll("[0-9]", "0"));
        }
    }
}
