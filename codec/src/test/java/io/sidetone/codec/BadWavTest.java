package io.sidetone.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class BadWavTest {

    private static final long SEED = 20_261_121L;

    static Stream<Arguments> hostileHeaders() {
        WavBytes twelveOfSixteenBits = WavBytes.riff(64).extensible(1, 1, 8000, 16, 12);
        WavBytes ownGuid = WavBytes.riff(64).extensible(1, 1, 8000, 16, 16);
        byte[] wrongGuid = ownGuid.chunk("data", 0).toBytes();
        wrongGuid[12 + 8 + 39]++;
        WavBytes crowd = WavBytes.riff(1 << 20);
        for (int i = 0; i < 2000; i++) {
            crowd.chunk("junk", 0);
        }
        return Stream.of(
                bad(new WavBytes(), "ends at byte 0 inside the RIFF header; expected 4 bytes more"),
                bad(new WavBytes().ascii("RIFF").bytes(1, 2), "ends at byte 6 inside the RIFF size"),
                bad(new WavBytes().ascii("OggS").int32(0).ascii("WAVE"), "begins with 'OggS'; expected 'RIFF'"),
                bad(new WavBytes().ascii("\u0000\u00ff\n1"), "begins with '???1'; expected 'RIFF'"),
                bad(new WavBytes().ascii("RIFF").int32(4).ascii("AVI "), "of kind 'AVI '; expected 'WAVE'"),
                bad(new WavBytes().ascii("RF64").int32(0xFFFFFFFFL).ascii("WAVE"), "is RF64"),
                bad(WavBytes.riff(4), "ends at byte 12 without a data chunk; expected one"),
                bad(WavBytes.riff(4).ascii("fm"), "ends at byte 14 inside a chunk id; expected 2 bytes more"),
                bad(WavBytes.riff(4).chunk("LIST", 0x80000000L), "inside chunk 'LIST'; expected 2147483648 bytes more"),
                bad(WavBytes.riff(4).chunk("LIST", 0xFFFFFFFFL), "inside chunk 'LIST'; expected 4294967296 bytes more"),
                bad(crowd, "no data chunk among its first 1000; expected one"),
                bad(WavBytes.riff(4).chunk("data", 2, 1, 2), "data chunk at byte 12 and no fmt chunk before it"),
                bad(WavBytes.riff(4).chunk("fmt ", 14), "fmt chunk of 14 bytes; expected at least 16"),
                bad(WavBytes.riff(4).chunk("fmt ", 0xFFFFFFFFL, 1, 0), "inside the fmt chunk; expected 38 bytes more"),
                bad(WavBytes.mono16().fmt(1, 1, 8000, 2, 16), "second fmt chunk at byte 36; expected one"),
                bad(WavBytes.riff(4).fmt(1, 0, 8000, 2, 16), "0 channels; expected 1 to 64"),
                bad(WavBytes.riff(4).fmt(1, 65535, 8000, 2, 16), "65535 channels; expected 1 to 64"),
                bad(WavBytes.riff(4).fmt(1, 1, 0, 2, 16), "sample rate of 0 Hz; expected 1000 to 768000"),
                bad(WavBytes.riff(4).fmt(1, 1, -1, 2, 16), "sample rate of 4294967295 Hz"),
                bad(WavBytes.riff(4).fmt(1, 2, 8000, 2, 16), "block align of 2 bytes; expected 4 for 2 channels"),
                bad(WavBytes.riff(4).fmt(1, 1, 8000, 3, 24), "format 1 with 24 bits; expected 1 (PCM) with 16"),
                bad(WavBytes.riff(4).fmt(3, 1, 8000, 4, 32), "format 3 with 32 bits"),
                bad(WavBytes.riff(4).fmt(7, 1, 8000, 2, 16), "format 7 with 16 bits"),
                bad(WavBytes.riff(4).fmt(0xFFFE, 1, 8000, 2, 16), "extensible fmt chunk of 16 bytes"),
                bad(twelveOfSixteenBits, "uses 12 of 16 bits"),
                Arguments.of(wrongGuid, "extensible format of its maker's own"),
                bad(WavBytes.mono16().chunk("data", 0x7FFFFFFFL), "claims 2147483647 bytes of audio; the limit is"),
                bad(WavBytes.mono16().chunk("data", 0x80000000L), "claims 2147483648 bytes of audio; the limit is"),
                bad(WavBytes.mono16().chunk("data", 3, 1, 2, 3), "3 bytes of audio; expected a multiple of 2"),
                bad(WavBytes.mono16().chunk("data", 100, 1, 2, 3), "claims 100 bytes, 3 are there, 97 are missing"),
                bad(WavBytes.mono16().chunk("data", 0xFFFFFFFFL, 1, 2), "never finished: its data chunk gives the"),
                bad(
                        WavBytes.riff(36).fmt(1, 1, 8000, 2, 16).chunk("data", 0, 1, 2),
                        "gives no length and yet bytes follow"));
    }

    @ParameterizedTest
    @MethodSource("hostileHeaders")
    void aBadHeaderIsRefusedInWords(byte[] bytes, String message) {
        assertThatThrownBy(() -> Wav.read(new ByteArrayInputStream(bytes), WavLimits.STRICT))
                .isInstanceOf(BadWavException.class)
                .hasMessageStartingWith("WAV stream ")
                .hasMessageContaining(message);
    }

    @Test
    void theMessageNamesTheFile(@TempDir Path dir) throws IOException {
        Path file = Files.write(dir.resolve("greeting.wav"), new byte[] {'R'});
        assertThatThrownBy(() -> Wav.read(file))
                .isInstanceOf(BadWavException.class)
                .hasMessageContaining("greeting");
    }

    @Test
    void aLenientReaderTakesWhatACrashedRecorderLeft() throws IOException {
        assertThat(lenient(WavBytes.mono16().chunk("data", 100, 1, 2, 3))).containsExactly(1, 2);
        assertThat(lenient(WavBytes.mono16().chunk("data", 0xFFFFFFFFL, 1, 2, 3, 4)))
                .containsExactly(1, 2, 3, 4);
        assertThat(lenient(WavBytes.mono16().chunk("data", 0x80000000L, 1, 2))).containsExactly(1, 2);
        for (long riffSize : new long[] {0, 36, 0xFFFFFFFFL}) {
            WavBytes bytes = WavBytes.riff(riffSize).fmt(1, 1, 8000, 2, 16).chunk("data", 0, 5, 6);
            assertThat(lenient(bytes)).as("RIFF size %d", riffSize).containsExactly(5, 6);
        }
    }

    @Test
    void aLenientReaderLeavesAnHonestFileAlone() throws IOException {
        WavBytes tagged = WavBytes.mono16().chunk("data", 2, 1, 2).chunk("LIST", 2, 8, 8);
        assertThat(lenient(tagged)).containsExactly(1, 2);
        WavBytes emptyButTagged =
                WavBytes.riff(46).fmt(1, 1, 8000, 2, 16).chunk("data", 0).chunk("LIST", 2, 8, 8);
        assertThat(lenient(emptyButTagged)).isEmpty();
    }

    @Test
    void theLimitHoldsForLenientReadersToo() {
        byte[] bytes = WavBytes.mono16().chunk("data", 0xFFFFFFFFL, 1, 2, 3, 4).toBytes();
        assertThatThrownBy(() -> Wav.read(new ByteArrayInputStream(bytes), new WavLimits(3, true)))
                .isInstanceOf(BadWavException.class)
                .hasMessageContaining("more than 3 bytes of audio; the limit is 3");
    }

    @Test
    void aHugeClaimIsNeverAllocated() {
        long claimed = 2_000_000_000L;
        byte[] bytes = WavBytes.mono16().chunk("data", claimed, 1, 2).toBytes();
        // The tests' heap is 1 GiB: allocating the claim would end in an OutOfMemoryError.
        assertThat(Runtime.getRuntime().maxMemory()).isLessThan(claimed);
        assertThatThrownBy(() -> Wav.read(new ByteArrayInputStream(bytes), new WavLimits(0x7FFF_0000, false)))
                .isInstanceOf(BadWavException.class)
                .hasMessageContaining("1999999998 are missing");
    }

    @Test
    void aTrickleIsReadWhole() throws IOException {
        byte[] bytes = Wav.ofSamples(8000, new short[] {1, 2, 3}).toBytes();
        InputStream oneByOne = new ByteArrayInputStream(bytes) {
            @Override
            public int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(1, length));
            }
        };
        assertThat(Wav.read(oneByOne, WavLimits.STRICT).samples()).containsExactly(1, 2, 3);
    }

    @Test
    void everyCutAndEveryFlippedByteGivesAWavOrABadWavException() {
        byte[] good = WavBytes.riff(90)
                .extensible(1, 2, 8000, 16, 16)
                .chunk("LIST", 3, 1, 2, 3, 0)
                .chunk("data", 8, 1, 2, 3, 4, 5, 6, 7, 8)
                .toBytes();
        for (int cut = 0; cut < good.length; cut++) {
            readOrRefuse(Arrays.copyOf(good, cut));
        }
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            byte[] mutant = good.clone();
            for (int flips = random.nextInt(3); flips >= 0; flips--) {
                mutant[random.nextInt(mutant.length)] = (byte) random.nextInt();
            }
            readOrRefuse(mutant);
        }
    }

    private static void readOrRefuse(byte[] bytes) {
        for (boolean lenient : new boolean[] {false, true}) {
            try {
                Wav wav = Wav.read(new ByteArrayInputStream(bytes), new WavLimits(1 << 20, lenient));
                assertThat(wav.data().length).isLessThanOrEqualTo(bytes.length);
            } catch (BadWavException e) {
                assertThat(e.getMessage()).isNotBlank();
            } catch (IOException e) {
                throw new AssertionError("seed " + SEED, e);
            }
        }
    }

    private static byte[] lenient(WavBytes bytes) throws IOException {
        return Wav.read(new ByteArrayInputStream(bytes.toBytes()), WavLimits.LENIENT)
                .data();
    }

    private static Arguments bad(WavBytes bytes, String message) {
        return Arguments.of(bytes.toBytes(), message);
    }
}
