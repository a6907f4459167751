package io.sidetone.sim.assemblyai;

import io.sidetone.sim.deepgram.FaultBook;
import io.sidetone.sim.deepgram.Parameters;
import io.sidetone.sim.deepgram.RefusedHandshake;
import io.sidetone.sim.deepgram.StreamRequest;
import io.sidetone.sim.deepgram.WindowIndex;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Consumer;

/** What all connections of one emulator share. Safe on any thread. */
final class Sessions {
    private final AssemblyAiOptions options;
    private final WindowIndex index;
    private final FaultBook faults;
    private final SplittableRandom ids; // guarded by this
    private final List<RecordedSession> sessions = new ArrayList<>();
    private final List<RefusedHandshake> refused = new ArrayList<>();
    private final List<Consumer<RecordedSession>> listeners = new ArrayList<>();
    private final Set<SessionHandler> connected = new HashSet<>();
    private final Set<SessionHandler> begun = new HashSet<>();
    private int requests;
    private boolean closing;

    Sessions(AssemblyAiOptions options) {
        this.options = options;
        this.index = new WindowIndex(options.library().tracks());
        this.faults = new FaultBook(options.faults());
        this.ids = new SplittableRandom(options.seed());
    }

    AssemblyAiOptions options() {
        return options;
    }

    WindowIndex index() {
        return index;
    }

    FaultBook faults() {
        return faults;
    }

    /** The protocol has no way to say which call a session belongs to, so none is known as a reconnect. */
    synchronized StreamRequest number(Parameters parameters) {
        requests++;
        return new StreamRequest(requests, parameters, false);
    }

    /** The faults this session meets, and a seed of its own: from its number, whatever else went on. */
    SessionFaults faultsFor(StreamRequest request) {
        SplittableRandom random = new SplittableRandom(options.seed() * 1_000_003 + request.number());
        return new SessionFaults(faults.faultsFor(request, random), random.nextLong());
    }

    synchronized String newId() {
        long high = (ids.nextLong() & ~0xF000L) | 0x4000L; // version 4
        long low = (ids.nextLong() >>> 2) | (1L << 63);
        return new UUID(high, low).toString();
    }

    void connected(SessionHandler handler) {
        List<Consumer<RecordedSession>> told;
        synchronized (this) {
            connected.add(handler);
            sessions.add(handler.session());
            told = List.copyOf(listeners);
        }
        options.log().opened(handler.session());
        told.forEach(listener -> listener.accept(handler.session()));
    }

    /** Lets a session begin, unless so many have. */
    synchronized boolean begin(SessionHandler handler, int limit) {
        return begun.size() < limit && begun.add(handler);
    }

    void refused(RefusedHandshake handshake) {
        synchronized (this) {
            refused.add(handshake);
        }
        options.log().refused(handshake);
    }

    void closed(SessionHandler handler) {
        synchronized (this) {
            connected.remove(handler);
            begun.remove(handler);
        }
        handler.session().end();
        options.log().closed(handler.session());
    }

    synchronized int open() {
        return begun.size();
    }

    synchronized void listen(Consumer<RecordedSession> listener) {
        listeners.add(listener);
    }

    synchronized List<SessionHandler> connected() {
        return List.copyOf(connected);
    }

    synchronized List<RecordedSession> sessions() {
        return List.copyOf(sessions);
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
