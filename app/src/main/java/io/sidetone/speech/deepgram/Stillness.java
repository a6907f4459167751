package io.sidetone.speech.deepgram;

import io.sidetone.speech.AudioFormat;
import io.sidetone.speech.wire.Chunk;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Makes the silence that Flux is sent while no audio comes: it has no {@code KeepAlive}, and ends a turn by what
 * it hears. Begins a little after the audio stopped and lasts as long as that does, no faster than the clock; so
 * the silence never overtakes the call.
 */
final class Stillness {
    /** A pause shorter than this is the network's. */
    private static final long PATIENCE_MS = 500;

    private final AudioFormat format;
    private final AudioFormat wire;
    private final int chunkMs;
    private long filledUntilMs; // by the loop's clock

    Stillness(AudioFormat format, AudioFormat wire, Duration chunk) {
        this.format = format;
        this.wire = wire;
        this.chunkMs = Math.toIntExact(chunk.toMillis());
    }

    /**
     * The next chunk of silence, which is the caller's; null if none is due.
     *
     * @param audioAtMs when audio last came
     * @param callTimeMs where what was sent so far ends
     */
    @Nullable Chunk next(long nowMs, long audioAtMs, long callTimeMs) {
        filledUntilMs = Math.max(filledUntilMs, audioAtMs + PATIENCE_MS);
        if (nowMs - filledUntilMs < chunkMs) {
            return null;
        }
        filledUntilMs += chunkMs;
        return Chunk.silence(format, wire, chunkMs, callTimeMs);
    }
}
