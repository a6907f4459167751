package io.sidetone.call;

/** A direction of a Twilio stream, seen from Twilio: inbound is what it hears from the party on that leg. */
public enum Track {
    INBOUND("inbound"),
    OUTBOUND("outbound");

    private final String wireName;

    Track(String wireName) {
        this.wireName = wireName;
    }

    /** The name in Twilio's messages and in our events. */
    public String wireName() {
        return wireName;
    }
}
