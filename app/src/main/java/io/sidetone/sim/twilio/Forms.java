package io.sidetone.sim.twilio;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The forms that one call's webhooks carry, field by field as Twilio fills them. */
final class Forms {
    /** Call progress is stamped like mail, stream progress like an API; that is Twilio's way. */
    private static final DateTimeFormatter MAIL_TIME = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss Z", Locale.US)
            .withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter API_TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final String accountSid;
    private final String callSid;
    private final CallPlan plan;
    private final InstantSource clock;

    Forms(String accountSid, String callSid, CallPlan plan, InstantSource clock) {
        this.accountSid = accountSid;
        this.callSid = callSid;
        this.plan = plan;
        this.clock = clock;
    }

    /** The caller's leg, as every request for TwiML describes it. */
    Map<String, String> call(String status) {
        Map<String, String> form = leg(callSid, "inbound", plan.from(), plan.to(), status);
        for (String end : new String[] {"From", "To", "Caller", "Called"}) {
            form.put(end + "City", "");
            form.put(end + "State", "");
            form.put(end + "Zip", "");
            form.put(end + "Country", "US");
        }
        return form;
    }

    /** Progress of a dialled leg. */
    Map<String, String> progress(String childSid, String to, String status, int number) {
        Map<String, String> form = leg(childSid, "outbound-dial", plan.from(), to, status);
        form.put("ParentCallSid", callSid);
        form.put("CallbackSource", "call-progress-events");
        form.put("SequenceNumber", Integer.toString(number));
        form.put("Timestamp", MAIL_TIME.format(clock.instant()));
        return form;
    }

    /** What the end of a dialled leg adds to its progress. */
    static void addEnd(Map<String, String> form, DialResult result, long talkedSeconds) {
        form.put("CallDuration", Long.toString(talkedSeconds));
        form.put(
                "SipResponseCode",
                switch (result) {
                    case ANSWERED -> "200";
                    case BUSY -> "486";
                    case NO_ANSWER -> "487";
                    case FAILED -> "404";
                });
        if (result == DialResult.ANSWERED) {
            form.put("Duration", Long.toString((talkedSeconds + 59) / 60));
        }
    }

    /** The request to the {@code action} of a {@code <Dial>}. */
    Map<String, String> dialEnded(String childSid, DialResult result, long talkedSeconds) {
        Map<String, String> form = call("in-progress");
        form.put("DialCallSid", childSid);
        form.put("DialCallStatus", result.wire());
        form.put("DialBridged", Boolean.toString(result == DialResult.ANSWERED));
        if (result == DialResult.ANSWERED) {
            form.put("DialCallDuration", Long.toString(talkedSeconds));
        }
        return form;
    }

    /**
     * Progress of a media stream; without an error, {@code error} is empty.
     *
     * @param legSid the leg it was started on
     */
    Map<String, String> stream(String legSid, String streamSid, StreamOrder order, String event, String error) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("AccountSid", accountSid);
        form.put("CallSid", legSid);
        form.put("StreamSid", streamSid);
        String name = order.name();
        form.put("StreamName", name == null ? streamSid : name);
        form.put("StreamEvent", event);
        if (!error.isEmpty()) {
            form.put("StreamError", error);
        }
        form.put("Timestamp", API_TIME.format(clock.instant()));
        return form;
    }

    private Map<String, String> leg(String sid, String direction, String from, String to, String status) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("AccountSid", accountSid);
        form.put("ApiVersion", "2010-04-01");
        form.put("CallSid", sid);
        form.put("CallStatus", status);
        form.put("Direction", direction);
        form.put("From", from);
        form.put("To", to);
        form.put("Caller", from);
        form.put("Called", to);
        return form;
    }
}
