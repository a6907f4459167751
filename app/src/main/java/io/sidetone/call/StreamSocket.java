package io.sidetone.call;

/** The socket behind a stream, as the call sees it. Called on the stream's loop. */
public interface StreamSocket {
    /** The call has no more use for the stream. */
    void close(EndReason why);

    /** Time goes by, while the stream lasts. */
    default void tick(long nowMs) {}

    /**
     * The dialled side has picked up, on a phone leg of its own that no stream of the call carries. Told to the
     * stream of the leg that the call began with, once per dialled leg; late, if that stream was lost meanwhile.
     *
     * @param dialledSid CallSid of the dialled leg
     */
    default void answered(String dialledSid) {}
}
