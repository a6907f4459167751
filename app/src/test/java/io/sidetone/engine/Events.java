package io.sidetone.engine;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events for tests, with data that looks like ours. */
public final class Events {
    public static final long AT_MILLIS = 1_767_323_045_678L; // 2026-01-02T03:04:05.678Z

    private Events() {}

    public static CallEvent started(String callId) {
        return event(callId, 1, "call.started", "\"from\":\"+15550100001\",\"to\":\"+15550100002\"");
    }

    public static CallEvent spoken(String callId, long seq, String text) {
        return event(callId, seq, "transcript.final", "\"text\":\"" + text + "\"");
    }

    public static CallEvent spoken(String callId, long seq) {
        return spoken(callId, seq, "word " + seq);
    }

    public static CallEvent ended(String callId, long seq) {
        return event(callId, seq, "call.ended", "\"endReason\":\"completed\"");
    }

    /** The same event of a leg with a role. */
    public static CallEvent as(String role, CallEvent event) {
        return copy(event, role, event.labels());
    }

    /** The same event of a call with labels. */
    public static CallEvent labelled(Map<String, String> labels, CallEvent event) {
        return copy(event, event.role(), labels);
    }

    private static CallEvent copy(CallEvent event, @Nullable String role, Map<String, String> labels) {
        return new CallEvent(
                event.callId(),
                event.seq(),
                event.type(),
                event.legId(),
                role,
                event.n(),
                event.atMillis(),
                event.eventId(),
                labels,
                event.data());
    }

    /** @param fields members of the data beside the common ones */
    public static CallEvent event(String callId, long seq, String type, String fields) {
        boolean spoken = type.equals("transcript.final");
        String data = "{\"callId\":\"" + callId + "\",\"seq\":" + seq + "," + fields + "}";
        return new CallEvent(
                callId,
                seq,
                type,
                spoken ? "l1" : null,
                spoken ? seq : 0,
                AT_MILLIS + seq,
                "msg_" + callId + "x" + seq,
                data.getBytes(StandardCharsets.UTF_8));
    }
}
