package io.sidetone.sim.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidetone.codec.MuLaw;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunksTest {
    private final Chunks chunks = new Chunks(20);
    private final byte[] chunk = new byte[chunks.bytes()];

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "0, 1", "399, 4242", "199999, 16777215"})
    void aChunkSaysWhoseItIs(int leg, int number) {
        chunks.write(leg, number, chunk);

        long read = Chunks.read(chunk, 0);
        assertThat(Chunks.leg(read)).isEqualTo(leg);
        assertThat(Chunks.number(read)).isEqualTo(number);
    }

    @Test
    void everyCodeSurvivesLinearSamples() {
        for (int number = 0; number < 2_000; number++) {
            chunks.write(number % 7, number, chunk);
            assertThat(MuLaw.fromLinear16(MuLaw.toLinear16(chunk))).isEqualTo(chunk);
        }
    }

    @Test
    void aHeaderWithAnyBitChangedIsNone() {
        chunks.write(12, 345, chunk);
        for (int bit = 0; bit < Chunks.HEADER * Byte.SIZE; bit++) {
            chunk[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThat(Chunks.read(chunk, 0)).as("bit %d", bit).isEqualTo(Chunks.NONE);
            chunk[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        }
    }

    @Test
    void noTwoChunksSoundAlike() {
        Set<String> bodies = new HashSet<>();
        for (int leg = 0; leg < 20; leg++) {
            for (int number = 0; number < 100; number++) {
                chunks.write(leg, number, chunk);
                bodies.add(new String(chunk, Chunks.HEADER, 16, StandardCharsets.ISO_8859_1));
            }
        }
        assertThat(bodies).hasSize(2_000);
    }
}
