package io.sidetone.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Base64PayloadTest {

    @Test
    void decodesAsTheJdkDoes() throws BadTwilioMessage {
        Random random = new Random(711);
        for (int length = 0; length < 2_000; length++) {
            byte[] bytes = new byte[length % 500];
            random.nextBytes(bytes);

            assertThat(decode(Base64.getEncoder().encodeToString(bytes))).isEqualTo(bytes);
        }
    }

    @Test
    void readsOnlyTheStretchItIsGiven() throws BadTwilioMessage {
        ByteBuf out = Unpooled.buffer();
        Base64Payload.decode("\"!!AQID!!\"".toCharArray(), 3, 4, out);

        assertThat(ByteBufUtil.getBytes(out)).containsExactly(1, 2, 3);
    }

    @Test
    void appendsToWhatIsThere() throws BadTwilioMessage {
        ByteBuf out = Unpooled.buffer().writeByte(9);
        Base64Payload.decode("AQ==".toCharArray(), 0, 4, out);

        assertThat(ByteBufUtil.getBytes(out)).containsExactly(9, 1);
    }

    /** Whatever is not base64 is refused at every place, also where the JDK would refuse it. */
    @Test
    void refusesAForeignCharacterAtAnyPlace() {
        char[] good = Base64.getEncoder().encodeToString(new byte[30]).toCharArray();
        for (char foreign : new char[] {'-', '_', ' ', '\n', '.', '\0', '\u007f', '\u0080', '\u0101', '\uffff', '"'}) {
            for (int at = 0; at < good.length; at++) {
                char[] bad = good.clone();
                bad[at] = foreign;
                assertThatThrownBy(() -> decode(new String(bad)))
                        .as("%04x at %d", (int) foreign, at)
                        .isInstanceOf(BadTwilioMessage.class)
                        .hasMessageContaining("not base64 at character " + at);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"=", "==", "A", "AA", "AAA", "AAAAA", "AA=", "AAA==", "AAAAAA="})
    void refusesALengthThatIsNoMultipleOfFour(String text) {
        assertThatThrownBy(() -> decode(text))
                .isInstanceOf(BadTwilioMessage.class)
                .hasMessageContaining("a length of " + text.length() + " characters")
                .hasMessageContaining("multiple of 4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"====", "A===", "=AAA", "A=AA", "AA=A", "AA==AAAA", "AAA=AAAA", "AAAA====", "=AA="})
    void refusesPaddingAnywhereButAtTheEnd(String text) {
        assertThatThrownBy(() -> decode(text)).isInstanceOf(BadTwilioMessage.class);
    }

    private static byte[] decode(String text) throws BadTwilioMessage {
        ByteBuf out = Unpooled.buffer();
        Base64Payload.decode(text.toCharArray(), 0, text.length(), out);
        return ByteBufUtil.getBytes(out);
    }
}
