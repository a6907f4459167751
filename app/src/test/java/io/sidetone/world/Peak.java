package io.sidetone.world;

import java.util.concurrent.atomic.AtomicLong;

/** The most heap in use, looked at ten times a second by a thread of its own. */
final class Peak {
    private final AtomicLong most = new AtomicLong();

    static Peak watch() {
        Peak peak = new Peak();
        Thread watcher = new Thread(peak::look, "peak");
        watcher.setDaemon(true);
        watcher.start();
        return peak;
    }

    private void look() {
        while (true) {
            most.accumulateAndGet(used(), Math::max);
            Storm.pass(100);
        }
    }

    /** Heap in use now. */
    static long used() {
        Runtime java = Runtime.getRuntime();
        return java.totalMemory() - java.freeMemory();
    }

    long bytes() {
        return most.get();
    }
}
