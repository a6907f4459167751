package io.sidetone.sim.twilio;

import java.net.URI;

/**
 * Watches one call. Called on the call's event loop, so an implementation must not block; what it
 * throws ends the call as failed.
 */
public interface CallProgress {
    /** Looks away. */
    CallProgress NONE = new CallProgress() {};

    /** The call exists, and its first request is about to be made. */
    default void placed(String callSid, URI target) {}

    /** A media socket is open and its {@code start} message is sent. */
    default void started(String streamSid, URI uri) {}

    /** The dialled side has picked up; both are talking from here on. */
    default void conversing() {}

    /** At each new second of the conversation. */
    default void position(long positionMs, long lengthMs) {}

    /** A media socket has ended. */
    default void stopped(String streamSid) {}
}
