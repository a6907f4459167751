package io.sidetone.sim.twilio;

import io.netty.util.concurrent.Ticker;

/** Media time of one call: nanoseconds since it was placed, running at the call's speed. */
final class CallClock {
    private final Ticker ticker;
    private final double speed;
    private final long originNanos;

    CallClock(Ticker ticker, double speed) {
        this.ticker = ticker;
        this.speed = speed;
        this.originNanos = ticker.nanoTime();
    }

    /** Whether nothing is to wait for its time. */
    boolean unpaced() {
        return Double.isInfinite(speed);
    }

    /** Media time now; real time if the call is not paced. */
    long nanos() {
        return unpaced() ? realNanos() : Math.round(realNanos() * speed);
    }

    /** Real time since the call was placed. */
    long realNanos() {
        return ticker.nanoTime() - originNanos;
    }

    /** How long until a moment of media time, in real nanoseconds; below zero once it has passed. */
    long realNanosUntil(long mediaNanos) {
        return unpaced() ? 0 : Math.round((double) mediaNanos / speed) - realNanos();
    }
}
