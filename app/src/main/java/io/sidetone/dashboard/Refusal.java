package io.sidetone.dashboard;

import org.jspecify.annotations.Nullable;

/** Why a request is not done. {@code code} is one of the protocol's. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    private final String code;
    private final @Nullable String callId;

    Refusal(String code, String message) {
        this(code, message, null);
    }

    private Refusal(String code, String message, @Nullable String callId) {
        super(message, null, false, false); // an answer, not a failure of ours
        this.code = code;
        this.callId = callId;
    }

    static Refusal badRequest(String message) {
        return new Refusal("bad_request", message);
    }

    /** There is no such call, or not for whoever asks. */
    static Refusal unknownCall(String callId) {
        return new Refusal("unknown_call", "no call " + callId + " is live or ended a moment ago", callId);
    }

    /** The call that it is about, or null. */
    @Nullable String callId() {
        return callId;
    }

    String code() {
        return code;
    }

    String text() {
        String message = getMessage();
        return message == null ? code : message;
    }
}
