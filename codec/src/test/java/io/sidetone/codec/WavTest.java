package io.sidetone.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class WavTest {

    private static final long SEED = 20_261_121L;

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsReadBackInEveryEncodingAndChannelCount(Wav.Encoding encoding, @TempDir Path dir)
            throws IOException {
        for (int channels : new int[] {1, 2, 3, 64}) {
            for (int rateHz : new int[] {8000, 11025, 48000}) {
                byte[] data = new byte[7 * channels * encoding.bytesPerSample()];
                new Random(SEED).nextBytes(data);
                Path file = dir.resolve("a.wav");
                Wav.of(encoding, rateHz, channels, data).write(file);

                Wav read = Wav.read(file);
                assertThat(read.encoding()).isEqualTo(encoding);
                assertThat(read.sampleRateHz()).isEqualTo(rateHz);
                assertThat(read.channels()).isEqualTo(channels);
                assertThat(read.frames()).isEqualTo(7);
                assertThat(read.data()).isEqualTo(data);
                assertThat(Files.size(file)).isEven();
            }
        }
    }

    @Test
    void thePcmHeaderIsTheCanonicalFortyFourBytes() {
        byte[] bytes = Wav.ofSamples(8000, new short[] {1, -2}).toBytes();
        assertThat(HexFormat.of().formatHex(bytes))
                .isEqualTo("524946462800000057415645666d7420100000000100010"
                        + "0401f0000803e0000020010006461746104000000" + "0100feff");
    }

    @Test
    void theMuLawHeaderHasAFactChunkAndOddAudioIsPadded() {
        byte[] bytes = Wav.of(Wav.Encoding.MULAW, 8000, 1, new byte[] {1, 2, 3}).toBytes();
        assertThat(HexFormat.of().formatHex(bytes))
                .isEqualTo("524946463600000057415645666d74201200000007000100401f0000401f0000010008000000"
                        + "666163740400000003000000" + "6461746103000000" + "01020300");
    }

    @Test
    void samplesAreDecodedChannelByChannel() throws IOException {
        Wav stereo = read(WavBytes.riff(44).fmt(1, 2, 16000, 4, 16).chunk("data", 8, 1, 0, 2, 0, 0xFF, 0xFF, 0, 0x80));
        assertThat(stereo.channel(0)).containsExactly(1, -1);
        assertThat(stereo.channel(1)).containsExactly(2, -32768);
        assertThat(stereo.duration()).isEqualTo(Duration.ofNanos(125_000));
        assertThatThrownBy(stereo::samples)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("2 channels");
        assertThatThrownBy(() -> stereo.channel(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(stereo).hasToString("Wav[PCM16, 16000 Hz, 2 channels, 0 ms]");

        Wav muLaw = Wav.of(Wav.Encoding.MULAW, 8000, 1, new byte[] {(byte) 0xFF, (byte) 0x80, 0});
        assertThat(muLaw.samples()).containsExactly(0, 32124, -32124);
        Wav aLaw = Wav.of(Wav.Encoding.ALAW, 8000, 2, new byte[] {(byte) 0xD5, 0x2A});
        assertThat(aLaw.channel(1)).containsExactly(-32256);
    }

    @Test
    void unknownChunksOfOddSizeAndLongFmtChunksAreSkipped() throws IOException {
        WavBytes bytes = WavBytes.riff(100)
                .chunk("LIST", 3, 9, 9, 9, 0)
                .ascii("fmt ")
                .int32(19)
                .int16(7)
                .int16(1)
                .int32(8000)
                .int32(8000)
                .int16(1)
                .int16(8)
                .bytes(1, 0, 42, 0)
                .chunk("fact", 4, 2, 0, 0, 0)
                .chunk("data", 3, 5, 6, 7, 0)
                .ascii("rubbish that nobody reads");
        assertThat(read(bytes).data()).containsExactly(5, 6, 7);
    }

    @Test
    void extensibleHeadersStandForTheirInnerFormat() throws IOException {
        Wav pcm = read(WavBytes.riff(64).extensible(1, 2, 48000, 16, 16).chunk("data", 4, 1, 2, 3, 4));
        assertThat(pcm.encoding()).isEqualTo(Wav.Encoding.PCM16);
        assertThat(pcm.channels()).isEqualTo(2);
        Wav muLaw = read(WavBytes.riff(64).extensible(7, 1, 8000, 8, 8).chunk("data", 1, 0xFF));
        assertThat(muLaw.encoding()).isEqualTo(Wav.Encoding.MULAW);
    }

    @Test
    void anEmptyFileIsAFileWithoutAudio() throws IOException {
        Wav empty = read(WavBytes.riff(36).fmt(1, 1, 8000, 2, 16).chunk("data", 0));
        assertThat(empty.frames()).isZero();
        assertThat(empty.samples()).isEmpty();
        assertThat(read(Wav.ofSamples(8000, new short[0]).toBytes(), WavLimits.STRICT)
                        .frames())
                .isZero();
    }

    @Test
    void theStreamIsLeftRightAfterTheAudio() throws IOException {
        byte[] bytes = WavBytes.mono16().chunk("data", 2, 1, 2, 77).toBytes();
        var in = new ByteArrayInputStream(bytes);
        assertThat(Wav.read(in, WavLimits.STRICT).data()).containsExactly(1, 2);
        assertThat(in.read()).isEqualTo(77);
    }

    @Test
    void wrongArgumentsAreRefused() {
        byte[] data = new byte[4];
        assertThatThrownBy(() -> Wav.of(Wav.Encoding.PCM16, 8000, 3, data))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("multiple of 6");
        assertThatThrownBy(() -> Wav.of(Wav.Encoding.PCM16, 8000, 0, data)).hasMessageContaining("channels is 0");
        assertThatThrownBy(() -> Wav.of(Wav.Encoding.PCM16, 999, 1, data)).hasMessageContaining("sampleRateHz is 999");
        assertThatThrownBy(() -> new WavLimits(-1, false)).hasMessageContaining("maxDataBytes is -1");
        assertThatThrownBy(() -> new WavLimits(Integer.MAX_VALUE, true)).hasMessageContaining("2147418112");
    }

    private static Wav read(WavBytes bytes) throws IOException {
        return read(bytes.toBytes(), WavLimits.STRICT);
    }

    private static Wav read(byte[] bytes, WavLimits limits) throws IOException {
        return Wav.read(new ByteArrayInputStream(bytes), limits);
    }
}
