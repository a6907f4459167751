package io.sidetone.sim.deepgram;

/**
 * Something the client did that the vendor forbids or warns of.
 *
 * @param detail what, got, expected
 * @param atMs audio received on the stream before it, in milliseconds
 */
public record Violation(Kind kind, String detail, long atMs) {

    public enum Kind {
        /** Audio came faster than the pace allowed. Once per stretch. */
        TOO_FAST,
        /** One frame holds more than 250 ms. */
        FRAME_TOO_LONG,
        /** A frame ends inside a sample. */
        CUT_SAMPLE,
        EMPTY_FRAME,
        /** A control message came in a binary frame, where it is heard as sound. */
        BINARY_CONTROL,
        /** Raw audio was declared and a WAV header sent. */
        CONTAINER_HEADER,
        AUDIO_AFTER_CLOSE_STREAM,
        /** Text that is not JSON, or of a type the vendor does not know. */
        BAD_TEXT,
        BAD_CONFIGURE,
        /** No audio, or nothing at all, for longer than the vendor waits. */
        TOO_QUIET,
        /** The client ended the connection without {@code CloseStream}, or before the server could answer it. */
        ABRUPT_END,
        /** Not WebSocket as it should be: unmasked frames, reserved bits, too large a message. */
        PROTOCOL
    }
}
