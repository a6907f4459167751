package io.sidetone.twiml;

import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Twilio asking what comes after a {@code <Dial>}.
 *
 * @param callSid the leg that dialled
 * @param accountSid the account that owns it
 * @param dialCallStatus {@code completed}, {@code answered}, {@code busy}, {@code no-answer}, {@code failed} or
 *     {@code canceled}
 * @param dialCallSid the leg that was dialled; null where there is none (queues)
 */
public record DialEnded(
        String callSid,
        String accountSid,
        String dialCallStatus,
        @Nullable String dialCallSid) {

    /**
     * Reads the request's form.
     *
     * @throws MalformedRequestException if a required field is missing, or one is malformed
     */
    public static DialEnded from(SortedMap<String, List<String>> form) {
        Fields fields = new Fields("dial-ended", form);
        return new DialEnded(
                fields.sid("CallSid"),
                fields.sid("AccountSid"),
                fields.required("DialCallStatus"),
                fields.optionalSid("DialCallSid"));
    }

    /** Whether the target was not reached. A status this version does not know counts as reached: better to end a call. */
    public boolean notReached() {
        return switch (dialCallStatus) {
            case "busy", "no-answer", "failed", "canceled" -> true;
            default -> false;
        };
    }
}
