package io.sidetone.engine.embedded;

/**
 * How much memory the embedded engine may take.
 *
 * @param logBytes events kept in the log, over all shards; the oldest go first
 * @param backlogBytes events appended and not yet stored; above it {@code append} fails
 * @param tailEvents events that wait for one slow tail; above it the oldest are skipped
 * @param archiveBytes calls, finals and deliveries kept for listing; the oldest calls go first
 * @param liveSlots slots kept per watched call; above it the one longest unchanged is forgotten
 */
public record EmbeddedLimits(long logBytes, long backlogBytes, int tailEvents, long archiveBytes, int liveSlots) {
    private static final long MIB = 1 << 20;

    public static final EmbeddedLimits DEFAULT = new EmbeddedLimits(64 * MIB, 64 * MIB, 4096, 64 * MIB, 512);

    public EmbeddedLimits {
        if (logBytes < 1 || backlogBytes < 1 || tailEvents < 1 || archiveBytes < 1 || liveSlots < 1) {
            throw new IllegalArgumentException("limits of the embedded engine: logBytes " + logBytes
                    + ", backlogBytes " + backlogBytes + ", tailEvents " + tailEvents + ", archiveBytes "
                    + archiveBytes + ", liveSlots " + liveSlots + "; each must be 1 or more");
        }
    }

    public EmbeddedLimits withLogBytes(long bytes) {
        return new EmbeddedLimits(bytes, backlogBytes, tailEvents, archiveBytes, liveSlots);
    }

    public EmbeddedLimits withBacklogBytes(long bytes) {
        return new EmbeddedLimits(logBytes, bytes, tailEvents, archiveBytes, liveSlots);
    }

    public EmbeddedLimits withTailEvents(int events) {
        return new EmbeddedLimits(logBytes, backlogBytes, events, archiveBytes, liveSlots);
    }

    public EmbeddedLimits withArchiveBytes(long bytes) {
        return new EmbeddedLimits(logBytes, backlogBytes, tailEvents, bytes, liveSlots);
    }

    public EmbeddedLimits withLiveSlots(int slots) {
        return new EmbeddedLimits(logBytes, backlogBytes, tailEvents, archiveBytes, slots);
    }
}
