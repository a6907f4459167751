package io.sidetone.sim.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.sidetone.codec.MuLaw;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EarTest {
    private static final int FRAME_MS = 20;
    private static final int CHUNKS = 10;

    private final Chunks chunks = new Chunks(FRAME_MS);
    private final List<Leg> legs =
            IntStream.range(0, 4).mapToObj(number -> new Leg(number, 1)).toList();
    private final List<Integer> heard = new ArrayList<>();

    @BeforeEach
    void allIsSent() {
        legs.forEach(leg -> IntStream.range(0, CHUNKS).forEach(i -> leg.sent().sent(i)));
    }

    @ParameterizedTest
    @CsvSource({"true, 1", "true, 7", "true, 320", "true, 960", "true, 5000", "false, 1", "false, 33", "false, 480"})
    void anyCuttingIntoMessagesIsExact(boolean linear, int bytes) {
        hear(linear, stream(linear, 2, all()), bytes);

        assertThat(legs.get(2).audio()).isEqualTo(new AudioCounts(10, 10, 0, 0, 0, 0, 0, 0));
        assertThat(heard).containsExactlyElementsOf(all());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyByteIsCompared(boolean linear) {
        byte[] sound = stream(linear, 1, List.of(0, 1));
        for (int i = sound.length / 2; i < sound.length; i++) {
            Leg leg = new Leg(1, 1);
            leg.sent().sent(0);
            leg.sent().sent(1);
            byte[] damaged = sound.clone();
            damaged[i] ^= 1;
            Ear ear = new Ear(chunks, List.of(legs.get(0), leg), linear, (its, number) -> {});
            ear.hear(Unpooled.wrappedBuffer(damaged));
            assertThat(leg.audio()).as("byte %d", i).isEqualTo(new AudioCounts(2, 2, 0, 0, 0, 0, 1, 0));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsMissingDoubleOrLateIsCounted(boolean linear) {
        hear(linear, stream(linear, 0, List.of(0, 1, 3, 4, 4, 6, 5, 7, 8)), 320);

        assertThat(legs.get(0).audio()).isEqualTo(new AudioCounts(10, 8, 2, 1, 1, 0, 0, 0));
        assertThat(legs.get(0).heard().missing()).isEqualTo(1); // the last may be under way
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anotherLegsChunkIsMixedAndCountsForNobody(boolean linear) {
        ByteArrayOutputStream audio = new ByteArrayOutputStream();
        audio.writeBytes(stream(linear, 0, List.of(0, 1)));
        audio.writeBytes(stream(linear, 3, List.of(2)));
        audio.writeBytes(stream(linear, 0, List.of(3, 4, 5, 6, 7, 8, 9)));
        hear(linear, audio.toByteArray(), 320);

        assertThat(legs.get(0).audio()).isEqualTo(new AudioCounts(10, 9, 1, 0, 0, 1, 0, 0));
        assertThat(legs.get(3).audio().received()).isZero();
        assertThat(heard).doesNotContain(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 100, 319})
    void afterMissingBytesItFindsTheNextHeader(int missing) {
        byte[] sound = stream(true, 0, all());
        ByteArrayOutputStream audio = new ByteArrayOutputStream();
        audio.write(sound, 0, 700);
        audio.write(sound, 700 + missing, sound.length - 700 - missing);
        hear(true, audio.toByteArray(), 320);

        AudioCounts counts = legs.get(0).audio();
        assertThat(counts.exact()).isFalse();
        assertThat(counts.wrongBytes()).isPositive();
        assertThat(heard).endsWith(5, 6, 7, 8, 9);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsNoneOfOursIsNobodys(boolean linear) {
        byte[] noise = new byte[5_000];
        Arrays.fill(noise, (byte) 0x55);
        Ear ear = hear(linear, noise, 320);

        assertThat(ear.leg()).isNull();
        assertThat(heard).isEmpty();
        assertThat(legs).allSatisfy(leg -> assertThat(leg.audio().silentLegs()).isEqualTo(1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStreamMayBeginInTheMiddle(boolean linear) {
        byte[] sound = stream(linear, 1, all());
        hear(linear, Arrays.copyOfRange(sound, 500, sound.length), 100);

        assertThat(legs.get(1).heard().missing()).isPositive();
        assertThat(heard).endsWith(8, 9);
    }

    private Ear hear(boolean linear, byte[] audio, int bytes) {
        Ear ear = new Ear(chunks, legs, linear, (leg, number) -> heard.add(number));
        for (int at = 0; at < audio.length; at += bytes) {
            ear.hear(Unpooled.wrappedBuffer(audio, at, Math.min(bytes, audio.length - at)));
        }
        return ear;
    }

    private byte[] stream(boolean linear, int leg, List<Integer> numbers) {
        ByteArrayOutputStream audio = new ByteArrayOutputStream();
        byte[] chunk = new byte[chunks.bytes()];
        for (int number : numbers) {
            chunks.write(leg, number, chunk);
            audio.writeBytes(linear ? MuLaw.toLinear16(chunk) : chunk);
        }
        return audio.toByteArray();
    }

    private static List<Integer> all() {
        return IntStream.range(0, CHUNKS).boxed().toList();
    }
}
