package io.sidetone.delivery;

/** What an answer means for the event and its target. */
enum AnswerClass {
    /** 2xx: settled. */
    DELIVERED,
    /** The event is bad: tried a few times, then set aside so that the call goes on. */
    REFUSED,
    /** 410: the target wants nothing any more. */
    GONE,
    /** The target is not set up right (redirect, wrong path, credentials, name, certificate): the long schedule. */
    TARGET_FAULT,
    /** The target has failed, or nobody knows: the long schedule. */
    FAILURE,
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
