package io.sidetone.sim.load;

/**
 * One track of one call, seen from all three sides.
 *
 * @param number twice the call's, plus one for the outbound track
 * @param sent the calls' loop writes it
 * @param heard of the sinks' loop
 * @param finals of the sinks' loop
 */
record Leg(int number, SentChunks sent, HeardChunks heard, Finals finals) {
    static final int TRACKS = 2;

    Leg(int number, long frameNanos) {
        this(number, new SentChunks(frameNanos), new HeardChunks(), new Finals());
    }

    AudioCounts audio() {
        return heard.counts(sent.count());
    }
}
