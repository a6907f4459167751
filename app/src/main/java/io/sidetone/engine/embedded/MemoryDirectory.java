package io.sidetone.engine.embedded;

import io.sidetone.engine.Directory;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The live calls of the one node there is. Listeners run on the changer's thread. Safe on any thread. */
final class MemoryDirectory implements Directory {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryDirectory.class);

    private final String node;
    private final Map<String, CallRecord> calls = new ConcurrentHashMap<>();
    private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean draining;

    MemoryDirectory(String node) {
        this.node = node;
    }

    @Override
    public void put(CallRecord call) {
        calls.compute(call.callId(), (id, old) -> {
            tell(new Change.Put(call)); // inside, so that changes of one call are told in order
            return call;
        });
    }

    @Override
    public void remove(String callId) {
        calls.computeIfPresent(callId, (id, old) -> {
            tell(new Change.Removed(callId));
            return null;
        });
    }

    @Override
    public Collection<CallRecord> calls() {
        return List.copyOf(calls.values());
    }

    @Override
    public Collection<NodeRecord> nodes() {
        return List.of(new NodeRecord(node, draining, calls.size()));
    }

    @Override
    public AutoCloseable listen(Consumer<Change> listener) {
        Consumer<Change> own = change -> listener.accept(change); // an identity of its own
        listeners.add(own);
        return () -> listeners.remove(own);
    }

    void drain() {
        draining = true;
    }

    private void tell(Change change) {
        for (Consumer<Change> listener : listeners) {
            try {
                listener.accept(change);
            } catch (RuntimeException e) {
                LOG.error("a listener of the directory failed at {}", change, e);
            }
        }
    }
}
