package io.sidetone.twiml;

import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Twilio asking what to do with a call.
 *
 * @param callSid the call's leg
 * @param accountSid the account that owns it
 * @param from the caller: an E.164 number, {@code client:name}, a SIP address, or a word such as {@code anonymous}
 * @param to who was called, in the same shapes
 * @param direction {@code inbound}, {@code outbound-api} or {@code outbound-dial}
 * @param callStatus {@code ringing} at the first request of a call that comes in
 * @param parentCallSid the leg that dialled this one; null on the first leg
 * @param forwardedFrom the number that forwarded the call, if its carrier said so
 * @param callerName the caller's registered name, if the number has the look-up switched on
 */
public record VoiceRequest(
        String callSid,
        String accountSid,
        String from,
        String to,
        String direction,
        String callStatus,
        @Nullable String parentCallSid,
        @Nullable String forwardedFrom,
        @Nullable String callerName) {

    /**
     * Reads the request's form.
     *
     * @throws MalformedRequestException if a field that Twilio always sends is missing or an identifier is malformed
     */
    public static VoiceRequest from(SortedMap<String, List<String>> form) {
        Fields fields = new Fields("voice", form);
        return new VoiceRequest(
                fields.sid("CallSid"),
                fields.sid("AccountSid"),
                fields.required("From"),
                fields.required("To"),
                fields.required("Direction"),
                fields.required("CallStatus"),
                fields.optionalSid("ParentCallSid"),
                fields.optional("ForwardedFrom"),
                fields.optional("CallerName"));
    }
}
