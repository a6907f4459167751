package io.sidetone.sim.deepgram;

/**
 * Told what happens, as it happens. Called on event loops: must not block, and must not throw.
 */
public interface EmulatorLog {
    /** Tells nobody. */
    EmulatorLog NONE = new EmulatorLog() {};

    default void opened(RecordedStream stream) {}

    default void refused(RefusedHandshake refused) {}

    default void violation(RecordedStream stream, Violation violation) {}

    /** A message went out to the client. */
    default void said(RecordedStream stream, String json) {}

    default void closed(RecordedStream stream) {}

    /** A pre-recorded request is over: answered, or its connection is gone. */
    default void requested(RecordedRequest request) {}
}
