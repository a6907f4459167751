package io.sidetone.sim.webhook;

import java.util.LinkedHashMap;
import java.util.Map;

/** Remembers what was taken, and so knows repeats, gaps and reorderings. Confined to the listener's loop. */
final class CallOrder {
    /** Ids and calls remembered; the oldest are forgotten first. */
    private static final int MEMORY = 100_000;

    private final boolean allTypes;
    private final Map<String, Boolean> ids = new Newest<>();
    private final Map<String, Long> newestSeq = new Newest<>();

    CallOrder(boolean allTypes) {
        this.allTypes = allTypes;
    }

    /** A map that forgets. */
    private static final class Newest<V> extends LinkedHashMap<String, V> {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > MEMORY;
        }
    }

    /** The event's place, had it been taken now. */
    Arrival placeOf(ReceivedEvent event) {
        if (ids.containsKey(event.id())) {
            return Arrival.REPEAT;
        }
        if (event.callId().isEmpty() || event.seq() == 0) {
            return Arrival.IN_ORDER;
        }
        long newest = newestSeq.getOrDefault(event.callId(), 0L);
        if (event.seq() <= newest) {
            return Arrival.OUT_OF_ORDER;
        }
        return allTypes && event.seq() > newest + 1 ? Arrival.AFTER_A_GAP : Arrival.IN_ORDER;
    }

    void taken(ReceivedEvent event) {
        ids.put(event.id(), true);
        if (!event.callId().isEmpty()) {
            newestSeq.merge(event.callId(), event.seq(), Math::max);
        }
    }
}
