package io.sidetone.sim.load;

/**
 * All that is measured.
 *
 * @param audio every chunk, from its sending to the arrival of its last byte at the vendor
 * @param newest the same of the newest chunk in each upstream message: without the wait for the message to fill
 * @param finals from the vendor's sending of a final to its arrival at the webhook
 * @param lag how late the tool itself sent, against its plan
 */
record Meters(Meter audio, Meter newest, Meter finals, Meter lag) {
    Meters() {
        this(new Meter(), new Meter(), new Meter(), new Meter());
    }

    /** Ends an interval; returns the tool's lag in it. */
    Latency turn(boolean counts) {
        audio.turn(counts);
        newest.turn(counts);
        finals.turn(counts);
        return lag.turn(counts);
    }
}
