package io.sidetone.speech.lasting;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Sessions whose call is over while audio of it still waits to be transcribed, so that erasing the call finds it. */
final class LateRepairs {
    private final ConcurrentHashMap<String, Set<LastingSession>> byCall = new ConcurrentHashMap<>();

    void add(String callId, LastingSession session) {
        byCall.compute(callId, (id, known) -> {
            Set<LastingSession> sessions = known == null ? ConcurrentHashMap.newKeySet() : known;
            sessions.add(session);
            return sessions;
        });
    }

    void remove(String callId, LastingSession session) {
        byCall.computeIfPresent(callId, (id, sessions) -> {
            sessions.remove(session);
            return sessions.isEmpty() ? null : sessions;
        });
    }

    /** Has the audio of a call forgotten, in memory and on disk; nothing more is said of it. Any thread. */
    void forget(String callId) {
        byCall.getOrDefault(callId, Set.of()).forEach(LastingSession::forget);
    }
}
