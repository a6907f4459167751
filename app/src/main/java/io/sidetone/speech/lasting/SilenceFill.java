package io.sidetone.speech.lasting;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.function.ObjLongConsumer;

/** Puts mu-law silence where a track sent nothing, so that the vendor's clock and its endpointing go on. */
final class SilenceFill {
    /** The track is behind the present by so much when its silence is filled, so that late frames still fit. */
    static final long BEHIND_MS = 1_000;

    private static final long LEAST_HOLE_MS = 20;
    /** A longer hole is a hold or a lost stream; the map of call time keeps it as time. */
    private static final long LONGEST_MS = 30_000;

    private static final int STEP_MS = 20;
    /** Positive zero in G.711 mu-law; the byte 0 would be the loudest negative sample. */
    private static final byte SILENCE = (byte) 0xFF;

    private static final byte[] STEP = new byte[STEP_MS * KeptAudio.BYTES_PER_MS];

    static {
        Arrays.fill(STEP, SILENCE);
    }

    private SilenceFill() {}

    /**
     * Fills the hole between two call times.
     *
     * @return the call time up to which there is audio now
     */
    static long fill(long fromMs, long toMs, ObjLongConsumer<ByteBuf> audio) {
        long holeMs = toMs - fromMs;
        if (holeMs < LEAST_HOLE_MS || holeMs > LONGEST_MS) {
            return fromMs;
        }
        long atMs = fromMs;
        while (toMs - atMs >= STEP_MS) {
            audio.accept(Unpooled.wrappedBuffer(STEP), atMs);
            atMs += STEP_MS;
        }
        return atMs;
    }
}
