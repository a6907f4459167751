package io.sidetone.sim.twilio;

/** How the dialled side behaves. */
public enum DialResult {
    /** Picks up, talks until the audio is over, hangs up. */
    ANSWERED("completed"),
    /** Is on the phone already. */
    BUSY("busy"),
    /** Lets it ring until the {@code <Dial>} gives up. */
    NO_ANSWER("no-answer"),
    /** Cannot be reached. */
    FAILED("failed");

    private final String wire;

    DialResult(String wire) {
        this.wire = wire;
    }

    /** The word in {@code DialCallStatus}, and in the last {@code CallStatus} of the dialled leg. */
    public String wire() {
        return wire;
    }
}
