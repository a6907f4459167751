package io.sidetone.sim.load;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How all calls fare. Written on the calls' loop; {@link #open} and {@link #frames} may be read by anybody. */
final class CallCounts {
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong frames = new AtomicLong();
    private int opened;
    private int ended;
    private final Map<String, Integer> failures = new LinkedHashMap<>(); // by reason

    void opened() {
        opened++;
        open.incrementAndGet();
    }

    void ended() {
        ended++;
        open.decrementAndGet();
    }

    /** @param wasOpen whether its stream had begun */
    void failed(String why, boolean wasOpen) {
        failures.merge(why, 1, Integer::sum);
        if (wasOpen) {
            open.decrementAndGet();
        }
    }

    void frame() {
        frames.lazySet(frames.get() + 1); // one thread writes
    }

    int open() {
        return open.get();
    }

    /** Media messages sent. */
    long frames() {
        return frames.get();
    }

    CallsMade made() {
        return new CallsMade(opened, ended, Map.copyOf(failures));
    }
}
