package io.sidetone.websocket;

import static io.sidetone.websocket.Wire.BINARY;
import static io.sidetone.websocket.Wire.CLOSE;
import static io.sidetone.websocket.Wire.CONTINUATION;
import static io.sidetone.websocket.Wire.FIN;
import static io.sidetone.websocket.Wire.PING;
import static io.sidetone.websocket.Wire.PONG;
import static io.sidetone.websocket.Wire.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both doors pass these. Where something ends badly, the close code says why, and the connection ends. */
abstract class ConformanceContract {
    private static final String PROTOCOL_ERROR = "close 1002";
    private static final String NOT_UTF_8 = "close 1007";
    private static final String TOO_BIG = "close 1009";

    /** Upgraded, and past whatever the server says of its own accord. */
    abstract Wire open() throws IOException;

    /** A message that the door takes and that has {@code text} in it, made so long with spaces. */
    abstract String message(String text, int length);

    /** Skips what the door says by itself; then what it says to this frame. */
    abstract String reply(Wire wire) throws IOException;

    /** Still there, and still listening. */
    private void isAlive(Wire wire) throws IOException {
        wire.send(FIN | PING, "there?");
        String next = reply(wire);
        assertThat(next).isEqualTo("pong there?");
    }

    private void endsWith(Wire wire, String goodbye) throws IOException {
        assertThat(reply(wire)).isEqualTo(goodbye);
        assertThat(wire.next()).isEqualTo("end");
    }

    // --- framing ---

    /** The longest message that the door takes. */
    abstract int longest();

    @ParameterizedTest
    @ValueSource(ints = {60, 125, 126, 127, 128})
    void messagesOfAnyLengthAreTaken(int length) throws IOException {
        try (Wire wire = open()) {
            wire.send(FIN | TEXT, message("x", length));
            isAlive(wire);
        }
    }

    @Test
    void theLongestMessageIsTaken() throws IOException {
        try (Wire wire = open()) {
            wire.send(FIN | TEXT, message("x", longest()));
            isAlive(wire);
        }
    }

    @Test
    void aMessageOctetByOctetIsTaken() throws IOException {
        try (Wire wire = open()) {
            wire.sendChopped(FIN | TEXT, message("x", 200));
            isAlive(wire);
        }
    }

    @Test
    void manyFramesInOneWriteAreTaken() throws IOException {
        try (Wire wire = open()) {
            byte[] pings = new byte[0];
            for (int i = 0; i < 10; i++) {
                byte[] ping = {(byte) (FIN | PING), (byte) 0x81, 0, 0, 0, 0, (byte) ('0' + i)};
                pings = Arrays.copyOf(pings, pings.length + ping.length);
                System.arraycopy(ping, 0, pings, pings.length - ping.length, ping.length);
            }
            wire.raw(pings);
            for (int i = 0; i < 10; i++) {
                assertThat(reply(wire)).isEqualTo("pong " + i);
            }
        }
    }

    @Test
    void anUnmaskedFrameIsRefused() throws IOException {
        try (Wire wire = open()) {
            wire.sendUnmasked(FIN | TEXT, message("x", 60));
            endsWith(wire, PROTOCOL_ERROR);
        }
    }

    /** RFC 6455 section 5.2: the minimal number of octets must be used. */
    @Test
    void aLengthInMoreOctetsThanItNeedsIsRefused() throws IOException {
        try (Wire wire = open()) {
            wire.sendLongForm(message("x", 60));
            endsWith(wire, PROTOCOL_ERROR);
        }
    }

    @Test
    void aLengthWithItsHighestBitSetIsRefused() throws IOException {
        try (Wire wire = open()) {
            wire.raw(HexFormat.of().parseHex("81FF8000000000000000" + "00000000"));
            assertThat(reply(wire)).isIn(PROTOCOL_ERROR, TOO_BIG);
            assertThat(wire.next()).isEqualTo("end");
        }
    }

