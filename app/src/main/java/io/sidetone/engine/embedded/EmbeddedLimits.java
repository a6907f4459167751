package io.sidetone.engine.embedded;

/**
 * How much memory and disk the embedded engine may take.
 *
 * @param recentBytes newest events kept in memory, over all shards; older ones are read from disk
 * @param backlogBytes events appended and not yet durable; above it {@code append} fails
 * @param tailEvents events that wait for one slow tail; above it the oldest are skipped
 * @param liveSlots slots kept per watched call; above it the one longest unchanged is forgotten
 * @param fileBytes size at which a journal file is followed by another on the same day; it may grow a little over it
 * @param ballastBytes disk held back so that the last events fit when the rest is full; 0 for none
 * @param retentionDays days, by UTC, for which events and all that came of them are kept; 1 to 3650
 */
public record EmbeddedLimits(
        long recentBytes,
        long backlogBytes,
        int tailEvents,
        int liveSlots,
        long fileBytes,
        long ballastBytes,
        int retentionDays) {
    private static final long MIB = 1 << 20;

    public static final EmbeddedLimits DEFAULT =
            new EmbeddedLimits(2 * MIB, 64 * MIB, 4096, 512, 4096 * MIB, 64 * MIB, 30);

    public EmbeddedLimits {
        if (recentBytes < 1 || backlogBytes < 1 || tailEvents < 1 || liveSlots < 1 || fileBytes < 1) {
            throw new IllegalArgumentException("limits of the embedded engine: recentBytes " + recentBytes
                    + ", backlogBytes " + backlogBytes + ", tailEvents " + tailEvents + ", liveSlots " + liveSlots
                    + ", fileBytes " + fileBytes + "; each must be 1 or more");
        }
        if (ballastBytes < 0 || retentionDays < 1 || retentionDays > 3650) {
            throw new IllegalArgumentException("limits of the embedded engine: ballastBytes " + ballastBytes
                    + " must be 0 or more, retentionDays " + retentionDays + " 1 to 3650");
        }
    }

    public EmbeddedLimits withRecentBytes(long bytes) {
        return new EmbeddedLimits(bytes, backlogBytes, tailEvents, liveSlots, fileBytes, ballastBytes, retentionDays);
    }

    public EmbeddedLimits withBacklogBytes(long bytes) {
        return new EmbeddedLimits(recentBytes, bytes, tailEvents, liveSlots, fileBytes, ballastBytes, retentionDays);
    }

    public EmbeddedLimits withTailEvents(int events) {
        return new EmbeddedLimits(recentBytes, backlogBytes, events, liveSlots, fileBytes, ballastBytes, retentionDays);
    }

    public EmbeddedLimits withLiveSlots(int slots) {
        return new EmbeddedLimits(recentBytes, backlogBytes, tailEvents, slots, fileBytes, ballastBytes, retentionDays);
    }

    public EmbeddedLimits withFileBytes(long bytes) {
        return new EmbeddedLimits(recentBytes, backlogBytes, tailEvents, liveSlots, bytes, ballastBytes, retentionDays);
    }

    public EmbeddedLimits withBallastBytes(long bytes) {
        return new EmbeddedLimits(recentBytes, backlogBytes, tailEvents, liveSlots, fileBytes, bytes, retentionDays);
    }

    public EmbeddedLimits withRetentionDays(int days) {
        return new EmbeddedLimits(recentBytes, backlogBytes, tailEvents, liveSlots, fileBytes, ballastBytes, days);
    }
}
