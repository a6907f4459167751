package io.sidetone.sim.deepgram;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An answer to a handshake other than 101, or to a pre-recorded request other than 200.
 *
 * @param retryAfter null: no such header, as the vendor documents none
 */
record Refusal(
        int status, String code, String message, @Nullable Duration retryAfter) {

    static Refusal badRequest(String message) {
        return new Refusal(400, "Bad Request", message, null);
    }

    /** One of the vendor's own codes. */
    static Refusal badParameter(String message) {
        return new Refusal(400, "INVALID_QUERY_PARAMETER", message, null);
    }

    static Refusal notAuthorised(String message) {
        return new Refusal(401, "INVALID_AUTH", message, null);
    }

    static Refusal notFound(String path) {
        return new Refusal(404, "NOT_FOUND", "nothing at " + path + " (expected: /v1/listen or /v2/listen)", null);
    }

    static Refusal tooLong(long most) {
        return new Refusal(
                413, "PAYLOAD_TOO_LARGE", "the body is too long (expected: at most " + most + " bytes)", null);
    }

    static Refusal tooMany(int limit, String what) {
        return new Refusal(429, "TOO_MANY_REQUESTS", "concurrency limit of %d %s reached".formatted(limit, what), null);
    }

    /** What the vendor says beside a status of this number. */
    static Refusal ofStatus(int status, @Nullable Duration retryAfter) {
        return switch (status) {
            case 400 -> new Refusal(status, "Bad Request", "the request was refused on purpose", retryAfter);
            case 401 -> new Refusal(status, "INVALID_AUTH", "the key was refused on purpose", retryAfter);
            case 402 -> new Refusal(status, "ASR_PAYMENT_REQUIRED", "the project is out of credit", retryAfter);
            case 403 ->
                new Refusal(status, "INSUFFICIENT_PERMISSIONS", "the project has no access to this model", retryAfter);
            case 404 -> new Refusal(status, "NOT_FOUND", "nothing here", retryAfter);
            case 429 -> new Refusal(status, "TOO_MANY_REQUESTS", "too many at once", retryAfter);
            default -> new Refusal(status, "SERVER_ERROR", "the server answers " + status + " for now", retryAfter);
        };
    }
}
