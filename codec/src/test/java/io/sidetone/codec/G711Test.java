package io.sidetone.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both laws through one set of questions; what differs stands in {@link Law}. */
final class G711Test {

    interface ScalarDecode {
        short decode(int code);
    }

    interface ScalarEncode {
        byte encode(int sample);
    }

    interface Bulk<S, D> {
        void run(S src, int srcPos, D dst, int dstPos, int count);
    }

    interface Relative {
        void run(ByteBuffer src, ByteBuffer dst);
    }

    record Law(
            String name,
            ScalarDecode decode,
            ScalarEncode encode,
            Bulk<byte[], short[]> decodeArray,
            Bulk<short[], byte[]> encodeArray,
            Bulk<byte[], byte[]> toLinear16,
            Bulk<byte[], byte[]> fromLinear16,
            Bulk<ByteBuffer, ByteBuffer> toLinear16Buffer,
            Bulk<ByteBuffer, ByteBuffer> fromLinear16Buffer,
            Relative toLinear16Relative,
            Relative fromLinear16Relative,
            String decoderSha256,
            String encoderSha256) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Law> laws() {
        return Stream.of(
                new Law(
                        "mulaw",
                        MuLaw::decode,
                        MuLaw::encode,
                        MuLaw::decode,
                        MuLaw::encode,
                        MuLaw::toLinear16,
                        MuLaw::fromLinear16,
                        MuLaw::toLinear16,
                        MuLaw::fromLinear16,
                        MuLaw::toLinear16,
                        MuLaw::fromLinear16,
                        "3dab54339e520bb2c924826e3b72a917a2b612e9fd12fc867500f1d983a75827",
                        "90c29de505fb68e766118303bd552a16005dcf810873698bee1d8f3b247ce28c"),
                new Law(
                        "alaw",
                        ALaw::decode,
                        ALaw::encode,
                        ALaw::decode,
                        ALaw::encode,
                        ALaw::toLinear16,
                        ALaw::fromLinear16,
                        ALaw::toLinear16,
                        ALaw::fromLinear16,
                        ALaw::toLinear16,
                        ALaw::fromLinear16,
                        "e04788d110e58ff8c70c93b8480190d973e3b67876b6119abbaec766cc75c174",
                        "38488f6fd710f4686360edc4d38639f96c491595ef93f8eb8d62d5e07ca6ce7b"));
    }

    @ParameterizedTest
    @MethodSource("laws")
    void decodesEveryCodeAsTheRecommendationDoes(Law law) {
        GoldenTable golden = GoldenTable.of(law.name());
        for (int code = 0; code < 256; code++) {
            assertThat(law.decode().decode(code)).as("code %02X", code).isEqualTo(golden.decoded(code));
            assertThat(law.decode().decode((byte) code))
                    .as("signed code %02X", code)
                    .isEqualTo(golden.decoded(code));
        }
    }

