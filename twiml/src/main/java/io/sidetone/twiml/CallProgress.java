package io.sidetone.twiml;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Twilio telling how a dialled leg gets on. The reports may arrive in any order, twice or never.
 *
 * @param callSid the leg the report is about; for a dialled leg the child
 * @param accountSid the account that owns it
 * @param parentCallSid the leg that dialled it; null if none did
 * @param status {@code initiated}, {@code ringing}, {@code in-progress} (answered), {@code completed}, {@code busy},
 *     {@code no-answer}, {@code failed} or {@code canceled}
 * @param sequenceNumber the order of the leg's reports, from 0; 0 if Twilio left it out
 * @param at when it happened, to the second, by Twilio's clock; null if Twilio left it out
 */
public record CallProgress(
        String callSid,
        String accountSid,
        @Nullable String parentCallSid,
        String status,
        int sequenceNumber,
        @Nullable Instant at) {

    /**
     * Reads the report's form.
     *
     * @throws MalformedRequestException if a required field is missing, or one is malformed
     */
    public static CallProgress from(SortedMap<String, List<String>> form) {
        Fields fields = new Fields("call-status", form);
        return new CallProgress(
                fields.sid("CallSid"),
                fields.sid("AccountSid"),
                fields.optionalSid("ParentCallSid"),
                fields.required("CallStatus"),
                fields.wholeNumber("SequenceNumber", 0),
                fields.time(
                        "Timestamp",
                        DateTimeFormatter.RFC_1123_DATE_TIME,
                        "a time such as Thu, 02 Jan 2025 03:04:05 +0000"));
    }

    /** Whether the leg's party is on the line. */
    public boolean answered() {
        return status.equals("in-progress") || status.equals("answered");
    }

    /** Whether the leg is over, answered or not. */
    public boolean ended() {
        return switch (status) {
            case "completed", "busy", "no-answer", "failed", "canceled" -> true;
            default -> false;
        };
    }
}
