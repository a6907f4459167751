package io.sidetone.call;

/** The socket behind a stream, as the call sees it. Called on the stream's loop. */
public interface StreamSocket {
    /** The call has no more use for the stream. */
    void close(EndReason why);
}
