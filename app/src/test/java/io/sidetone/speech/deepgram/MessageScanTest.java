package io.sidetone.speech.deepgram;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pass against the tree: what it reads is what that one reads. */
class MessageScanTest {
    private static final long SEED = 20_261_127;
    private static final int ROUNDS = 150_000;
    static final List<String> USUAL = VendorTexts.USUAL;

    private final MessageScan scan = new MessageScan();

    @ParameterizedTest
    @FieldSource("USUAL")
    void whatRecognisersSayAllTheTimeIsRead(String message) {
        assertThat(isReadAlike(message.getBytes(StandardCharsets.UTF_8))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'Results'}",
                "{'type':'TurnInfo'}",
                "{'type':'Results'} and more",
                "{'type':'Results','channel':{'alternatives':[{'transcript':'\\ud83d\\ude00 \\u00fc \\'','confidence':1}]}}",
                "{'type':'Results','start':3.5,'channel':{'alternatives':[{'words':[{'word':'so'},{}]}]}}",
                "{'type':'Results','start':-0.0,'duration':1e2,'x':[{'type':[null]}]}",
                "{'type':'Results','start':0.123456789012345678,'duration':9007199254740993}",
            })
    void soIsWhatTheyMaySay(String message) {
        assertThat(isReadAlike(bytes(message))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "'Results'",
                "{}",
                "{'type':'Metadata','duration':1}",
                "{'type':7}",
                "{'start':1,'type':'Results'}",
                "{'type':'Results','type':'Error'}",
                "{'type':'Results','start':1,'start':2}",
                "{'type':'Results','start':'1'}",
                "{'type':'Results','start':null}",
                "{'type':'Results','is_final':'true'}",
                "{'type':'Results','is_final':1}",
                "{'type':'Results','metadata':[]}",
                "{'type':'Results','channel':{},'channel':{}}",
                "{'type':'Results','channel':{'alternatives':[]}}",
                "{'type':'Results','channel':{'alternatives':[{},{}]}}",
                "{'type':'Results','channel':{'alternatives':[{'words':[{'word':'so'}]}]},'start':3.5}",
                "{'type':'Results','channel':{'alternatives':[{'words':[7]}]}}",
                "{'type':'Results','channel':{'alternatives':[{'languages':['en',null]}]}}",
                "{'type':'TurnInfo','words':[{'word':'so','start':1}]}",
            })
    void whatIsUnusualIsLeftToTheTree(String message) {
        assertThat(isReadAlike(bytes(message))).isFalse();
    }

    /** The tree refuses a number that long. */
    @Test
    void noNumberIsPassedOverThatTheTreeWouldMind() {
        assertThat(isReadAlike(bytes("{'type':'Results','x':" + "9".repeat(1_001) + "}")))
                .isFalse();
        assertThat(isReadAlike(bytes("{'type':'Results','x':" + "[".repeat(1_001) + "]".repeat(1_001) + "}")))
                .isFalse();
    }

    /** The parser would pass over bytes that it does not read as text. */
    @Test
    void noTextIsPassedOverThatTheTreeWouldMind() {
        byte[] message = bytes("{'type':'Results','x':'?'}");
        message[message.length - 3] = (byte) 0xFF;
        assertThat(isReadAlike(message)).isFalse();
    }

    @Test
    void everyNumberIsTheNearest() {
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            String digits = Long.toString(random.nextLong() >>> (1 + random.nextInt(60)));
            int point = random.nextInt(digits.length());
            String number = point == 0 ? "0." + digits : digits.substring(0, point) + "." + digits.substring(point);
            DeepgramMessage.Results results =
                    (DeepgramMessage.Results) read("{\"type\":\"Results\",\"start\":" + number + "}");
            assertThat(results.start()).isEqualTo(Double.parseDouble(number));
        }
    }

    private DeepgramMessage read(String message) {
        byte[] text = message.getBytes(StandardCharsets.UTF_8);
        return Objects.requireNonNull(scan.read(text, text.length), message);
    }

    @Test
    void spoiledMessagesAreReadAlikeOrNotAtAll() throws IOException {
        List<JsonNode> messages = new ArrayList<>();
        for (String message : USUAL) {
            messages.add(new ObjectMapper().readTree(message));
        }
        Random random = new Random(SEED);
        Spoiler spoiler = new Spoiler(random);
        int read = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] message = spoiler.rewritten(messages.get(random.nextInt(messages.size())));
            for (int wounds = random.nextInt(4) - 1; wounds > 0 && message.length > 0; wounds--) {
                message = spoiler.wounded(message);
            }
            if (isReadAlike(message)) {
                read++;
            }
        }
        assertThat(read).as("whole ones, and some spoiled").isBetween(ROUNDS / 5, ROUNDS * 4 / 5);
    }

    @Test
    void aDecoderReadsOneAfterTheOtherWhateverTheirLength() {
        DeepgramMessageDecoder decoder = new DeepgramMessageDecoder();
        String padded =
                VendorTexts.TURN.replace("\"trigger\"", "\"padding\":\"" + "x".repeat(20_000) + "\",\"trigger\"");
        for (String message :
                List.of(VendorTexts.SETTLED, padded, "{\"type\":\"Connected\"}", VendorTexts.NOTHING, "{", padded)) {
            byte[] text = message.getBytes(StandardCharsets.UTF_8);
            ByteBuf frame =
                    Unpooled.directBuffer().writeByte('?').writeBytes(text).skipBytes(1);
            assertThat(decoder.decode(frame)).isEqualTo(MessageTree.read(text, text.length));
            assertThat(ByteBufUtil.getBytes(frame)).as("the frame is as it was").isEqualTo(text);
            frame.release();
        }
    }

    /** @return whether the pass has read it; then the tree does so too, and both say the same */
    private boolean isReadAlike(byte[] message) {
        DeepgramMessage scanned = scan.read(message, message.length);
        if (scanned == null) {
            return false;
        }
        if (!scanned.equals(MessageTree.read(message, message.length))) {
            assertThat(scanned)
                    .as(new String(message, StandardCharsets.UTF_8))
                    .isEqualTo(MessageTree.read(message, message.length));
        }
        return true;
    }

    private static byte[] bytes(String message) {
        return message.replace("\\'", "\\\"").replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
