package io.sidetone.speech.assemblyai;

import io.netty.buffer.ByteBuf;
import io.sidetone.speech.AudioFormat;

/** Silence behind audio that is too short to be sent alone. */
final class Padding {
    private static final int MU_LAW_SILENCE = 0xFF;

    private Padding() {}

    /** Lengthens {@code audio} to {@code ms}; it has room for it. */
    static void fill(ByteBuf audio, AudioFormat format, int ms) {
        int silence = format == AudioFormat.MULAW_8K ? MU_LAW_SILENCE : 0;
        while (audio.readableBytes() < ms * format.bytesPerMs()) {
            audio.writeByte(silence);
        }
    }
}
