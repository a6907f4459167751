package io.sidetone.delivery;

/** What an answer means for the event and its target. */
enum AnswerClass {
    /** 2xx: settled. */
    DELIVERED,
    /** The event is bad: tried a few times, then set aside so that the call goes on. */
    REFUSED,
    /** The event is never wanted again, as the header {@code webhook-delivery: abort-message} says: set aside at once. */
    ABORTED,
    /** 410: the target wants nothing any more. */
    GONE,
    /** The target is not set up right (redirect, wrong path, credentials, name, certificate): the long schedule. */
    TARGET_FAULT,
    /** The target has failed: the long schedule. */
    FAILURE,
    /** Nobody knows whether the target has it: the long schedule, and fewer requests at once. */
    TIMEOUT,
    /** The target is overloaded: the long schedule, and at least what it asks for. */
    OVERLOAD;

    /** @param status of an HTTP answer, 100 to 599 */
    static AnswerClass of(int status) {
        if (status >= 200 && status < 300) {
            return DELIVERED;
        }
        if (status >= 300 && status < 400) {
            return TARGET_FAULT;
        }
        return switch (status) {
            case 400, 413, 415, 422 -> REFUSED;
            case 410 -> GONE;
            case 429, 502, 503, 504 -> OVERLOAD;
            case 408, 409, 425 -> FAILURE;
            default -> status < 500 ? TARGET_FAULT : FAILURE;
        };
    }
}
