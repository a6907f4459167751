package io.sidetone.sim.deepgram;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** All pre-recorded requests of one emulator. Safe on any thread. */
final class Requests {
    private static final int MOST_KEPT = 10_000;

    private final EmulatorOptions options;
    private final FaultBook faults;
    private final Deque<RecordedRequest> kept = new ArrayDeque<>();
    private final Set<RecordedRequest> inWork = new HashSet<>();
    private final Set<Map<String, String>> seenExtras = new HashSet<>();
    private int count;

    Requests(EmulatorOptions options) {
        this.options = options;
        this.faults = new FaultBook(options.requestFaults().forRequests());
    }

    FaultBook faults() {
        return faults;
    }

    /** A request came, good or bad. */
    synchronized RecordedRequest arrived(
            String requestId, Parameters parameters, Map<String, String> headers, long bodyBytes) {
        count++;
        RecordedRequest request = new RecordedRequest(
                count, requestId, parameters, headers, options.clock().instant(), bodyBytes);
        kept.add(request);
        if (kept.size() > MOST_KEPT) {
            kept.remove();
        }
        return request;
    }

    /** The faults this request meets, and a seed of its own: from its number, whatever else went on. */
    StreamFaults faultsFor(RecordedRequest request) {
        SplittableRandom random = new SplittableRandom(options.seed() * 1_000_033 + request.number());
        boolean again;
        synchronized (this) {
            again = !request.extras().isEmpty() && !seenExtras.add(request.extras());
        }
        StreamRequest numbered = new StreamRequest(request.number(), request.parameters(), again);
        return new StreamFaults(faults.faultsFor(numbered, random), random.nextLong());
    }

    /** Takes a request into work, unless so many are in work already. */
    synchronized boolean admit(RecordedRequest request, int limit) {
        return inWork.size() < limit && inWork.add(request);
    }

    /** It is answered, or its connection is gone. */
    void ended(RecordedRequest request) {
        synchronized (this) {
            inWork.remove(request);
        }
        if (request.end(options.clock().instant())) {
            options.log().requested(request);
        }
    }

    synchronized int inWork() {
        return inWork.size();
    }

    synchronized List<RecordedRequest> all() {
        return List.copyOf(kept);
    }
}
