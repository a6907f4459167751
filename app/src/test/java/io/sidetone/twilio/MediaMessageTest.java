package io.sidetone.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The quick reader against the thorough one: what it reads is what that one reads. */
class MediaMessageTest {
    private static final long SEED = 20_261_126;
    private static final int ROUNDS = 200_000;

    private final MediaMessage quick = new MediaMessage();
    private final TwilioMessageReader thorough = new TwilioMessageReader(null);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'event':'media','sequenceNumber':'4','media':{'track':'inbound','chunk':'2','timestamp':'5',"
                        + "'payload':'//8A'},'streamSid':'MZ1'}",
                "{'event':'media','sequenceNumber':4,'media':{'track':'outbound','chunk':2,'timestamp':1200,"
                        + "'payload':'//8A'},'streamSid':'MZ1'}",
                "{'media':{'payload':'//8=','timestamp':'0','track':'outbound'},'event':'media'}",
                "{ 'event': 'media', 'media': { 'track': 'inbound', 'timestamp': 7, 'payload': '' } , 'x': 0 }",
                "{'event':'media','media':{'track':'inbound','timestamp':'05','payload':'QQ==','y':'z'}}",
            })
    void whatSendersWriteIsRead(String message) throws BadTwilioMessage {
        assertThat(isReadAlike(bytes(message))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                "{'event':'media'}",
                "{'event':'stop'}",
                "[]",
                "{'event':'media','media':{'track':'inbound','timestamp':'5','payload':'//8A'}} ",
                "{'event':'media','media':{'track':'inbound','timestamp':'5','payload':'//8A'}}}",
                "{'event':'media','media':{'track':'inbound','timestamp':'5','payload':'/8A'}}",
                "{'event':'media','media':{'track':'inbound','timestamp':'5','payload':'\\/\\/8A'}}",
                "{'event':'media','media':{'track':'inbound','timestamp':05,'payload':'//8A'}}",
                "{'event':'media','media':{'track':'inbound','timestamp':-5,'payload':'//8A'}}",
                "{'event':'media','media':{'track':'inbound','timestamp':'','payload':'//8A'}}",
                "{'event':'media','media':{'track':'inbound','timestamp':'9999999999999999999','payload':'//8A'}}",
                "{'event':'media','media':{'track':'inbound','timestamp':'604800001','payload':'//8A'}}",
                "{'event':'media','media':{'track':'both','timestamp':'5','payload':'//8A'}}",
                "{'event':'media','media':{'track':'inbound','timestamp':'5','payload':'A==='}}",
                "{'event':'media','media':{'track':'inbound','timestamp':'5','payload':'AA=A'}}",
                "{'event':'media','media':{'track':'inbound','timestamp':'5','payload':'//8A','payload':'QQ=='}}",
                "{'event':'media','media':{'track':'inbound','timestamp':'5','payload':'//8A','x':'\u00fc'}}",
                "{'event':'media','media':{'track':'inbound','timestamp':'5','payload':'//8A','x':{}}}",
                "{'event':'media','event':'media','media':{'track':'inbound','timestamp':'5','payload':'//8A'}}",
            })
    void whatIsUnusualIsLeftToTheOther(String message) throws BadTwilioMessage {
        assertThat(isReadAlike(bytes(message))).isFalse();
    }

    @Test
    void damagedMessagesAreReadAlikeOrNotAtAll() throws BadTwilioMessage {
        Random random = new Random(SEED);
        int read = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] message = media(random);
            for (int wounds = random.nextInt(3); wounds > 0 && message.length > 0; wounds--) {
                message = TwilioMessageFuzzTest.wound(message, random);
            }
            if (isReadAlike(message)) {
                read++;
            }
        }
        assertThat(read).as("whole ones, and some damaged").isBetween(ROUNDS / 3, ROUNDS * 2 / 3);
    }

    private static byte[] media(Random random) {
        byte[] codes = new byte[random.nextInt(4) == 0 ? random.nextInt(12) : 160];
        random.nextBytes(codes);
        return bytes("{'event':'media','sequenceNumber':'" + random.nextInt(9_999) + "','media':{'track':'"
                + (random.nextBoolean() ? "inbound" : "outbound") + "','chunk':'1','timestamp':'"
                + random.nextInt(100_000) + "','payload':'"
                + Base64.getEncoder().encodeToString(codes)
                + "'},'streamSid':'MZ1'}");
    }

    /** @return whether the quick one has read it; then the other has, and both say the same */
    private boolean isReadAlike(byte[] message) throws BadTwilioMessage {
        if (!quick.read(message, message.length)) {
            return false;
        }
        TwilioMessage.Media media = (TwilioMessage.Media) thorough.read(Unpooled.wrappedBuffer(message));
        String text = new String(message, StandardCharsets.ISO_8859_1);
        assertThat(quick.track()).as(text).isEqualTo(media.track());
        assertThat(quick.timestampMs()).as(text).isEqualTo(media.timestampMs());
        assertThat(ByteBufUtil.getBytes(quick.muLaw())).as(text).isEqualTo(ByteBufUtil.getBytes(media.muLaw()));
        return true;
    }

    private static byte[] bytes(String message) {
        return message.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
