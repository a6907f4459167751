package io.sidetone.speech.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.sidetone.codec.MuLaw;
import io.sidetone.speech.AudioFormat;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkTest {
    /** On both sides of a word and of WebSocket's lengths: 125 in the first byte, 65,535 in two more. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 5, 7, 8, 62, 63, 125, 126, 160, 480, 32_767, 32_768, 65_535, 65_536})
    void aServerReadsWhatWasPutIn(int samples) {
        byte[] codes = new byte[samples];
        new Random(samples).nextBytes(codes);
        int ms = samples / 8 + 1;

        assertThat(SentMessage.payload(chunk(AudioFormat.LINEAR16_8K, ms, codes)))
                .isEqualTo(MuLaw.toLinear16(codes));
        assertThat(SentMessage.payload(chunk(AudioFormat.MULAW_8K, ms, codes))).isEqualTo(codes);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 399, 400})
    void silenceFillsItUp(int samples) {
        byte[] codes = new byte[samples];
        Chunk chunk = chunk(AudioFormat.LINEAR16_8K, 60, codes);
        chunk.fillWithSilence(50);

        assertThat(chunk.lengthMs()).isEqualTo(50);
        byte[] linear16 = SentMessage.payload(chunk);
        for (int i = 2 * samples; i < linear16.length; i++) {
            assertThat(linear16[i]).isZero();
        }
        assertThat(linear16).startsWith(MuLaw.toLinear16(codes));
    }

    private static Chunk chunk(AudioFormat wire, int ms, byte[] codes) {
        Chunk chunk = new Chunk(AudioFormat.MULAW_8K, wire, ms).at(0, ms);
        chunk.add(Unpooled.wrappedBuffer(codes), 0, codes.length);
        return chunk;
    }
}
