package io.sidetone.speech;

import io.netty.buffer.ByteBuf;

/** One speaker leg at one vendor. Call it only on the leg's loop; no method blocks or throws for the vendor's faults. */
public interface SpeechSession {

    /**
     * Takes audio in the order spoken. What the vendor cannot take yet waits, up to a stated bound;
     * what has to be given up is reported as {@link SpeechEvent.Fault} in exact milliseconds.
     *
     * @param slice whole samples in the leg's {@link AudioFormat}; read during the call only, its
     *     indices stay as they are; empty slices are ignored
     * @param callTimeMs call time of the slice's first sample, in milliseconds; a jump against the
     *     samples before is kept as time, nothing is padded
     */
    void audio(ByteBuf slice, long callTimeMs);

    /** Asks for everything spoken so far as finals, without waiting for the vendor's own endpointing. */
    void finalizeNow();

    /** Says that no more audio comes. The last words still arrive, then {@link SpeechEvent.Closed}. */
    void finish();

    /** Ends at once and lets go of everything; {@link SpeechEvent.Closed} follows. */
    void cancel();
}
