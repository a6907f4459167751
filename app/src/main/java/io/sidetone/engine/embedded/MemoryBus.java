package io.sidetone.engine.embedded;

import io.sidetone.engine.LiveBus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Newest values of watched calls. A call that nobody watches has no entry here, so publishing to it is
 * one look into a map. Receivers run on the publisher's thread. Safe on any thread.
 */
final class MemoryBus implements LiveBus {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryBus.class);

    private final int slotLimit;
    private final Map<String, Watched> calls = new ConcurrentHashMap<>();

    MemoryBus(int slotLimit) {
        this.slotLimit = slotLimit;
    }

    @Override
    public void publish(String callId, String slot, byte[] json) {
        Watched call = calls.get(callId);
        if (call != null) {
            call.publish(slot, json);
        }
    }

    @Override
    public boolean watched(String callId) {
        return calls.containsKey(callId);
    }

    @Override
    public AutoCloseable watch(String callId, BiConsumer<String, byte[]> receiver) {
        BiConsumer<String, byte[]> watcher = (slot, json) -> receiver.accept(slot, json); // an identity of its own
        calls.compute(callId, (id, there) -> {
            Watched call = there == null ? new Watched(slotLimit) : there;
            call.add(watcher);
            return call;
        });
        return () -> calls.computeIfPresent(callId, (id, call) -> call.remove(watcher) ? null : call);
    }

    /** Forgets a call's values; its watchers stay. */
    void forget(String callId) {
        Watched call = calls.get(callId);
        if (call != null) {
            call.clear();
        }
    }

    /** Calls with an entry, for the test that nothing is kept. */
    int size() {
        return calls.size();
    }

    /** One watched call. Its lock also keeps the values of a slot in order. */
    private static final class Watched {
        private final int slotLimit;
        private final List<BiConsumer<String, byte[]>> watchers = new ArrayList<>();
        private final Map<String, byte[]> newest = new LinkedHashMap<>(); // the longest unchanged first

        Watched(int slotLimit) {
            this.slotLimit = slotLimit;
        }

        synchronized void publish(String slot, byte[] json) {
            newest.remove(slot);
            newest.put(slot, json);
            if (newest.size() > slotLimit) {
                newest.remove(newest.keySet().iterator().next());
            }
            List.copyOf(watchers).forEach(watcher -> hand(watcher, slot, json));
        }

        synchronized void add(BiConsumer<String, byte[]> watcher) {
            new LinkedHashMap<>(newest).forEach((slot, json) -> hand(watcher, slot, json));
            watchers.add(watcher);
        }

        /** @return true if nobody watches any more */
        synchronized boolean remove(BiConsumer<String, byte[]> watcher) {
            watchers.remove(watcher);
            return watchers.isEmpty();
        }

        synchronized void clear() {
            newest.clear();
        }

        private static void hand(BiConsumer<String, byte[]> watcher, String slot, byte[] json) {
            try {
                watcher.accept(slot, json);
            } catch (RuntimeException e) {
                LOG.error("a watcher failed at {}", slot, e);
            }
        }
    }
}
