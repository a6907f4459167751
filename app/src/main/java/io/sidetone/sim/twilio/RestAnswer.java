package io.sidetone.sim.twilio;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** One answer of the REST API: a stream, or an error in Twilio's shape. */
record RestAnswer(int status, String json) {
    private static final int AUTHENTICATE = 20003;
    private static final int NOT_FOUND = 20404;
    private static final int NOT_IN_PROGRESS = 21220;
    private static final int SERVER_ERROR = 20500;

    /** @param status {@code in-progress} or {@code stopped} */
    static RestAnswer stream(
            int httpStatus, String accountSid, String callSid, String streamSid, String name, String status) {
        String uri = "/2010-04-01/Accounts/" + accountSid + "/Calls/" + callSid + "/Streams/" + streamSid + ".json";
        return new RestAnswer(
                httpStatus,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("account_sid", accountSid)
                        .put("call_sid", callSid)
                        .put("sid", streamSid)
                        .put("name", name)
                        .put("status", status)
                        .putNull("date_updated")
                        .put("uri", uri)
                        .toString());
    }

    static RestAnswer unauthorized() {
        return error(401, AUTHENTICATE, "Authenticate");
    }

    static RestAnswer unknown(String path) {
        return error(404, NOT_FOUND, "The requested resource " + path + " was not found");
    }

    /** A call that is known and not live. */
    static RestAnswer notInProgress() {
        return error(400, NOT_IN_PROGRESS, "Call is not in-progress. Cannot redirect.");
    }

    static RestAnswer bad(String message) {
        return error(400, 21205, message);
    }

    static RestAnswer broken() {
        return error(500, SERVER_ERROR, "Internal Server Error");
    }

    private static RestAnswer error(int status, int code, String message) {
        return new RestAnswer(
                status,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("code", code)
                        .put("message", message)
                        .put("more_info", "https://www.twilio.com/docs/errors/" + code)
                        .put("status", status)
                        .toString());
    }
}
