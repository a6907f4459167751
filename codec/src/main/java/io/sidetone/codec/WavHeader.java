package io.sidetone.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes before the audio. G.711 gets the extension size and the fact chunk that the format asks for. */
final class WavHeader {

    static final int MAX_BYTES = 58;

    private static final int PCM_FMT_BYTES = 16;
    private static final int OTHER_FMT_BYTES = 18;
    private static final int CHUNK_HEADER_BYTES = 8;

    private WavHeader() {}

    static byte[] of(Wav wav) {
        boolean pcm = wav.encoding() == Wav.Encoding.PCM16;
        ByteBuffer header = ByteBuffer.allocate(MAX_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.put(ascii("RIFF")).putInt(0).put(ascii("WAVE"));
        putFormat(header, wav, pcm ? PCM_FMT_BYTES : OTHER_FMT_BYTES);
        if (!pcm) {
            header.put(ascii("fact")).putInt(4).putInt(wav.frames());
        }
        int dataBytes = wav.data().length;
        header.put(ascii("data")).putInt(dataBytes);
        int padded = dataBytes + (dataBytes & 1);
        // As an unsigned number: the sum may pass 2^31 and is still right.
        header.putInt(4, header.position() - CHUNK_HEADER_BYTES + padded);
        return Arrays.copyOf(header.array(), header.position());
    }

    private static void putFormat(ByteBuffer header, Wav wav, int fmtBytes) {
        int frameBytes = wav.channels() * wav.encoding().bytesPerSample();
        header.put(ascii("fmt ")).putInt(fmtBytes);
        header.putShort((short) wav.encoding().tag);
        header.putShort((short) wav.channels());
        header.putInt(wav.sampleRateHz());
        header.putInt(wav.sampleRateHz() * frameBytes);
        header.putShort((short) frameBytes);
        header.putShort((short) (8 * wav.encoding().bytesPerSample()));
        if (fmtBytes == OTHER_FMT_BYTES) {
            header.putShort((short) 0);
        }
    }

    private static byte[] ascii(String id) {
        return id.getBytes(StandardCharsets.US_ASCII);
    }
}
