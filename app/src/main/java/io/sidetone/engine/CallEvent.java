package io.sidetone.engine;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened on a call, as it is journalled and given to others.
 *
 * @param callId the call; also the order key of delivery
 * @param seq number within the call, from 1 without holes
 * @param type such as {@code transcript.final}; see the contracts' table of events
 * @param legId the leg, or null for events of the whole call
 * @param role of the leg, or null for events of the whole call
 * @param n for finals their number within the leg, from 1; otherwise 0
 * @param atMillis when it happened, milliseconds since 1970
 * @param eventId the {@code webhook-id}: the same for every attempt, target and restart
 * @param labels the call's, so that whoever filters need not know its beginning
 * @param data UTF-8 JSON object with the event's fields, {@code callId}, {@code callSid} and {@code seq} among
 *     them; never written to
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record CallEvent(
        String callId,
        long seq,
        String type,
        @Nullable String legId,
        @Nullable String role,
        long n,
        long atMillis,
        String eventId,
        Map<String, String> labels,
        byte[] data) {
    public CallEvent {
        labels = Map.copyOf(labels);
    }

    /** Without role and labels. */
    public CallEvent(
            String callId,
            long seq,
            String type,
            @Nullable String legId,
            long n,
            long atMillis,
            String eventId,
            byte[] data) {
        this(callId, seq, type, legId, null, n, atMillis, eventId, Map.of(), data);
    }

    @Override
    public String toString() {
        return callId + " #" + seq + " " + type;
    }
}
