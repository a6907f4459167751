package io.sidetone.engine.embedded;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Calls that were erased while this process runs: what still comes of them is not kept. Of very many the newest count.
 * Safe on any thread.
 */
final class ErasedCalls {
    private static final int MOST = 100_000;

    private final Map<String, Boolean> calls = new LinkedHashMap<>() { // guarded by this
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                    return size() > MOST;
                }
            };
    private volatile boolean any;

    void add(String callId) {
        synchronized (this) {
            calls.put(callId, true);
            any = true;
        }
    }

    boolean contains(String callId) {
        if (!any) {
            return false; // nearly always, and asked for every event
        }
        synchronized (this) {
            return calls.containsKey(callId);
        }
    }
}
