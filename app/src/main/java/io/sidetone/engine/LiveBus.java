package io.sidetone.engine;

import java.util.function.BiConsumer;

/** State that changes while a call lives: interims, health. The newest value wins, any may be dropped. */
public interface LiveBus {

    /**
     * Publishes the newest value of a slot. Never blocks; costs next to nothing if nobody watches the call.
     *
     * @param slot what it is the state of, such as {@code l1/interim}
     * @param json UTF-8 JSON object; never written to afterwards
     */
    void publish(String callId, String slot, byte[] json);

    /** True if somebody watches the call, so that publishers can spare themselves the encoding. */
    boolean watched(String callId);

    /**
     * Watches one call.
     *
     * @param receiver gets slot and newest value, first those already there; on any thread, in order per
     *     slot; must be quick
     */
    AutoCloseable watch(String callId, BiConsumer<String, byte[]> receiver);
}
