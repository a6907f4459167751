package io.sidetone.sim.load;

import java.util.BitSet;

/** Which of a leg's chunks came, and how. On the sinks' loop. */
final class HeardChunks {
    private final BitSet seen = new BitSet();
    private int next; // one more than the highest
    private int distinct;
    private long duplicates;
    private long outOfOrder;
    private long mixed;
    private long wrongBytes;

    /** A whole chunk of this leg came on this leg's connection. */
    void came(int number) {
        if (seen.get(number)) {
            duplicates++;
            return;
        }
        seen.set(number);
        distinct++;
        if (number < next) {
            outOfOrder++;
        } else {
            next = number + 1;
        }
    }

    /** Another leg's chunk came on this leg's connection. */
    void mixed() {
        mixed++;
    }

    /** Bytes that are not what was sent, mu-law or what they became. */
    void wrong(int bytes) {
        wrongBytes += bytes;
    }

    /** Not come while later ones have. */
    int missing() {
        return next - distinct;
    }

    boolean anything() {
        return next > 0;
    }

    AudioCounts counts(int sent) {
        return new AudioCounts(
                sent, distinct, sent - distinct, duplicates, outOfOrder, mixed, wrongBytes, anything() ? 0 : 1);
    }
}
