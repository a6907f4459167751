package io.sidetone.sim.assemblyai;

/**
 * Something the client did that the vendor forbids or warns of.
 *
 * @param detail what, got, expected
 * @param atMs audio received in the session before it, in milliseconds
 */
public record Violation(Kind kind, String detail, long atMs) {

    public enum Kind {
        /** No key, a scheme word before it, or one that is not accepted. */
        BAD_KEY,
        /** A parameter of the query that is missing, unknown, or has a wrong value. */
        BAD_PARAMETER,
        /** Audio, or a message, before {@code Begin}. */
        BEFORE_BEGIN,
        FRAME_TOO_SHORT,
        FRAME_TOO_LONG,
        /** A frame ends inside a sample. */
        CUT_SAMPLE,
        /** Faster than real time. */
        TOO_FAST,
        /** Text that is not JSON, or of a type or with a member the vendor does not know. */
        BAD_TEXT,
        /** Anything after {@code Terminate}. */
        AFTER_TERMINATE,
        /** The client ended the connection without {@code Terminate}, or before {@code Termination}. */
        ABRUPT_END,
        /** Not WebSocket as it should be: unmasked frames, reserved bits, too large a message. */
        PROTOCOL
    }
}
