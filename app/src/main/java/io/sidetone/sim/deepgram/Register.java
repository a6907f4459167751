package io.sidetone.sim.deepgram;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Consumer;

/** What all connections of one emulator share. Safe on any thread. */
final class Register {
    private static final int MOST_ATTEMPTS = 100_000;

    private final EmulatorOptions options;
    private final WindowIndex index;
    private final FaultBook faults;
    private final SplittableRandom requestIds; // guarded by this
    private final List<RecordedStream> streams = new ArrayList<>();
    private final List<RefusedHandshake> refused = new ArrayList<>();
    private final List<Consumer<RecordedStream>> listeners = new ArrayList<>();
    private final Set<Map<String, String>> seenExtras = new HashSet<>();
    private final Set<StreamHandler> open = new HashSet<>();
    private final Requests requests;
    private final Deque<Attempt> attempts = new ArrayDeque<>();
    private int handshakes;
    private boolean closing;
    private Outage outage = Outage.none();

    Register(EmulatorOptions options) {
        this.options = options;
        this.index = new WindowIndex(options.library().tracks());
        this.faults = new FaultBook(options.faults().forStreams());
        this.requests = new Requests(options);
        this.requestIds = new SplittableRandom(options.seed());
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

    Requests requests() {
        return requests;
    }

    synchronized Outage outage() {
        return outage;
    }

    synchronized void outage(Outage newOutage) {
        outage = newOutage;
    }

    synchronized void attempted(Attempt attempt) {
        attempts.add(attempt);
        if (attempts.size() > MOST_ATTEMPTS) {
            attempts.remove();
        }
    }

    /** In the order they came, though the late answered were noted late. */
    synchronized List<Attempt> attempts() {
        return attempts.stream()
                .sorted(Comparator.comparingLong(Attempt::nanos))
                .toList();
    }

    synchronized StreamRequest number(Parameters parameters) {
        Map<String, String> extras = parameters.extras();
        boolean reconnect = !extras.isEmpty() && seenExtras.contains(extras);
        handshakes++;
        return new StreamRequest(handshakes, parameters, reconnect);
    }

    /** The faults this stream meets, and a seed of its own: from its number, whatever else went on. */
    StreamFaults faultsFor(StreamRequest request) {
        SplittableRandom random = new SplittableRandom(options.seed() * 1_000_003 + request.number());
        return new StreamFaults(faults.faultsFor(request, random), random.nextLong());
    }

    synchronized String newRequestId() {
        long high = (requestIds.nextLong() & ~0xF000L) | 0x4000L; // version 4
        long low = (requestIds.nextLong() >>> 2) | (1L << 63);
        return new UUID(high, low).toString();
    }

    /** Takes a stream in, unless so many are open already. */
    synchronized boolean admit(StreamHandler handler, int limit) {
        if (open.size() >= limit) {
            return false;
        }
        RecordedStream stream = handler.stream();
        open.add(handler);
        streams.add(stream);
        if (!stream.extras().isEmpty()) {
            seenExtras.add(stream.extras());
        }
        return true;
    }

    synchronized int openStreams() {
        return open.size();
    }

    void tellOpened(RecordedStream stream) {
        List<Consumer<RecordedStream>> told;
        synchronized (this) {
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
