package io.sidetone.delivery;

/**
 * Bounds of memory and concurrency.
 *
 * @param waitingEvents deliveries not settled that one shard may hold before it pauses the log
 * @param waitingBytes their data, in bytes
 * @param requestsPerTarget requests in flight at once to one target, each with a thread
 */
public record DeliveryLimits(int waitingEvents, long waitingBytes, int requestsPerTarget) {
    public static final DeliveryLimits DEFAULT = new DeliveryLimits(2_000, 8 << 20, 64);

    public DeliveryLimits {
        if (waitingEvents < 1 || waitingBytes < 1 || requestsPerTarget < 1) {
            throw new IllegalArgumentException("limits of delivery: waitingEvents " + waitingEvents + ", waitingBytes "
                    + waitingBytes + ", requestsPerTarget " + requestsPerTarget + "; each must be 1 or more");
        }
    }
}
