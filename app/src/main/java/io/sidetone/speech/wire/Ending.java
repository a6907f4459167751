package io.sidetone.speech.wire;

import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a connection to a vendor ended; what it means, and what to do about it, the vendor's room knows. Texts
 * are as they came: print them through {@link ForeignText}.
 */
public sealed interface Ending {
    /** What a close frame that has no status in it counts as. */
    int NO_STATUS = 1005;

    /**
     * The handshake was answered, but not with 101.
     *
     * @param body of the answer, its first 8 KiB
     * @param retryAfter what the answer asks us to wait, or null
     */
    record Refused(
            int status,
            HttpHeaders headers,
            String body,
            @Nullable Duration retryAfter) implements Ending {}

    /**
     * The open stream was closed by a close frame.
     *
     * @param status {@link #NO_STATUS} if there was none
     */
    record Closed(int status, String reason) implements Ending {}

    /** The open stream broke without a goodbye. */
    record Lost(String problem) implements Ending {}

    /** There was no answer to the handshake, or none that is one. */
    record Unreachable(String problem) implements Ending {}
}
