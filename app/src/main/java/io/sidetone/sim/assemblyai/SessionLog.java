package io.sidetone.sim.assemblyai;

import io.sidetone.sim.deepgram.RefusedHandshake;

/** Told what happens, as it happens. Called on event loops: must not block, and must not throw. */
public interface SessionLog {
    /** Tells nobody. */
    SessionLog NONE = new SessionLog() {};

    /** The upgrade was answered; whether a session comes of it is told by {@link #closed}. */
    default void opened(RecordedSession session) {}

    default void refused(RefusedHandshake refused) {}

    default void violation(RecordedSession session, Violation violation) {}

    default void closed(RecordedSession session) {}
}
