package io.sidetone.sim.twilio;

/** An answer that Twilio could not have followed. */
final class BadTwiml extends Exception {
    private static final long serialVersionUID = 1;

    BadTwiml(String message) {
        super(message);
    }
}
