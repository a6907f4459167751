package io.sidetone.dashboard;

/** How frames come to a viewer. Writer thread only; whatever is sent while the connection is gone is released. */
interface Transport {
    /** Sends a frame, and releases it. */
    void send(Frame frame);

    /** Whether the viewer can ask for something; if not, it has what its address asks for. */
    boolean takesRequests();

    /** Asks the other end whether it is there; false if its protocol has no word for that. */
    boolean ping();

    /** Ends the connection, after what has been sent. */
    void close(Goodbye why);
}
