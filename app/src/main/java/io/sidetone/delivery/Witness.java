package io.sidetone.delivery;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Sees attempts leave and end, and may send a trace's context along. Must be quick; any thread. */
public interface Witness {
    Witness NONE = new Witness() {
        @Override
        public @Nullable String traceparent(String callId) {
            return null;
        }

        @Override
        public void attempted(String callId, String target, int attempt, Instant startedAt, Duration took, int status) {
            // nobody looks
        }
    };

    /** The W3C header of that name for events of a call; null for none. */
    @Nullable String traceparent(String callId);

    /** @param status the receiver's, or 0 if there was no answer */
    void attempted(String callId, String target, int attempt, Instant startedAt, Duration took, int status);
}
