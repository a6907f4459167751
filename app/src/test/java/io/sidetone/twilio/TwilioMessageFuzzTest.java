package io.sidetone.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Good messages with damage: each is read or refused, and nothing else ever happens. */
class TwilioMessageFuzzTest {
    private static final long SEED = 20_260_102;
    private static final int ROUNDS = 60_000;
    private static final byte[] TELLING = "{}[]\",:\\/=0-9.eE+truefalsn\0\t\n ".getBytes(StandardCharsets.UTF_8);

    private static final List<String> GOOD = List.of(
            "{\"event\":\"connected\",\"protocol\":\"Call\",\"version\":\"1.0.0\"}",
            "{\"event\":\"start\",\"sequenceNumber\":\"1\",\"start\":{\"accountSid\":\"AC1\",\"streamSid\":\"MZ1\","
                    + "\"callSid\":\"CA1\",\"tracks\":[\"inbound\",\"outbound\"],\"mediaFormat\":{\"encoding\":"
                    + "\"audio/x-mulaw\",\"sampleRate\":8000,\"channels\":1},\"customParameters\":{\"a\":\"ü\"}},"
                    + "\"streamSid\":\"MZ1\"}",
            "{\"event\":\"media\",\"sequenceNumber\":\"7\",\"media\":{\"track\":\"outbound\",\"chunk\":\"3\","
                    + "\"timestamp\":\"62\",\"payload\":\"//7+/v//AAECAwQFBgcICQ==\"},\"streamSid\":\"MZ1\"}",
            "{\"event\":\"dtmf\",\"dtmf\":{\"track\":\"inbound_track\",\"digit\":\"1\"}}",
            "{\"event\":\"stop\",\"stop\":{\"accountSid\":\"AC1\",\"callSid\":\"CA1\"}}");

    private final TwilioMessageReader reader = new TwilioMessageReader("#");

    @Test
    void damagedMessagesAreReadOrRefused() {
        Random random = new Random(SEED);
        int read = 0;
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] message = damaged(random);
            if (isRead(message, round)) {
                read++;
            } else {
                refused++;
            }
        }

        assertThat(read).as("some damage does not matter").isGreaterThan(ROUNDS / 50);
        assertThat(refused).as("most does").isGreaterThan(ROUNDS / 4);
    }

    @Test
    void noiseIsReadOrRefused() {
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] noise = new byte[random.nextInt(64)];
            random.nextBytes(noise);
            if (random.nextBoolean() && noise.length >= 4) { // what makes a JSON parser guess the encoding
                byte[][] looks = {{0, 0, 0, '{'}, {'{', 0, 0, 0}, {0, '{', 0, '"'}, {'{', 0, '"', 0}};
                System.arraycopy(looks[random.nextInt(looks.length)], 0, noise, 0, 4);
            }
            isRead(noise, round);
        }
    }

    private boolean isRead(byte[] message, int round) {
        ByteBuf frame = Unpooled.wrappedBuffer(message);
        try {
            TwilioMessage read = reader.read(frame);
            if (read instanceof TwilioMessage.Media media) {
                assertThat(media.timestampMs()).isNotNegative();
                assertThat(media.muLaw().readableBytes()).isLessThanOrEqualTo(message.length);
            }
            return true;
        } catch (BadTwilioMessage e) {
            assertThat(e).hasMessageContaining("expected: ");
            return false;
        } catch (RuntimeException | AssertionError e) {
            return fail(
                    "round %d of seed %d: %s".formatted(round, SEED, new String(message, StandardCharsets.ISO_8859_1)),
                    e);
        } finally {
            assertThat(frame.readerIndex()).as("the frame is left as it was").isZero();
        }
    }

    private static byte[] damaged(Random random) {
        byte[] message = GOOD.get(random.nextInt(GOOD.size())).getBytes(StandardCharsets.UTF_8);
        int wounds = 1 + random.nextInt(3);
        for (int i = 0; i < wounds && message.length > 0; i++) {
            message = wound(message, random);
        }
        return message;
    }

    static byte[] wound(byte[] message, Random random) {
        int at = random.nextInt(message.length);
        int length = Math.min(message.length - at, 1 + random.nextInt(12));
        return switch (random.nextInt(6)) {
            case 0 -> join(message, at, new byte[] {(byte) random.nextInt(256)}, at + 1);
            case 1 -> join(message, at, new byte[] {TELLING[random.nextInt(TELLING.length)]}, at + 1);
            case 2 -> join(message, at, new byte[0], at + length); // a piece is missing
            case 3 -> join(message, at + length, slice(message, at, length), at + length); // a piece comes twice
            case 4 -> join(message, at, new byte[0], message.length); // the end is missing
            default -> {
                byte[] other = GOOD.get(random.nextInt(GOOD.size())).getBytes(StandardCharsets.UTF_8);
                int from = random.nextInt(other.length);
                yield join(message, at, slice(other, from, Math.min(other.length - from, 40)), at);
            }
        };
    }

    private static byte[] slice(byte[] bytes, int from, int length) {
        return Arrays.copyOfRange(bytes, from, from + length);
    }

    private static byte[] join(byte[] message, int end, byte[] between, int start) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(message, 0, end);
        all.writeBytes(between);
        all.write(message, start, message.length - start);
        return all.toByteArray();
    }
}
