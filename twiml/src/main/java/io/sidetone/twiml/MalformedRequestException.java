package io.sidetone.twiml;

/** A request's content cannot be what Twilio sends. The message names the field and is fit for a log and a 400 answer. */
public final class MalformedRequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** An error with its explanation. */
    public MalformedRequestException(String message) {
        super(message);
    }

    /** An error with its explanation and cause. */
    public MalformedRequestException(String message, Throwable cause) {
        super(message, cause);
    }
}
