package io.sidetone.sim.load;

/**
 * What became of the vendor's finals.
 *
 * @param sent by the vendor
 * @param delivered to the webhook, each counted once
 * @param missing sent and never delivered
 * @param duplicate delivered once more
 * @param outOfOrder delivered after a later one of the same leg
 */
public record FinalCounts(long sent, long delivered, long missing, long duplicate, long outOfOrder) {
    static final FinalCounts NONE = new FinalCounts(0, 0, 0, 0, 0);

    FinalCounts plus(FinalCounts other) {
        return new FinalCounts(
                sent + other.sent,
                delivered + other.delivered,
                missing + other.missing,
                duplicate + other.duplicate,
                outOfOrder + other.outOfOrder);
    }

    /** Whether every one came once and in order. */
    public boolean exact() {
        return missing == 0 && duplicate == 0 && outOfOrder == 0;
    }
}
