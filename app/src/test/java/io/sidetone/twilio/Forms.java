package io.sidetone.twilio;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What Twilio posts to webhooks. */
final class Forms {
    private Forms() {}

    static Map<String, String> voice() {
        return new TreeMap<>(Map.of(
                "CallSid", "CA1",
                "AccountSid", MediaServer.ACCOUNT,
                "From", "+15550100001",
                "To", "+15550100002",
                "Direction", "inbound",
                "CallStatus", "ringing"));
    }

    static Map<String, String> status(String status, String childSid) {
        return new TreeMap<>(Map.of(
                "CallSid", childSid, "ParentCallSid", "CA1", "AccountSid", MediaServer.ACCOUNT, "CallStatus", status));
    }

    static Map<String, String> ended(String status) {
        return new TreeMap<>(Map.of(
                "CallSid",
                "CA1",
                "AccountSid",
                MediaServer.ACCOUNT,
                "DialCallStatus",
                status,
                "DialCallSid",
                "CA-child"));
    }

    static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
