package io.sidetone.sim.deepgram;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** What all connections of one emulator share. Safe on any thread. */
final class Register {
    private final EmulatorOptions options;
    private final WindowIndex index;
    private final FaultBook faults;
    private final RandomGenerator random; // guarded by this
    private final List<RecordedStream> streams = new ArrayList<>();
    private final List<RefusedHandshake> refused = new ArrayList<>();
    private final List<Consumer<RecordedStream>> listeners = new ArrayList<>();
    private final Set<Map<String, String>> seenExtras = new HashSet<>();
    private final Set<StreamHandler> open = new HashSet<>();
    private int requests;
    private boolean closing;

    Register(EmulatorOptions options) {
        this.options = options;
        this.index = new WindowIndex(options.library().tracks());
        this.faults = new FaultBook(options.faults());
        this.random = RandomGeneratorFactory.of("SplittableRandom").create(options.seed());
    }

    EmulatorOptions options() {
        return options;
    }

    WindowIndex index() {
        return index;
    }

    FaultBook faults() {
        return faults;
    }

    synchronized StreamRequest number(Parameters parameters) {
        Map<String, String> extras = parameters.extras();
        boolean reconnect = !extras.isEmpty() && seenExtras.contains(extras);
        requests++;
        return new StreamRequest(requests, parameters, reconnect);
    }

    /** The faults this stream meets, and a seed of its own. */
    synchronized StreamFaults faultsFor(StreamRequest request) {
        return new StreamFaults(faults.faultsFor(request, random), random.nextLong());
    }

    synchronized String newRequestId() {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L; // version 4
        long low = (random.nextLong() >>> 2) | (1L << 63);
        return new UUID(high, low).toString();
    }

    synchronized int openStreams() {
        return open.size();
    }

    void opened(StreamHandler handler) {
        RecordedStream stream = handler.stream();
        List<Consumer<RecordedStream>> told;
        synchronized (this) {
            open.add(handler);
            streams.add(stream);
            if (!stream.extras().isEmpty()) {
                seenExtras.add(stream.extras());
            }
            told = List.copyOf(listeners);
        }
        options.log().opened(stream);
        told.forEach(listener -> listener.accept(stream));
    }

    void refused(RefusedHandshake handshake) {
        synchronized (this) {
            refused.add(handshake);
        }
        options.log().refused(handshake);
    }

    void closed(StreamHandler handler) {
        synchronized (this) {
            open.remove(handler);
        }
        handler.stream().end(options.clock().instant());
        options.log().closed(handler.stream());
    }

    synchronized void listen(Consumer<RecordedStream> listener) {
        listeners.add(listener);
    }

    synchronized List<StreamHandler> open() {
        return List.copyOf(open);
    }

    synchronized List<RecordedStream> streams() {
        return List.copyOf(streams);
    }

    synchronized List<RefusedHandshake> refused() {
        return List.copyOf(refused);
    }

    synchronized void close() {
        closing = true;
    }

    /** Connections that end now are ended by the emulator itself. */
    synchronized boolean closing() {
        return closing;
    }
}
