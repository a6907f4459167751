package io.sidetone.speech;

import io.netty.buffer.ByteBuf;

/** One speaker leg at one vendor. Call it only on the leg's loop; no method blocks or throws for the vendor's faults. */
public interface SpeechSession {

    /**
     * Opens the vendor's connection without waiting for audio, which must follow soon: vendors close
     * streams that stay without any. Does nothing if that was done before.
     */
    void connect();

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

    /**
     * Audio in milliseconds that the session still gathers before anything is done with it: what comes sooner may as
     * well come together with what follows. 0 if it wants each slice at once.
     */
    default long gathersMs() {
        return 0;
    }

    /** Audio taken but not yet sent to the vendor, in milliseconds. */
    long backlogMs();

    /**
     * Call time before which everything that was said is settled, as far as the session knows more than its
     * events tell; {@link Long#MAX_VALUE} if it does not. A session that must make up for a failure answers with
     * the beginning of what it still has to make up for.
     */
    default long unsettledFromMs() {
        return Long.MAX_VALUE;
    }

    /** Asks for everything spoken so far as finals, without waiting for the vendor's own endpointing. */
    void finalizeNow();

    /** Says that no more audio comes. The last words still arrive, then {@link SpeechEvent.Closed}. */
    void finish();

    /** Ends at once and lets go of everything; {@link SpeechEvent.Closed} follows. */
    void cancel();
}
