package io.sidetone.delivery;

/**
 * Bounds of memory.
 *
 * @param waitingEvents deliveries that one shard holds in memory; above it each call keeps but its first one
 * @param waitingBytes their data, in bytes
 * @param eventsPerCall deliveries of one call to one target that are held in memory; the others stay in the log
 * @param readsAtOnce calls of one shard that read on in the log at the same time
 * @param catchUpEvents deliveries that a target which catches up holds in memory, per shard
 * @param markerEvents events after which such a target's marker is moved forward
 * @param repeats deliveries to one target that somebody wants again and that are under way at once
 */
public record DeliveryLimits(
        int waitingEvents,
        long waitingBytes,
        int eventsPerCall,
        int readsAtOnce,
        int catchUpEvents,
        int markerEvents,
        int repeats) {
    public static final DeliveryLimits DEFAULT = new DeliveryLimits(2_000, 8 << 20, 32, 4, 256, 1_000, 64);

    public DeliveryLimits {
        if (waitingEvents < 1
                || waitingBytes < 1
                || eventsPerCall < 1
                || readsAtOnce < 1
                || catchUpEvents < 1
                || markerEvents < 1
                || repeats < 1) {
            throw new IllegalArgumentException("limits of delivery: waitingEvents " + waitingEvents + ", waitingBytes "
                    + waitingBytes + ", eventsPerCall " + eventsPerCall + ", readsAtOnce " + readsAtOnce
                    + ", catchUpEvents " + catchUpEvents + ", markerEvents " + markerEvents + ", repeats " + repeats
                    + "; each must be 1 or more");
        }
    }
}
