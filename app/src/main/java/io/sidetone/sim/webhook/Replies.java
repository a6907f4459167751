package io.sidetone.sim.webhook;

import java.util.Random;

/** Chooses the answer to an event that was verified and could be read. Called on the listener's loop. */
@FunctionalInterface
public interface Replies {

    Reply to(ReceivedEvent event);

    /** The same answer to everything. */
    static Replies always(Reply reply) {
        return event -> reply;
    }

    /**
     * Now and then the one, else the other.
     *
     * @param probability of {@code failure}, 0 to 1
     * @param seed gives the same failures again
     */
    static Replies failing(double probability, long seed, Reply failure, Reply otherwise) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability: " + probability + " (expected: 0 to 1)");
        }
        Random random = new Random(seed);
        return event -> random.nextDouble() < probability ? failure : otherwise;
    }
}