    // --- pings and pongs ---

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 124, 125})
    void aPingIsAnsweredWithItsPayload(int length) throws IOException {
        try (Wire wire = open()) {
            wire.send(FIN | PING, "p".repeat(length));
            assertThat(reply(wire)).isEqualTo("pong " + "p".repeat(length));
        }
    }

    @Test
    void aPingMayHoldAnyOctets() throws IOException {
        try (Wire wire = open()) {
            wire.send(FIN | PING, new byte[] {0, (byte) 0xFF, (byte) 0xFE, 1});
            assertThat(reply(wire)).startsWith("pong ");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {PING, PONG, CLOSE})
    void aControlFrameOfMoreThan125OctetsIsRefused(int opcode) throws IOException {
        try (Wire wire = open()) {
            wire.send(FIN | opcode, "p".repeat(126));
            endsWith(wire, PROTOCOL_ERROR);
        }
    }

    @Test
    void aPongThatNobodyAskedForIsPassedOver() throws IOException {
        try (Wire wire = open()) {
            wire.send(FIN | PONG, "unasked");
            isAlive(wire);
        }
    }

    // --- reserved bits and opcodes ---

    @ParameterizedTest
    @ValueSource(ints = {0x10, 0x20, 0x30, 0x40, 0x50, 0x60, 0x70})
    void aReservedBitIsRefusedAsNoExtensionWasAgreed(int bits) throws IOException {
        try (Wire wire = open()) {
            wire.send(FIN | bits | TEXT, message("x", 60));
            endsWith(wire, PROTOCOL_ERROR);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6, 7, 11, 12, 13, 14, 15})
    void anOpcodeThatMeansNothingIsRefused(int opcode) throws IOException {
        try (Wire wire = open()) {
            wire.send(FIN | opcode, "");
            endsWith(wire, PROTOCOL_ERROR);
        }
    }

    // --- fragments ---

    @Test
    void aMessageInFragmentsIsTakenAndAPingBetweenThemAnswered() throws IOException {
        try (Wire wire = open()) {
            String message = message("x", 90);
            wire.send(TEXT, message.substring(0, 20));
            wire.send(CONTINUATION, "");
            wire.send(FIN | PING, "between");
            assertThat(reply(wire)).isEqualTo("pong between");
            wire.send(CONTINUATION, message.substring(20, 50));
            wire.send(FIN | CONTINUATION, message.substring(50));
            isAlive(wire);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {PING, PONG, CLOSE})
    void aControlFrameInFragmentsIsRefused(int opcode) throws IOException {
        try (Wire wire = open()) {
            wire.send(opcode, "a");
            wire.send(FIN | CONTINUATION, "b");
            endsWith(wire, PROTOCOL_ERROR);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {CONTINUATION, FIN | CONTINUATION})
    void aContinuationOfNothingIsRefused(int first) throws IOException {
        try (Wire wire = open()) {
            wire.send(first, "more");
            endsWith(wire, PROTOCOL_ERROR);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {FIN | TEXT, TEXT, FIN | BINARY})
    void aNewMessageWithinAMessageIsRefused(int first) throws IOException {
        try (Wire wire = open()) {
            wire.send(TEXT, message("x", 60).substring(0, 10));
            wire.send(first, message("x", 60));
            endsWith(wire, PROTOCOL_ERROR);
        }
    }

    // --- UTF-8 ---

    @ParameterizedTest
    @ValueSource(strings = {"κόσμε", "é", "\uFFFF", "\uD83D\uDE00", "\uE000", "\uD83F\uDFFE"})
    void wellFormedTextIsTaken(String text) throws IOException {
        try (Wire wire = open()) {
            wire.send(FIN | TEXT, message(text, 100));
            isAlive(wire);
        }
    }

    @Test
    void aCharacterMayBeCutByAFragmentsBorder() throws IOException {
        try (Wire wire = open()) {
            byte[] message = message("\uD83D\uDE00", 100).getBytes(StandardCharsets.UTF_8);
            int at = indexOf(message, (byte) 0xF0);
            for (int cut = at + 1; cut < at + 4; cut++) {
                wire.send(TEXT, Arrays.copyOf(message, cut));
                wire.send(FIN | CONTINUATION, Arrays.copyOfRange(message, cut, message.length));
                isAlive(wire);
            }
        }
    }

    /** Overlong, surrogates, beyond Unicode, lonely and missing continuations, octets that are in no text. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "C080",
                "E08080",
                "F0808080",
                "C1BF",
                "EDA080",
                "EDB080",
                "EDADBF",
                "F4908080",
                "F8888080",
                "80",
                "BF",
                "CEBAE1BDB9CF83CEBCCEB5EDA080656469746564",
                "C3",
                "E282",
                "F09F98",
                "FE",
                "FF",
                "C328",
                "E228A1"
            })
    void malformedTextIsRefused(String hex) throws IOException {
        try (Wire wire = open()) {
            wire.send(FIN | TEXT, HexFormat.of().parseHex(hex));
            endsWith(wire, NOT_UTF_8);
        }
    }

    @Test
    void malformedTextInASecondFragmentIsRefused() throws IOException {
        try (Wire wire = open()) {
            wire.send(TEXT, "good");
            wire.send(FIN | CONTINUATION, new byte[] {(byte) 0xFF});
            endsWith(wire, NOT_UTF_8);
        }
    }

    @Test
    void aCharacterThatIsNotFinishedAtTheEndIsRefused() throws IOException {
        try (Wire wire = open()) {
            wire.send(TEXT, new byte[] {'a', (byte) 0xE2});
            wire.send(FIN | CONTINUATION, new byte[] {(byte) 0x82});
            endsWith(wire, NOT_UTF_8);
        }
    }

    // --- closing ---

    @Test
    void aCloseWithoutACodeIsAnsweredAlike() throws IOException {
        try (Wire wire = open()) {
            wire.send(FIN | CLOSE, "");
            assertThat(reply(wire)).isIn("close", "close 1000");
            assertThat(wire.next()).isEqualTo("end");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999})
    void aCloseIsAnsweredWithItsCode(int code) throws IOException {
        try (Wire wire = open()) {
            wire.send(FIN | CLOSE, close(code, "that is all"));
            endsWith(wire, "close " + code);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535})
    void aCodeThatNobodyMaySendIsRefused(int code) throws IOException {
        try (Wire wire = open()) {
            wire.send(FIN | CLOSE, close(code, ""));
            endsWith(wire, PROTOCOL_ERROR);
        }
    }

    @Test
    void aCloseOfOneOctetIsRefused() throws IOException {
        try (Wire wire = open()) {
            wire.send(FIN | CLOSE, new byte[] {3});
            endsWith(wire, PROTOCOL_ERROR);
        }
    }

    @Test
    void aReasonThatIsNotUtf8IsRefused() throws IOException {
        try (Wire wire = open()) {
            wire.send(FIN | CLOSE, new byte[] {3, (byte) 0xE8, (byte) 0xC3, (byte) 0x28});
            endsWith(wire, NOT_UTF_8);
        }
    }

    @Test
    void whatComesBehindACloseIsPassedOver() throws IOException {
        try (Wire wire = open()) {
            wire.send(FIN | CLOSE, close(1000, ""));
            wire.send(FIN | PING, "too late");
            endsWith(wire, "close 1000");
        }
    }

    // --- limits and extensions ---

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 2", "5000, 2", "5000, 7"})
    void aMessageBeyondTheLimitIsRefusedInOneFrameOrMany(int beyond, int frames) throws IOException {
        int length = longest() + beyond;
        try (Wire wire = open()) {
            String message = message("x", length);
            int step = length / frames;
            for (int i = 0; i < frames; i++) {
                boolean isLast = i == frames - 1;
                String part = message.substring(i * step, isLast ? length : (i + 1) * step);
                wire.send((isLast ? FIN : 0) | (i == 0 ? TEXT : CONTINUATION), part);
            }
            assertThat(reply(wire)).isEqualTo(TOO_BIG);
        }
    }

    /** Compression is what a bomb would come in. */
    @Test
    void noExtensionIsAgreedThoughSomeAreOffered() throws IOException {
        try (Wire wire = open()) {
            assertThat(wire.answer.toLowerCase(java.util.Locale.ROOT))
                    .startsWith("http/1.1 101 ")
                    .doesNotContain("sec-websocket-extensions");
        }
    }

    private static byte[] close(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 + text.length)
                .putShort((short) code)
                .put(text)
                .array();
    }

    private static int indexOf(byte[] bytes, byte wanted) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        throw new IllegalArgumentException("not in it");
    }
}
