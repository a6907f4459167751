package io.sidetone.twilio;

/** Twilio broke its own contract, or something that is not Twilio is talking to us. */
final class BadTwilioMessage extends Exception {
    private static final long serialVersionUID = 1L;

    BadTwilioMessage(String where, String got, String expected) {
        super(where + ": " + got + " (expected: " + expected + ")");
    }
}
