package io.sidetone.sim.load;

/**
 * How a run is going.
 *
 * @param seconds since it began
 * @param open calls open
 * @param framesPerSecond media messages sent since the last report
 * @param lost chunks that have not come to the vendor while later ones have
 * @param lagMs the tool's own lag since the last report, 99th percentile
 */
public record LoadProgress(Phase phase, double seconds, int open, double framesPerSecond, long lost, double lagMs) {
    /** What a run goes through. */
    public enum Phase {
        OPENING,
        WARMING,
        STEADY,
        HANGING_UP
    }
}
