package io.sidetone.dashboard;

/** Why the server closes a connection. Below 4500 the client is to come back. */
enum Goodbye {
    DRAINING(4000, "draining"),
    SLOW_CONSUMER(4001, "slow_consumer"),
    NO_PONG(4002, "no_pong"),
    AUTH_EXPIRED(4003, "auth_expired"),
    RATE_LIMITED(4004, "rate_limited"),
    REPLACED(4005, "replaced"),
    BAD_FRAME(4500, "bad_frame"),
    UNAUTHORIZED(4501, "unauthorized");

    private final int code;
    private final String reason;

    Goodbye(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    int code() {
        return code;
    }

    String reason() {
        return reason;
    }

    boolean reconnect() {
        return code < 4500;
    }
}
