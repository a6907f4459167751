package io.sidetone.alerts;

/** This cannot be looked for; the message says what is wrong with it. */
public final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;

    Unfit(String message) {
        super(message);
    }
}
