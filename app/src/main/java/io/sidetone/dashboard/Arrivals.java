package io.sidetone.dashboard;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** New connections per second, so that a fleet of pages that all come back at once is taken in bit by bit. Any thread. */
final class Arrivals {
    private final int perSecond;
    private final LongSupplier nanos;
    private double room;
    private long atNanos;

    Arrivals(int perSecond, LongSupplier nanos) {
        this.perSecond = perSecond;
        this.nanos = nanos;
        this.room = perSecond;
        this.atNanos = nanos.getAsLong();
    }

    /** Counts one more; false if it is one too many for now. */
    synchronized boolean mayCome() {
        long now = nanos.getAsLong();
        double seconds = (now - atNanos) / (double) TimeUnit.SECONDS.toNanos(1);
        room = Math.min(perSecond, room + seconds * perSecond);
        atNanos = now;
        if (room < 1) {
            return false;
        }
        room--;
        return true;
    }
}
