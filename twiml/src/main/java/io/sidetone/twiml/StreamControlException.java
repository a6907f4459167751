package io.sidetone.twiml;

import org.jspecify.annotations.Nullable;

/** Twilio did not do what {@link StreamControl} asked. */
public final class StreamControlException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int CALL_NOT_IN_PROGRESS = 21220;

    /** Twilio's number for the error (twilio.com/docs/api/errors), 0 if it gave none. */
    private final int code;
    /** The HTTP status, 0 if there was no answer that could be read. */
    private final int status;

    StreamControlException(String message, int code, int status, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.status = status;
    }

    /** Twilio's number for the error, as listed in its documentation; 0 if it gave none. */
    public int code() {
        return code;
    }

    /** The HTTP status of Twilio's answer; 0 if there was none that could be read. */
    public int status() {
        return status;
    }

    /**
     * Whether the call is not live: over, or not known at all. (Which error a stream on an ended call earns is not
     * documented; these are what calls in general do.)
     */
    public boolean callOver() {
        return status == 404 || code == CALL_NOT_IN_PROGRESS;
    }

    /** Whether the same request may succeed later: no answer, too many requests, or trouble on Twilio's side. */
    public boolean retryable() {
        return status == 0 || status == 429 || status >= 500;
    }
}
