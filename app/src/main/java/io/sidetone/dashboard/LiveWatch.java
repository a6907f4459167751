package io.sidetone.dashboard;

import io.sidetone.engine.LiveBus;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches the live bus for the calls on the board, while there is anyone to see it. Writer thread only. */
final class LiveWatch {
    private static final Logger log = LoggerFactory.getLogger(LiveWatch.class);

    private final LiveBus bus;
    private final Inlet inlet;
    private final Map<String, AutoCloseable> watches = new HashMap<>();
    private boolean open;

    LiveWatch(LiveBus bus, Inlet inlet) {
        this.bus = bus;
        this.inlet = inlet;
    }

    boolean isOpen() {
        return open;
    }

    void open(Iterable<CallState> calls) {
        open = true;
        calls.forEach(call -> watch(call.facts().callId()));
    }

    void close() {
        open = false;
        watches.keySet().stream().toList().forEach(this::unwatch);
    }

    void watch(String callId) {
        if (open) {
            watches.computeIfAbsent(callId, id -> bus.watch(id, (slot, json) -> inlet.live(id, slot, json)));
        }
    }

    void unwatch(String callId) {
        AutoCloseable watch = watches.remove(callId);
        if (watch == null) {
            return;
        }
        try {
            watch.close();
        } catch (Exception e) {
            log.warn("call {}: cannot stop watching: {}", callId, e.toString());
        }
    }
}
