package io.sidetone.dashboard;

import org.jspecify.annotations.Nullable;

/** The newest value of one thing that changes: overwritten in place, sent when a viewer can take it. Writer thread only. */
final class Slot {
    private final CallFacts call;
    private byte @Nullable [] json;

    Slot(CallFacts call) {
        this.call = call;
    }

    CallFacts call() {
        return call;
    }

    /** The event to send, or null if there is nothing to say any more. */
    byte @Nullable [] json() {
        return json;
    }

    void set(byte[] newest) {
        json = newest;
    }

    void withdraw() {
        json = null;
    }
}
