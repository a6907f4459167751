package io.sidetone.delivery;

import java.util.ArrayList;
import java.util.List;

/** Deliveries of one call that somebody wants again: they come when nothing else does. Confined to the shard's thread. */
final class Guests {
    private final List<Repeat> repeats = new ArrayList<>(0);

    void add(Repeat repeat) {
        repeats.add(repeat);
    }

    void remove(Repeat repeat) {
        repeats.remove(repeat);
    }

    boolean isEmpty() {
        return repeats.isEmpty();
    }

    /** The call has nothing else to do: the first one may ask for a permit, unless it rests. */
    void invite() {
        if (!repeats.isEmpty()) {
            repeats.get(0).invited();
        }
    }

    /** Sends them all away, but for one in flight, which leaves by itself. */
    void letGo() {
        List.copyOf(repeats).forEach(Repeat::letGo);
    }
}