    @ParameterizedTest
    @MethodSource("laws")
    void encodesEverySampleAsTheRecommendationDoes(Law law) {
        GoldenTable golden = GoldenTable.of(law.name());
        for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample++) {
            int code = law.encode().encode(sample) & 0xFF;
            if (code != golden.code(sample)) {
                assertThat(code).as("sample %d", sample).isEqualTo(golden.code(sample));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("laws")
    void bothTablesHaveTheKnownDigest(Law law) throws Exception {
        assertThat(sha256(allCodesAsLinear16(law))).isEqualTo(law.decoderSha256());
        byte[] codes = new byte[65536];
        law.encodeArray().run(everySample(), 0, codes, 0, codes.length);
        assertThat(sha256(codes)).isEqualTo(law.encoderSha256());
    }

    @ParameterizedTest
    @MethodSource("laws")
    void everyCodeSurvivesARoundTripButMuLawsSecondZero(Law law) {
        for (int code = 0; code < 256; code++) {
            int expected = law.name().equals("mulaw") && code == 0x7F ? 0xFF : code;
            assertThat(law.encode().encode(law.decode().decode(code)) & 0xFF)
                    .as("code %02X", code)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("laws")
    void encodingNeverMakesALouderSampleQuieter(Law law) {
        int previous = Integer.MIN_VALUE;
        for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample++) {
            int heard = law.decode().decode(law.encode().encode(sample));
            assertThat(heard).as("sample %d", sample).isGreaterThanOrEqualTo(previous);
            previous = heard;
        }
    }

    @ParameterizedTest
    @MethodSource("laws")
    void samplesBeyondSixteenBitsSaturate(Law law) {
        assertThat(law.encode().encode(Integer.MAX_VALUE))
                .isEqualTo(law.encode().encode(Short.MAX_VALUE));
        assertThat(law.encode().encode(32768)).isEqualTo(law.encode().encode(Short.MAX_VALUE));
        assertThat(law.encode().encode(-32769)).isEqualTo(law.encode().encode(Short.MIN_VALUE));
        assertThat(law.encode().encode(Integer.MIN_VALUE))
                .isEqualTo(law.encode().encode(Short.MIN_VALUE));
    }

    @ParameterizedTest
    @MethodSource("laws")
    void arraysAreReadAndWrittenAtTheirOffsetsOnly(Law law) {
        byte[] codes = {1, 2, (byte) 0x90, (byte) 0xFE, 0x33};
        short[] samples = {111, 111, 111, 111, 111};
        law.decodeArray().run(codes, 2, samples, 1, 2);
        assertThat(samples)
                .containsExactly(111, law.decode().decode(0x90), law.decode().decode(0xFE), (short) 111, (short) 111);

        byte[] back = new byte[4];
        law.encodeArray().run(samples, 1, back, 2, 2);
        assertThat(back).containsExactly(0, 0, 0x90, 0xFE);
    }

    @ParameterizedTest
    @MethodSource("laws")
    void linear16IsLowByteFirst(Law law) {
        byte[] linear16 = new byte[7];
        law.toLinear16().run(new byte[] {0, (byte) 0x90}, 1, linear16, 3, 1);
        short sample = law.decode().decode(0x90);
        assertThat(linear16).containsExactly(0, 0, 0, (byte) sample, (byte) (sample >> 8), 0, 0);

        byte[] codes = new byte[3];
        law.fromLinear16().run(linear16, 3, codes, 1, 1);
        assertThat(codes).containsExactly(0, 0x90, 0);
    }

    @ParameterizedTest
    @MethodSource("laws")
    void everySampleEncodesTheSameFromLinear16(Law law) {
        byte[] linear16 = new byte[131072];
        ByteBuffer.wrap(linear16).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().put(everySample());
        byte[] codes = new byte[65536];
        law.fromLinear16().run(linear16, 0, codes, 0, 65536);
        byte[] expected = new byte[65536];
        law.encodeArray().run(everySample(), 0, expected, 0, 65536);
        assertThat(codes).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("laws")
    void buffersOfEveryKindGiveTheSameAndKeepTheirOrder(Law law) {
        byte[] expected = allCodesAsLinear16(law);
        for (ByteBuffer src : new ByteBuffer[] {heap(allCodes()), direct(allCodes()), readOnly(allCodes())}) {
            for (ByteBuffer dst : new ByteBuffer[] {heap(new byte[512]), direct(new byte[512])}) {
                dst.order(ByteOrder.BIG_ENDIAN);
                law.toLinear16Buffer().run(src, src.position(), dst, dst.position(), 256);
                assertThat(dst.order()).isEqualTo(ByteOrder.BIG_ENDIAN);
                assertThat(remaining(dst)).isEqualTo(expected);
                assertThat(src.remaining()).isEqualTo(256);

                ByteBuffer codes = src.isDirect() ? direct(new byte[256]) : heap(new byte[256]);
                law.fromLinear16Buffer().run(dst, dst.position(), codes, codes.position(), 256);
                byte[] again = new byte[512];
                law.toLinear16().run(remaining(codes), 0, again, 0, 256);
                assertThat(again).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("laws")
    void relativeBuffersMoveByWhatWasRead(Law law) {
        ByteBuffer src = heap(allCodes());
        ByteBuffer dst = ByteBuffer.allocateDirect(600).position(10);
        law.toLinear16Relative().run(src, dst);
        assertThat(src.hasRemaining()).isFalse();
        assertThat(dst.position()).isEqualTo(522);

        dst.flip().position(10);
        ByteBuffer codes = ByteBuffer.allocate(256);
        law.fromLinear16Relative().run(dst, codes);
        assertThat(dst.hasRemaining()).isFalse();
        assertThat(codes.hasRemaining()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("laws")
    void rangesThatDoNotFitAreRefusedBeforeAnythingIsWritten(Law law) {
        byte[] codes = new byte[160];
        byte[] small = new byte[319];
        Arrays.fill(codes, (byte) 0x10);
        assertThatThrownBy(() -> law.toLinear16().run(codes, 0, small, 0, 160))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("320 linear16 bytes from 0 do not fit dst of 319");
        assertThat(small).containsOnly(0);
        assertThatThrownBy(() -> law.toLinear16().run(codes, 0, small, 0, -1))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> law.toLinear16().run(codes, -1, small, 0, 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> law.fromLinear16().run(small, 1, codes, 0, Integer.MAX_VALUE))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> law.decodeArray().run(codes, 1, new short[160], 0, 160))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> law.encodeArray().run(new short[1], 0, codes, 160, 1))
                .isInstanceOf(IndexOutOfBoundsException.class);

        ByteBuffer src = heap(codes);
        ByteBuffer dst = ByteBuffer.allocate(319);
        assertThatThrownBy(() -> law.toLinear16Relative().run(src, dst)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(src.remaining()).isEqualTo(160);
        assertThat(dst.position()).isZero();
        assertThatThrownBy(() -> law.fromLinear16Relative().run(dst, src))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("319 bytes");
    }

    @Test
    void knownValuesAndSilenceHold() {
        assertThat(MuLaw.SILENCE).isEqualTo((byte) 0xFF);
        assertThat(MuLaw.decode(MuLaw.SILENCE)).isZero();
        assertThat(MuLaw.decode(0x7F)).isZero();
        assertThat(MuLaw.encode(0)).isEqualTo(MuLaw.SILENCE);
        assertThat(MuLaw.encode(-1)).isEqualTo((byte) 0x7F);
        assertThat(MuLaw.decode(0xD5)).isEqualTo((short) 716);
        assertThat(MuLaw.decode(0x8F)).isEqualTo((short) 16764);
        assertThat(ALaw.SILENCE).isEqualTo((byte) 0xD5);
        assertThat(ALaw.decode(ALaw.SILENCE)).isEqualTo((short) 8);
        assertThat(ALaw.encode(0)).isEqualTo(ALaw.SILENCE);
        assertThat(ALaw.encode(-1)).isEqualTo((byte) 0x55);
    }

    @Test
    void convenienceCallsGiveNewArraysOfTheRightSize() {
        byte[] codes = allCodes();
        assertThat(MuLaw.encode(MuLaw.decode(codes))).hasSize(256).startsWith(0, 1, 2);
        assertThat(ALaw.encode(ALaw.decode(codes))).isEqualTo(codes);
        assertThat(ALaw.fromLinear16(ALaw.toLinear16(codes))).isEqualTo(codes);
        assertThat(MuLaw.fromLinear16(MuLaw.toLinear16(codes))).hasSize(256);
        assertThatThrownBy(() -> MuLaw.fromLinear16(new byte[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 bytes");
    }

    private static byte[] allCodes() {
        byte[] codes = new byte[256];
        for (int i = 0; i < 256; i++) {
            codes[i] = (byte) i;
        }
        return codes;
    }

    private static byte[] allCodesAsLinear16(Law law) {
        byte[] linear16 = new byte[512];
        law.toLinear16().run(allCodes(), 0, linear16, 0, 256);
        return linear16;
    }

    private static short[] everySample() {
        short[] samples = new short[65536];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (i - 32768);
        }
        return samples;
    }

    /** A slice, so that array offset, position and index all differ. */
    private static ByteBuffer heap(byte[] content) {
        return fill(ByteBuffer.allocate(content.length + 8).position(3).slice(), content);
    }

    private static ByteBuffer direct(byte[] content) {
        return fill(ByteBuffer.allocateDirect(content.length + 8).position(3).slice(), content);
    }

    private static ByteBuffer readOnly(byte[] content) {
        return heap(content).asReadOnlyBuffer();
    }

    private static ByteBuffer fill(ByteBuffer buffer, byte[] content) {
        return buffer.position(2).put(content).flip().position(2);
    }

    private static byte[] remaining(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
