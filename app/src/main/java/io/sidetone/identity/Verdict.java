package io.sidetone.identity;

/** Whether somebody may come in. */
public sealed interface Verdict {
    record Admitted(Identity identity) implements Verdict {}

    /**
     * Not so.
     *
     * @param status of HTTP
     * @param code of the protocol
     * @param detail for whoever asks: never repeats what they showed
     * @param retryAfterSeconds when to try again; 0: no time helps
     */
    record Refused(int status, String code, String detail, long retryAfterSeconds) implements Verdict {
        static Refused badRequest(String detail) {
            return new Refused(400, "bad_request", detail, 0);
        }

        static Refused unauthorized(String detail) {
            return new Refused(401, "forbidden", detail, 0);
        }

        static Refused forbidden(String detail) {
            return new Refused(403, "forbidden", detail, 0);
        }

        static Refused tooOften(String detail, long retryAfterSeconds) {
            return new Refused(429, "rate_limited", detail, retryAfterSeconds);
        }

        static Refused busy(String detail) {
            return new Refused(503, "unavailable", detail, 5);
        }
    }
}
