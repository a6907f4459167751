package io.sidetone.sim.twilio;

/** How a simulated call went. */
public sealed interface Outcome {

    /** All audio was sent, and the call ended by itself. */
    record Completed() implements Outcome {}

    /**
     * The voice webhook, or the upgrade of a media socket, was answered with another status.
     *
     * @param status the HTTP status
     */
    record Refused(int status) implements Outcome {}

    /**
     * The bridge ended a media socket while the call was going on.
     *
     * @param code the close code; 1005 for a close frame without one, 1006 for none at all
     */
    record ClosedByServer(int code, String reason) implements Outcome {}

    /** Something else broke; the message says what, and what to look at. */
    record Failed(String message) implements Outcome {}
}
