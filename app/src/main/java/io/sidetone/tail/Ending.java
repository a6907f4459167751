package io.sidetone.tail;

/**
 * How a connection ended.
 *
 * @param code the close code, or the HTTP status of a refused upgrade; 0 if it broke
 * @param why for people
 */
record Ending(Kind kind, int code, String why) {
    enum Kind {
        CLOSED,
        REFUSED,
        BROKEN
    }

    private static final int MESSAGE_TOO_BIG = 1009;
    private static final int FIRST_FINAL_CLOSE = 4500; // of the protocol: do not come back, say why
    private static final int FIRST_CLIENT_ERROR = 400;
    private static final int FIRST_SERVER_ERROR = 500;
    private static final int TOO_MANY_REQUESTS = 429;

    /** True if another connection would end the same way. */
    boolean isFinal() {
        return switch (kind) {
            case CLOSED -> code == MESSAGE_TOO_BIG || code >= FIRST_FINAL_CLOSE;
            case REFUSED -> code >= FIRST_CLIENT_ERROR && code < FIRST_SERVER_ERROR && code != TOO_MANY_REQUESTS;
            case BROKEN -> false;
        };
    }
}
