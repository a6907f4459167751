package io.sidetone.twiml;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Twilio telling how a stream gets on: the only place where a stream that never reached us is reported. It races the
 * stream's own socket.
 *
 * @param streamSid the stream
 * @param callSid the call's leg it was started on
 * @param accountSid the account that owns it
 * @param name the stream's name, or its sid if it has none; null if Twilio left it out
 * @param event what happened
 * @param error what went wrong, in Twilio's words; null unless something did
 * @param at when it happened, by Twilio's clock; null if Twilio left it out
 */
public record StreamStatus(
        String streamSid,
        String callSid,
        String accountSid,
        @Nullable String name,
        Event event,
        @Nullable String error,
        @Nullable Instant at) {

    /** What happened to the stream. */
    public enum Event {
        /** Twilio connected. */
        STARTED,
        /** The stream ended. */
        STOPPED,
        /** The stream failed, or could not start. */
        ERROR,
        /** A word this version does not know. */
        OTHER
    }

    /**
     * Reads the report's form.
     *
     * @throws MalformedRequestException if a required field is missing, or one is malformed
     */
    public static StreamStatus from(SortedMap<String, List<String>> form) {
        Fields fields = new Fields("stream-status", form);
        return new StreamStatus(
                fields.sid("StreamSid"),
                fields.sid("CallSid"),
                fields.sid("AccountSid"),
                fields.optional("StreamName"),
                event(fields.required("StreamEvent")),
                fields.optional("StreamError"),
                fields.time(
                        "Timestamp",
                        DateTimeFormatter.ISO_OFFSET_DATE_TIME,
                        "a time such as 2025-01-02T03:04:05.678Z"));
    }

    private static Event event(String word) {
        return switch (word) {
            case "stream-started" -> Event.STARTED;
            case "stream-stopped" -> Event.STOPPED;
            case "stream-error" -> Event.ERROR;
            default -> Event.OTHER;
        };
    }
}
