package io.sidetone.sim.load;

import java.util.Arrays;
import java.util.BitSet;

/** A leg's finals: when the vendor sent them, and how they came to the webhook. On the sinks' loop. */
final class Finals {
    private static final int USUAL = 32;

    private final BitSet arrived = new BitSet();
    private long[] sentAt = new long[USUAL]; // nanoseconds
    private int sent;
    private int next; // one more than the highest that arrived
    private long duplicates;
    private long outOfOrder;

    /** The vendor sends the next one now; returns its number. */
    int send(long nanos) {
        if (sent == sentAt.length) {
            sentAt = Arrays.copyOf(sentAt, 2 * sent);
        }
        sentAt[sent] = nanos;
        return sent++;
    }

    /** Whether the vendor has ever sent it. */
    boolean knows(int number) {
        return number < sent;
    }

    /**
     * The webhook has it.
     *
     * @return nanoseconds since it was sent; below 0 if it came before
     */
    long arrive(int number, long nanos) {
        if (arrived.get(number)) {
            duplicates++;
            return -1;
        }
        arrived.set(number);
        if (number < next) {
            outOfOrder++;
        }
        next = Math.max(next, number + 1);
        return nanos - sentAt[number];
    }

    FinalCounts counts() {
        int delivered = arrived.cardinality();
        return new FinalCounts(sent, delivered, sent - delivered, duplicates, outOfOrder);
    }
}
