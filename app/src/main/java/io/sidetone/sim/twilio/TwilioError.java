package io.sidetone.sim.twilio;

/** What the debugger of an account would say about a stream in trouble. */
final class TwilioError {
    private TwilioError() {}

    /** The socket broke on its way. */
    static final String BROKEN = "Stream - WebSocket - Connection Broken Pipe (31903)";

    static String of(Outcome trouble) {
        if (trouble instanceof Outcome.Refused refused) {
            return "Stream - WebSocket - Handshake Error (31920): HTTP " + refused.status() + " (expected: 101)";
        }
        if (trouble instanceof Outcome.ClosedByServer closed) {
            return closed.code() == 1006
                    ? BROKEN
                    : ("Stream - WebSocket - Close Error (31921): " + closed.code() + " " + closed.reason()).strip();
        }
        if (trouble instanceof Outcome.Failed failed) {
            return "Stream - WebSocket - Connection Failed (31902): " + failed.message();
        }
        return "";
    }
}
