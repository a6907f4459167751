package io.sidetone.sim.deepgram;

/** What the vendor's two live protocols do not share. Confined to the stream's event loop. */
interface Dialect {

    /** The handshake has been answered. */
    void opened();

    /** A control message came while the stream is open. */
    void text(String text);

    /** The client said {@code CloseStream}: the rest, and the goodbye if there is one. The close follows. */
    void finish();

    /** The code of the close after {@link #finish}; 1005: a close without a code. */
    int closeCode();
}
