package io.sidetone.dashboard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * How a call's deliveries stand, each known by its target and the event's number in the call: a few bits per event
 * and target, so that even a long call counts exactly. Writer thread only.
 */
final class DeliveryCounts {
    private static final class Standing {
        final BitSet expected = new BitSet();
        final BitSet pending = new BitSet();
        final BitSet dead = new BitSet();
    }

    private final Map<String, Standing> targets = new HashMap<>();

    /** An event is to be delivered. */
    void expect(String target, long callSeq) {
        Standing standing = targets.computeIfAbsent(target, name -> new Standing());
        standing.expected.set((int) callSeq);
        standing.pending.set((int) callSeq);
    }

    /** Something has become of a delivery. What nobody expected is not counted. */
    void take(String target, long callSeq, String status) {
        Standing standing = targets.get(target);
        if (standing != null && standing.expected.get((int) callSeq)) {
            standing.pending.set((int) callSeq, status.equals("pending"));
            standing.dead.set((int) callSeq, status.equals("dead"));
        }
    }

    boolean isPending(String target, long callSeq) {
        Standing standing = targets.get(target);
        return standing != null && standing.pending.get((int) callSeq);
    }

    boolean isDead(String target, long callSeq) {
        Standing standing = targets.get(target);
        return standing != null && standing.dead.get((int) callSeq);
    }

    boolean anyPending() {
        return targets.values().stream().anyMatch(standing -> !standing.pending.isEmpty());
    }

    /** As a call has it: {@code pending}, {@code delivered}, {@code dead}. */
    ObjectNode json() {
        long expected = 0;
        long pending = 0;
        long dead = 0;
        for (Standing standing : targets.values()) {
            expected += standing.expected.cardinality();
            pending += standing.pending.cardinality();
            dead += standing.dead.cardinality();
        }
        return Json.object()
                .put("pending", pending)
                .put("delivered", expected - pending - dead)
                .put("dead", dead);
    }
}
