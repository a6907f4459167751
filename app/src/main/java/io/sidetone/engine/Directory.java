package io.sidetone.engine;

import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;

/** Who is on the line, and which process owns it. */
public interface Directory {

    /** Adds or overwrites a call of this node. */
    void put(CallRecord call);

    void remove(String callId);

    /** Every live call that this node knows of, its own and the others'. */
    Collection<CallRecord> calls();

    Collection<NodeRecord> nodes();

    /** @param listener gets changes on any thread, in order per call; must be quick */
    AutoCloseable listen(Consumer<Change> listener);

    /**
     * One live call.
     *
     * @param node the owner
     * @param startedAtMillis milliseconds since 1970
     * @param labels fixed when the call starts
     */
    record CallRecord(String callId, String callSid, String node, long startedAtMillis, Map<String, String> labels) {
        public CallRecord {
            labels = Map.copyOf(labels);
        }
    }

    /** One process of the fleet. */
    record NodeRecord(String node, boolean draining, int calls) {}

    /** What became of a call's entry. */
    sealed interface Change {
        record Put(CallRecord call) implements Change {}

        record Removed(String callId) implements Change {}

        /** Its owner is gone without a word. */
        record Lost(CallRecord call) implements Change {}
    }
}
