package io.sidetone.sim.load;

/**
 * What became of the audio, in chunks.
 *
 * @param sent by the callers
 * @param received by the vendor, each counted once
 * @param lost sent and never received
 * @param duplicate received once more
 * @param outOfOrder received after a later one
 * @param mixed received on another leg's connection, and not counted as received
 * @param wrongBytes bytes that are not what was sent
 * @param silentLegs legs of which nothing at all was received
 */
public record AudioCounts(
        long sent,
        long received,
        long lost,
        long duplicate,
        long outOfOrder,
        long mixed,
        long wrongBytes,
        int silentLegs) {
    static final AudioCounts NONE = new AudioCounts(0, 0, 0, 0, 0, 0, 0, 0);

    AudioCounts plus(AudioCounts other) {
        return new AudioCounts(
                sent + other.sent,
                received + other.received,
                lost + other.lost,
                duplicate + other.duplicate,
                outOfOrder + other.outOfOrder,
                mixed + other.mixed,
                wrongBytes + other.wrongBytes,
                silentLegs + other.silentLegs);
    }

    /** Whether something was sent, and every byte came once, unchanged, in order, where it belongs. */
    public boolean exact() {
        return sent > 0
                && lost == 0
                && duplicate == 0
                && outOfOrder == 0
                && mixed == 0
                && wrongBytes == 0
                && silentLegs == 0;
    }
}
