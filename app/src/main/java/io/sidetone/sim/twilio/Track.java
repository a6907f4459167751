package io.sidetone.sim.twilio;

/** One direction of a call leg, as a media stream names it. */
public enum Track {
    /** What Twilio receives from the party on the leg. */
    INBOUND("inbound"),
    /** What Twilio plays to the party on the leg. */
    OUTBOUND("outbound");

    private final String wire;

    Track(String wire) {
        this.wire = wire;
    }

    /** The word used in {@code start.tracks} and {@code media.track}. */
    public String wire() {
        return wire;
    }
}
