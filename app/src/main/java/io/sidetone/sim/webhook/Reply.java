package io.sidetone.sim.webhook;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a request is answered with.
 *
 * @param status 200 to 599
 * @param delay how long the sender waits for it
 * @param retryAfter for the header of that name, in whole seconds; null leaves it out
 * @param json the body, for example {@code {"intent":"repair"}}; empty for none
 */
public record Reply(int status, Duration delay, @Nullable Duration retryAfter, String json) {
    /** Taken, nothing to say. */
    public static final Reply OK = status(204);

    public Reply {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status: " + status + " (expected: 200 to 599)");
        }
    }

    /** A bare status, at once. */
    public static Reply status(int code) {
        return new Reply(code, Duration.ZERO, null, "");
    }

    /** A 200 with a body, at once. */
    public static Reply json(String body) {
        return new Reply(200, Duration.ZERO, null, body);
    }

    public Reply after(Duration wait) {
        return new Reply(status, wait, retryAfter, json);
    }

    public Reply retryAfter(Duration wait) {
        return new Reply(status, delay, wait, json);
    }
}
